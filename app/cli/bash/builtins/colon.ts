import type { Builtin } from './builtin.ts';

/** Does nothing, successfully. */
export const colon: Builtin = {
  name: ':',
  usage: '',
  ash: true,
  *run() {
    return 0;
  },
};
