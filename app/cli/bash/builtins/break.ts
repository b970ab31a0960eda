import type { Builtin } from './builtin.ts';
import { leaveLoop } from '../leave-loop.ts';

/** Leaves a loop. */
export const breakBuiltin: Builtin = {
  name: 'break',
  usage: '[n]',
  ash: true,
  run: (sh, args) => leaveLoop(sh, 'break', args),
};
