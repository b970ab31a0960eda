import { runTest } from '../test-command.ts';
import type { Builtin } from './builtin.ts';

/** Evaluates a condition. */
export const test: Builtin = {
  name: 'test',
  usage: '[expr]',
  ash: true,
  run: (sh, args) => runTest(sh, 'test', args),
};
