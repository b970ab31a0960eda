import { quoteForReuse } from '../quote.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Defines and lists aliases. */
export const alias: Builtin = {
  name: 'alias',
  usage: '[-p] [name[=value] ... ]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, alias, args, 'p');
    if (!options) return 2;
    const line = (name: string, text: string): string =>
      `${sh.features.shell === 'bash' ? 'alias ' : ''}${name}=${quoteForReuse(text)}\n`;
    if (options.rest.length === 0) {
      for (const [name, text] of [...sh.aliases].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        yield* sh.p.print(line(name, text));
      }
      return 0;
    }
    let status = 0;
    for (const word of options.rest) {
      const at = word.indexOf('=');
      if (at > 0) {
        sh.aliases.set(word.slice(0, at), word.slice(at + 1));
        continue;
      }
      const text = sh.aliases.get(word);
      if (text !== undefined) yield* sh.p.print(line(word, text));
      else {
        yield* sh.complain(`alias: ${word}: not found`);
        status = 1;
      }
    }
    return status;
  },
};

/** Removes aliases. */
export const unalias: Builtin = {
  name: 'unalias',
  usage: '[-a] name [name ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, unalias, args, 'a');
    if (!options) return 2;
    if (options.letters.includes('a')) sh.aliases.clear();
    let status = 0;
    for (const name of options.rest) {
      if (sh.aliases.delete(name)) continue;
      yield* sh.complain(`unalias: ${name}: not found`);
      status = 1;
    }
    return status;
  },
};
