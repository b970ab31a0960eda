import type { Builtin } from './builtin.ts';

/** Failure. */
export const falseBuiltin: Builtin = {
  name: 'false',
  usage: '',
  ash: true,
  *run() {
    return 1;
  },
};
