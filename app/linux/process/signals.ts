import type { Signal } from './program.ts';

/** Numbers of the signals on Linux. */
export const SIGNAL_NUMBERS: Readonly<Record<Signal, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  WINCH: 28,
};

/** All signals in order of their numbers. */
export const SIGNALS: readonly Signal[] = [
  ...(['HUP', 'INT', 'QUIT', 'KILL', 'USR1', 'USR2', 'PIPE', 'ALRM'] as const),
  ...(['TERM', 'CHLD', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU', 'WINCH'] as const),
];

/** What a signal does to a process that has said nothing about it. */
export function defaultAction(signal: Signal): 'end' | 'stop' | 'continue' | 'nothing' {
  return OTHER_ACTIONS[signal] ?? 'end';
}

const OTHER_ACTIONS: Readonly<Partial<Record<Signal, 'stop' | 'continue' | 'nothing'>>> = {
  STOP: 'stop',
  TSTP: 'stop',
  TTIN: 'stop',
  TTOU: 'stop',
  CONT: 'continue',
  CHLD: 'nothing',
  WINCH: 'nothing',
};

/** The signal of a name (`INT`, `SIGINT`, `int`) or number. */
export function signalOf(text: string): Signal | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  return SIGNALS.find((signal) => signal === name || String(SIGNAL_NUMBERS[signal]) === text);
}

/** The exit status of a process that a signal ended. */
export function statusOfSignal(signal: Signal): number {
  return 128 + SIGNAL_NUMBERS[signal];
}
