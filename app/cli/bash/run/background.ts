import { pgid, STDIN } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import type { Statement } from '../syntax.ts';
import { startParts } from './pipeline.ts';
import { spawnSubshell } from './subshell.ts';

/** Starts a statement with `&`: its own group under job control, else deaf to Ctrl-C and without input. */
export function* runInBackground(sh: Shell, statement: Statement): Sys<number> {
  const { command } = statement;
  const text = sh.source.text.slice(statement.pos, statement.end).replace(/\s*&\s*$/, '');
  if (sh.has('monitor') && sh.jobs) {
    const pids =
      command.type === 'AndOr'
        ? [spawnSubshell(sh, (sub) => runWhole(sub, statement), { group: 'new' })]
        : startParts(sh, command, false);
    const [leader] = pids;
    const last = pids.at(-1);
    if (leader === undefined || last === undefined) return 0;
    const job = sh.jobs.add({ group: pgid(leader), command: text, pids, state: 'running' });
    sh.lastBackground = last;
    yield* sh.p.warn(`[${job.number}] ${last}\n`);
    return 0;
  }
  const nothing = sh.p.open('/dev/null', 'r');
  const fds = nothing.ok && sh.p.isOpen(STDIN) ? new Map([[STDIN, nothing.value]]) : new Map();
  const pid = spawnSubshell(sh, (sub) => runDeaf(sub, statement), { fds });
  if (nothing.ok) sh.p.close(nothing.value);
  sh.lastBackground = pid;
  sh.jobs.add({ group: pgid(pid), command: text, pids: [pid], state: 'running' });
  return 0;
}

function* runDeaf(sub: Shell, statement: Statement): Sys<number> {
  sub.listen('INT', 'ignore');
  sub.listen('QUIT', 'ignore');
  return yield* runWhole(sub, statement);
}

function* runWhole(sub: Shell, statement: Statement): Sys<number> {
  sub.tail = true;
  return yield* sub.execution.statements(sub, [{ ...statement, background: undefined }]);
}
