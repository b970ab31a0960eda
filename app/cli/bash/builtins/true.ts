import type { Builtin } from './builtin.ts';

/** Success. */
export const trueBuiltin: Builtin = {
  name: 'true',
  usage: '',
  ash: true,
  // oxlint-disable-next-line require-yield -- answers at once
  *run() {
    return 0;
  },
};
