import type { Builtin } from './builtin.ts';

/** Runs its arguments as shell text. */
export const evalBuiltin: Builtin = {
  name: 'eval',
  usage: '[arg ...]',
  ash: true,
  *run(sh, args) {
    const text = (args[0] === '--' ? args.slice(1) : args).join(' ');
    return text.trim() === '' ? 0 : yield* sh.execution.text(sh, text);
  },
};
