import { runTest } from '../test-command.ts';
import type { Builtin } from './builtin.ts';

/** Evaluates a condition, up to a closing bracket. */
export const bracket: Builtin = {
  name: '[',
  usage: 'arg... ]',
  ash: true,
  *run(sh, args) {
    if (args.at(-1) !== ']') {
      yield* sh.complain("[: missing `]'");
      return 2;
    }
    return yield* runTest(sh, '[', args.slice(0, -1));
  },
};
