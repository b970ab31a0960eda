import type { Builtin } from './builtin.ts';
import { statusArgument } from './exit.ts';

/** Leaves a function or a sourced script. */
export const returnBuiltin: Builtin = {
  name: 'return',
  usage: '[n]',
  ash: true,
  *run(sh, args) {
    if (sh.functionNames.length === 0 && sh.sourceDepth === 0) {
      yield* sh.complain("return: can only `return' from a function or sourced script");
      return 2;
    }
    const status = yield* statusArgument(sh, 'return', args, 2);
    if (status === undefined) return 1;
    sh.status = status;
    sh.unwind = { to: 'return' };
    return status;
  },
};
