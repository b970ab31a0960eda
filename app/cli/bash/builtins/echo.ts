import { STDOUT } from '../../../linux/names.ts';
import { unescapeEcho } from '../escapes.ts';
import type { Builtin } from './builtin.ts';

/** Prints its arguments. */
export const echo: Builtin = {
  name: 'echo',
  usage: '[-neE] [arg ...]',
  ash: true,
  *run(sh, args) {
    let first = 0;
    let newline = true;
    let escapes = sh.shopts.has('xpg_echo');
    for (; /^-[neE]+$/.test(args[first] ?? ''); first++) {
      for (const letter of args[first]?.slice(1) ?? '') {
        if (letter === 'n') newline = false;
        else escapes = letter === 'e';
      }
    }
    const text = args.slice(first).join(' ');
    if (!sh.p.isOpen(STDOUT)) {
      yield* sh.complain('echo: write error: Bad file descriptor');
      return 1;
    }
    if (!escapes) {
      yield* sh.p.print(newline ? `${text}\n` : text);
      return 0;
    }
    const made = unescapeEcho(text);
    yield* sh.p.print(newline && !made.stop ? `${made.text}\n` : made.text);
    return 0;
  },
};
