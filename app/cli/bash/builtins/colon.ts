import type { Builtin } from './builtin.ts';

/** Does nothing, successfully. */
export const colon: Builtin = {
  name: ':',
  usage: '',
  ash: true,
  // oxlint-disable-next-line require-yield -- answers at once
  *run() {
    return 0;
  },
};
