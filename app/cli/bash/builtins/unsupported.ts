import type { Builtin } from './builtin.ts';

/** Builtins of bash that this terminal does not have: they say so instead of pretending. */
export const unsupported: readonly Builtin[] = [
  'bind',
  'compgen',
  'complete',
  'compopt',
  'enable',
  'fc',
  'suspend',
].map((name) => ({
  name,
  usage: '',
  *run(sh) {
    yield* sh.complain(`${name}: not supported in this terminal`);
    return 2;
  },
}));
