import type { Builtin } from './builtin.ts';
import { leaveLoop } from '../leave-loop.ts';

/** Goes on with the next turn of a loop. */
export const continueBuiltin: Builtin = {
  name: 'continue',
  usage: '[n]',
  ash: true,
  run: (sh, args) => leaveLoop(sh, 'continue', args),
};
