import type { Builtin } from './builtin.ts';

/** Success. */
export const trueBuiltin: Builtin = {
  name: 'true',
  usage: '',
  ash: true,
  *run() {
    return 0;
  },
};
