import { pgid, pid } from '../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import { signalOf } from '../../linux/process/signals.ts';
import { tool } from '../tool/tool.ts';
import { commandName } from './ps.ts';

/** Sends a signal to processes. */
export const kill: ProgramSpec = tool('kill', 'kill [-SIGNAL] PID...', run);

/** Sends a signal to processes by name. */
export const pkill: ProgramSpec = tool('pkill', 'pkill [-SIGNAL] [-f] NAME', byName);

/** The same, for exact names. */
export const killall: ProgramSpec = tool('killall', 'killall [-SIGNAL] NAME', byName);

function* run(p: Process): Sys<number> {
  const words = p.argv.slice(1);
  const [first = ''] = words;
  if (first === '-l' || first === '-L') {
    yield* p.print('HUP INT QUIT KILL USR1 USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU WINCH\n');
    return 0;
  }
  const named =
    first === '-s' ? words[1] : /^-\D|^-\d+$/.test(first) && first !== '--' ? first.slice(1) : undefined;
  const targets = words
    .slice(named === undefined ? 0 : first === '-s' ? 2 : 1)
    .filter((word) => word !== '--');
  const signal = signalOf(named ?? 'TERM');
  if (!signal) {
    yield* p.warn(`kill: unknown signal ${named ?? ''}; valid signals:\n`);
    return 1;
  }
  if (targets.length === 0) {
    yield* p.warn('kill: not enough arguments\n');
    return 1;
  }
  let status = 0;
  for (const word of targets) {
    if (!/^-?\d+$/.test(word)) {
      yield* p.warn(`kill: failed to parse argument: '${word}'\n`);
      status = 1;
      continue;
    }
    const number = Number(word);
    const sent = p.kill(number < 0 ? { group: pgid(-number) } : { pid: pid(number) }, signal);
    if (sent.ok) continue;
    yield* p.warn(`kill: (${word}): ${strerror(sent.error)}\n`);
    status = 1;
  }
  return status;
}

function* byName(p: Process): Sys<number> {
  const words = p.argv.slice(1);
  const named = words.find((word) => /^-[A-Z0-9]+$/.test(word))?.slice(1);
  const whole = words.includes('-f');
  const name = words.findLast((word) => !word.startsWith('-')) ?? '';
  const signal = signalOf(named ?? 'TERM') ?? 'TERM';
  const exact = (p.argv[0] ?? '').endsWith('killall');
  const found = p.processes().filter((view) => {
    const text = whole ? view.argv.join(' ') : commandName(view);
    return view.pid !== p.pid && (exact ? text === name : text.includes(name));
  });
  for (const view of found) p.kill({ pid: view.pid }, signal);
  if (found.length === 0 && exact) yield* p.warn(`${name}: no process found\n`);
  return found.length > 0 ? 0 : 1;
}
