import type { Signal } from '../../linux/process/program.ts';

/** Numbers of the signals that exist. */
const NUMBERS: Readonly<Record<Signal, number>> = {
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

/** The signal of a name (with or without SIG) or number. */
export function parseSignal(text: string): Signal | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  return signals().find((signal) => signal === name || String(NUMBERS[signal]) === text);
}

function signals(): readonly Signal[] {
  return [
    'HUP',
    'INT',
    'QUIT',
    'KILL',
    'USR1',
    'USR2',
    'PIPE',
    'ALRM',
    'TERM',
    'CHLD',
    'CONT',
    'STOP',
    'TSTP',
    'TTIN',
    'TTOU',
    'WINCH',
  ];
}
