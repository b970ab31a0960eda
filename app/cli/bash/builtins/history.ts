import { readOptions, type Builtin } from './builtin.ts';

/** Lists and clears the commands typed before. */
export const history: Builtin = {
  name: 'history',
  usage: '[-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, history, args, 'cd:anrwps');
    if (!options) return 2;
    if (options.letters.includes('c')) sh.history.splice(0);
    const offset = options.values.get('d');
    if (offset !== undefined) sh.history.splice(Number(offset) - 1, 1);
    if (options.letters.includes('s')) sh.history.push(options.rest.join(' '));
    if (options.letters.length > 0) return 0;
    const [count] = options.rest;
    if (count !== undefined && !/^\d+$/.test(count)) {
      yield* sh.complain(`history: ${count}: numeric argument required`);
      return 1;
    }
    const first = count === undefined ? 0 : Math.max(0, sh.history.length - Number(count));
    for (let index = first; index < sh.history.length; index++) {
      yield* sh.p.print(`${String(index + 1).padStart(5)}  ${sh.history[index] ?? ''}\n`);
    }
    return 0;
  },
};
