import type { Fd, Pgid, Pid } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import { runExitTrap } from './traps.ts';

/** How the process of a subshell starts. */
export interface SubshellOptions {
  readonly fds?: ReadonlyMap<Fd, Fd>;
  readonly group?: 'new' | Pgid;
  readonly foreground?: boolean;
}

/** Starts a copy of the shell as a child process; it ends with what `body` gives. */
export function spawnSubshell(
  sh: Shell,
  body: (sub: Shell) => Sys<number>,
  options: SubshellOptions = {},
): Pid {
  const spawned = sh.p.spawn(sh.p.argv, {
    ...options,
    restore: sh.ignored,
    // The copy is made now, not when the child first runs: by then the parent has gone on.
    program: (child) => runSubshell(sh.fork(child), body),
  });
  return spawned.ok ? spawned.value : sh.p.pid;
}

function* runSubshell(sub: Shell, body: (sub: Shell) => Sys<number>): Sys<number> {
  const status = yield* body(sub);
  return yield* endShell(sub, status);
}

/** The last acts of a shell: its EXIT trap; gives its exit status. */
export function* endShell(sh: Shell, status: number): Sys<number> {
  const final = sh.unwind ? sh.status : status;
  sh.unwind = undefined;
  return yield* runExitTrap(sh, final);
}
