import { readOptions, type Builtin } from './builtin.ts';

/** Remembers where commands are; here they are always looked up, so only named ones are listed. */
export const hash: Builtin = {
  name: 'hash',
  usage: '[-lr] [-p pathname] [-dt] [name ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, hash, args, 'lrdtp:');
    if (!options) return 2;
    if (options.letters.includes('r')) sh.hashed.clear();
    let status = 0;
    for (const name of options.rest) {
      const found = sh.p.which(name, sh.vars.get('PATH'));
      if (found.ok) sh.hashed.set(name, found.value);
      else {
        yield* sh.complain(`hash: ${name}: not found`);
        status = 1;
      }
    }
    if (options.rest.length > 0 || options.letters.length > 0) return status;
    if (sh.hashed.size === 0) yield* sh.p.print('hash: hash table empty\n');
    else
      yield* sh.p.print(
        `hits\tcommand\n${[...sh.hashed.values()].map((path) => `   1\t${path}\n`).join('')}`,
      );
    return 0;
  },
};
