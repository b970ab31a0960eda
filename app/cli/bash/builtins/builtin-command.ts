import type { Builtin } from './builtin.ts';

/** Runs a builtin, functions of its name not looked at. */
export const builtinBuiltin: Builtin = {
  name: 'builtin',
  usage: '[shell-builtin [arg ...]]',
  *run(sh, args) {
    const [name] = args;
    if (name === undefined) return 0;
    if (sh.builtins.has(name)) return yield* sh.execution.words(sh, args, { functions: false });
    yield* sh.complain(`builtin: ${name}: not a shell builtin`);
    return 1;
  },
};
