import type { Builtin } from './builtin.ts';

/** Says where the running function was called. */
export const caller: Builtin = {
  name: 'caller',
  usage: '[expr]',
  *run(sh) {
    if (sh.functionNames.length === 0) return 1;
    yield* sh.p.print(`${sh.line} ${sh.functionNames[1] ?? 'NULL'}\n`);
    return 0;
  },
};
