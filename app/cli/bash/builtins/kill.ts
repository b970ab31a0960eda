import { pgid } from '../../../linux/names.ts';
import type { Signal, Sys } from '../../../linux/process/program.ts';
import { SIGNAL_NUMBERS, signalOf } from '../../../linux/process/signals.ts';
import { strerror } from '../../tool/errno.ts';
import { jobOf, processOf } from '../job-spec.ts';
import type { Shell } from '../shell.ts';
import { signalTable } from './trap.ts';
import type { Builtin } from './builtin.ts';

/** Sends signals to processes and jobs. */
export const kill: Builtin = {
  name: 'kill',
  usage: '[-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
  ash: true,
  *run(sh, args) {
    let [first, ...rest] = args;
    if (first === '-l' || first === '-L') return yield* listSignals(sh, rest);
    let name = 'TERM';
    if (first === '-s' || first === '-n') [name = '', first, ...rest] = rest;
    else if (first !== undefined && /^-[^-]/.test(first)) {
      name = first.slice(1);
      [first, ...rest] = rest;
    }
    if (first === '--') [first, ...rest] = rest;
    if (first === undefined) {
      yield* sh.p.warn(`kill: usage: kill ${kill.usage}\n`);
      return 2;
    }
    const signal = name === '0' ? undefined : signalOf(name);
    if (!signal && name !== '0') {
      yield* sh.complain(`kill: ${name}: invalid signal specification`);
      return 1;
    }
    let status = 0;
    for (const target of [first, ...rest]) {
      const one = yield* killOne(sh, target, signal);
      if (one !== 0) status = one;
    }
    return status;
  },
};

function* killOne(sh: Shell, target: string, signal: Signal | undefined): Sys<number> {
  if (target.startsWith('%')) {
    const job = jobOf(sh, target);
    if (!job) {
      yield* sh.complain(`kill: ${target}: no such job`);
      return 1;
    }
    if (!signal) return 0;
    if (sh.has('monitor')) sh.p.kill({ group: job.group }, signal);
    else for (const pid of job.pids) sh.p.kill({ pid }, signal);
    // A stopped job has to go on to meet its end.
    if (job.state === 'stopped' && (signal === 'TERM' || signal === 'HUP'))
      sh.p.kill({ group: job.group }, 'CONT');
    return 0;
  }
  const group = /^-(\d+)$/.exec(target)?.[1];
  const pid = processOf(target);
  if (group === undefined && pid === undefined) {
    yield* sh.complain(`kill: ${target}: arguments must be process or job IDs`);
    return 1;
  }
  const where = group === undefined ? { pid: pid ?? sh.p.pid } : { group: pgid(Number(group)) };
  const killed = signal ? sh.p.kill(where, signal) : exists(sh, where);
  if (killed.ok) {
    // A shell that signals itself meets the signal now.
    if (('pid' in where && where.pid === sh.p.pid) || ('group' in where && where.group === sh.p.pgid))
      yield* sh.p.breathe();
    return 0;
  }
  const reason = strerror(killed.error);
  yield* sh.complain(
    sh.features.shell === 'ash' ? `can't kill pid ${target}: ${reason}` : `kill: (${target}) - ${reason}`,
  );
  return 1;
}

function exists(
  sh: Shell,
  where: object,
): { readonly ok: true } | { readonly ok: false; readonly error: string } {
  const there = sh.p.processes().some((one) => 'pid' in where && one.pid === where.pid);
  return there ? { ok: true } : { ok: false, error: 'ESRCH' };
}

function* listSignals(sh: Shell, words: readonly string[]): Sys<number> {
  if (words.length === 0) {
    yield* sh.p.print(`${signalTable()}\n`);
    return 0;
  }
  let status = 0;
  for (const word of words) {
    const number = /^\d+$/.test(word) ? String(Number(word) > 128 ? Number(word) - 128 : Number(word)) : word;
    const signal = signalOf(number);
    if (!signal) {
      yield* sh.complain(`kill: ${word}: invalid signal specification`);
      status = 1;
    } else yield* sh.p.print(`${/^\d+$/.test(word) ? signal : SIGNAL_NUMBERS[signal]}\n`);
  }
  return status;
}
