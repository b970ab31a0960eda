import type { Sys } from '../../../linux/process/program.ts';
import { declarationOf, declareOne } from '../declare.ts';
import type { Shell } from '../shell.ts';
import { readOptions, type ArrayArguments, type Builtin } from './builtin.ts';

/** Puts variables into the environment of children. */
export const exportBuiltin: Builtin = {
  name: 'export',
  usage: '[-fn] [name[=value] ...] or export -p',
  ash: true,
  run: (sh, args, arrays) => mark(sh, exportBuiltin, 'x', args, arrays),
};

/** Forbids changes of variables. */
export const readonlyBuiltin: Builtin = {
  name: 'readonly',
  usage: '[-aAf] [name[=value] ...] or readonly -p',
  ash: true,
  run: (sh, args, arrays) => mark(sh, readonlyBuiltin, 'r', args, arrays),
};

function* mark(
  sh: Shell,
  builtin: Builtin,
  letter: 'x' | 'r',
  args: readonly string[],
  arrays: ArrayArguments,
): Sys<number> {
  const options = yield* readOptions(sh, builtin, args, letter === 'x' ? 'fnp' : 'aAfp');
  if (!options) return 2;
  const { letters, rest } = options;
  if (rest.length === 0) {
    for (const name of sh.vars.names()) {
      const variable = sh.vars.find(name);
      if (variable && (letter === 'x' ? variable.exported : variable.readonly) === true)
        yield* sh.p.print(`${declarationOf(name, variable)}\n`);
    }
    return 0;
  }
  if (letters.includes('f')) return 0;
  const off = new Set(letters.includes('n') ? [letter] : []);
  const kinds = letters.filter((one) => one === 'a' || one === 'A');
  const on = new Set(letters.includes('n') ? [] : [letter, ...kinds]);
  let status = 0;
  for (const [index, name] of rest.entries()) {
    const declaration = { command: builtin.name, on, off, local: false };
    const one = yield* declareOne(sh, declaration, name, arrays.get(args.length - rest.length + index));
    if (one !== 0) status = one;
  }
  return status;
}
