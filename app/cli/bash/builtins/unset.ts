import { readOptions, type Builtin } from './builtin.ts';

/** Removes variables, elements and functions. */
export const unset: Builtin = {
  name: 'unset',
  usage: '[-f] [-v] [-n] [name ...]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, unset, args, 'fvn');
    if (!options) return 2;
    let status = 0;
    for (const word of options.rest) {
      const element = /^([A-Za-z_]\w*)\[([\s\S]*)\]$/.exec(word);
      const name = element?.[1] ?? word;
      const variable = sh.vars.find(name);
      if (options.letters.includes('f') || (!variable && !options.letters.includes('v'))) {
        sh.functions.delete(name);
        continue;
      }
      if (variable?.readonly === true) {
        yield* sh.complain(`unset: ${name}: cannot unset: readonly variable`);
        status = 1;
        continue;
      }
      const index = element?.[2];
      if (index === undefined) sh.vars.unset(sh.vars.target(name));
      else if (index === '@' || index === '*') {
        variable?.list?.clear();
        variable?.table?.clear();
      } else if (variable?.table) variable.table.delete(index.replaceAll(/^["']|["']$/g, ''));
      else if (variable?.list) {
        const number = Number(index);
        variable.list.delete(number < 0 ? Math.max(-1, ...variable.list.keys()) + 1 + number : number);
      }
    }
    return status;
  },
};
