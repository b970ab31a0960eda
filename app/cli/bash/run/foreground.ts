import { pgid, type Pid } from '../../../linux/names.ts';
import type { Ended, Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import { jobLine } from './job-lines.ts';
import { SIGNAL_WORDS } from './signal-words.ts';
import { handleSignal } from './traps.ts';

/** Status of a stopped job: 128 + TSTP. */
const STOPPED = 148;

/** Waits for the processes of the command in front; gives each one's status. A stop makes it a job. */
export function* waitForeground(sh: Shell, pids: readonly Pid[], command: string): Sys<readonly number[]> {
  if (!sh.has('monitor')) return yield* waitPlainly(sh, pids, command);
  const ended = new Map<Pid, Ended>();
  while (ended.size < pids.length) {
    const pid = pids.find((one) => !ended.has(one)) ?? 'any';
    const news = yield* sh.p.waitOrSignal(pid, { stopped: true });
    if (typeof news === 'string') {
      // Ctrl-C at a nested shell that shares the group, a trap, a resize: handled when the command has ended.
      if (news !== 'INT' && news !== 'CHLD') yield* handleSignal(sh, news);
      continue;
    }
    if (news.stopped === true) {
      takeBack(sh);
      yield* suspend(sh, pids, ended, command);
      return [STOPPED];
    }
    ended.set(news.pid, news);
  }
  takeBack(sh);
  const signal = ended.get(pids.at(-1) ?? pids[0] ?? sh.p.pid)?.signal;
  if ([...ended.values()].some((one) => one.signal === 'INT')) {
    yield* sh.p.warn('\n');
    sh.lineBroken = true;
    sh.unwind = { to: 'prompt' };
    sh.status = 130;
  } else if (signal && signal !== 'PIPE') yield* sh.p.warn(`${SIGNAL_WORDS[signal] ?? `Signal ${signal}`}\n`);
  return pids.map((pid) => ended.get(pid)?.code ?? 127);
}

function* waitPlainly(sh: Shell, pids: readonly Pid[], command: string): Sys<readonly number[]> {
  const statuses: number[] = [];
  for (const pid of pids) {
    const { code, signal } = yield* sh.p.wait(pid);
    statuses.push(code);
    const words = signal && signal !== 'INT' && signal !== 'PIPE' ? SIGNAL_WORDS[signal] : undefined;
    if (words !== undefined && pid === pids.at(-1))
      yield* sh.complain(`${String(pid).padStart(5)} ${words.padEnd(23)} ${command}`);
  }
  return statuses;
}

/** The terminal is the shell's again. */
function takeBack(sh: Shell): void {
  sh.p.tty?.setForeground(sh.p.pgid);
  sh.p.tty?.setMode('cooked');
  sh.p.tty?.setEcho(true);
}

function* suspend(
  sh: Shell,
  pids: readonly Pid[],
  ended: ReadonlyMap<Pid, Ended>,
  command: string,
): Sys<void> {
  const [leader] = pids;
  if (!sh.jobs || leader === undefined) return;
  const job = sh.jobs.add({ group: pgid(leader), command, pids, state: 'stopped' });
  for (const [pid, one] of ended) job.ended.set(pid, one);
  yield* sh.p.warn(`\n${jobLine(sh.jobs, job)}\n`);
}
