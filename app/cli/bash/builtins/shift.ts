import type { Builtin } from './builtin.ts';

/** Drops the first positional parameters. */
export const shift: Builtin = {
  name: 'shift',
  usage: '[n]',
  ash: true,
  *run(sh, args) {
    const [text = '1'] = args;
    if (!/^-?\d+$/.test(text)) {
      yield* sh.complain(`shift: ${text}: numeric argument required`);
      return 1;
    }
    const count = Number(text);
    if (count < 0) {
      yield* sh.complain(`shift: ${text}: shift count out of range`);
      return 1;
    }
    if (count > sh.positional.length) return 1;
    sh.positional = sh.positional.slice(count);
    return 0;
  },
};
