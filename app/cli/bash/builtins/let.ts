import { computeArithmetic } from '../expand/arithmetic.ts';
import type { Builtin } from './builtin.ts';

/** Computes its arguments; true when the last is not 0. */
export const letBuiltin: Builtin = {
  name: 'let',
  usage: 'arg [arg ...]',
  ash: true,
  *run(sh, args) {
    if (args.length === 0) {
      yield* sh.complain('let: expression expected');
      return 1;
    }
    let value: bigint | undefined = 0n;
    for (const arg of args) {
      value = yield* computeArithmetic(sh, arg, 'let: ');
      if (value === undefined) {
        sh.unwind = undefined;
        return 1;
      }
    }
    return value === 0n ? 1 : 0;
  },
};
