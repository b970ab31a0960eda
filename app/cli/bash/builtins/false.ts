import type { Builtin } from './builtin.ts';

/** Failure. */
export const falseBuiltin: Builtin = {
  name: 'false',
  usage: '',
  ash: true,
  // oxlint-disable-next-line require-yield -- answers at once
  *run() {
    return 1;
  },
};
