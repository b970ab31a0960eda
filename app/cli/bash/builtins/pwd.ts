import { readOptions, type Builtin } from './builtin.ts';

/** Prints the working directory. */
export const pwd: Builtin = {
  name: 'pwd',
  usage: '[-LP]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, pwd, args, 'LP');
    if (!options) return 2;
    const physical = options.letters.at(-1) === 'P';
    yield* sh.p.print(`${physical ? sh.p.cwd : (sh.vars.get('PWD') ?? sh.p.cwd)}\n`);
    return 0;
  },
};
