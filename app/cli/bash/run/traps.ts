import type { Signal, Sys } from '../../../linux/process/program.ts';
import { statusOfSignal } from '../../../linux/process/signals.ts';
import type { Shell } from '../shell.ts';

/** Statements that a shell runs before it lets the clock go on. */
const STATEMENTS_PER_BREATH = 500;

/** Between statements: breathes now and then, and does what signals ask for. */
export function* betweenStatements(sh: Shell): Sys<void> {
  if (++sh.work >= STATEMENTS_PER_BREATH) {
    sh.work = 0;
    yield* sh.p.breathe();
  }
  for (let signal = sh.p.takeSignal(); signal; signal = sh.p.takeSignal()) {
    yield* handleSignal(sh, signal);
    if (sh.unwind) return;
  }
}

/** Runs the trap of a signal, or does what the shell does by itself. */
export function* handleSignal(sh: Shell, signal: Signal): Sys<void> {
  const action = sh.traps.get(signal);
  if (action !== undefined) {
    if (action !== '') yield* runTrap(sh, action);
    return;
  }
  if (signal === 'CHLD' || signal === 'WINCH') return;
  if (sh.interactive && signal === 'INT') {
    sh.status = statusOfSignal(signal);
    sh.unwind = { to: 'prompt' };
    return;
  }
  if (sh.interactive && signal !== 'HUP') return;
  // A shell with an EXIT trap is woken by signals that would end it, so that the trap can run.
  sh.status = statusOfSignal(signal);
  sh.unwind = { to: 'exit' };
}

/** Runs trap text; `$?` is afterwards what it was before. */
export function* runTrap(sh: Shell, action: string): Sys<void> {
  const { status, pipeStatus } = sh;
  yield* sh.execution.text(sh, action);
  if (sh.unwind) return;
  sh.status = status;
  sh.pipeStatus = pipeStatus;
}

/** Runs the EXIT trap, once; gives the exit status, which `exit` in the trap may change. */
export function* runExitTrap(sh: Shell, status: number): Sys<number> {
  const action = sh.traps.get('EXIT');
  if (action === undefined || action === '') return status;
  sh.traps.delete('EXIT');
  sh.status = status;
  yield* sh.execution.text(sh, action);
  const final = sh.unwind ? sh.status : status;
  sh.unwind = undefined;
  return final;
}
