import { formatPrintf } from '../format-printf.ts';
import { declareOne } from '../declare.ts';
import { readOptions, type Builtin } from './builtin.ts';

/** Prints by a format, or into a variable. */
export const printf: Builtin = {
  name: 'printf',
  usage: '[-v var] format [arguments]',
  ash: true,
  *run(sh, args) {
    const options = yield* readOptions(sh, printf, args, 'v:');
    if (!options) return 2;
    const [format, ...rest] = options.rest;
    if (format === undefined) {
      yield* sh.p.warn(`printf: usage: printf ${printf.usage}\n`);
      return 2;
    }
    const instants = { now: sh.p.epoch + sh.p.now(), started: sh.p.epoch + sh.startedAt };
    const made = formatPrintf(format, rest, instants);
    const variable = options.values.get('v');
    for (const error of made.errors) yield* sh.complain(`printf: ${error}`);
    if (variable === undefined) yield* sh.p.print(made.text);
    else {
      const declaration = { command: 'printf', on: new Set<string>(), off: new Set<string>(), local: false };
      const element = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(variable);
      if (element) {
        const target = sh.vars.own(element[1] ?? '');
        if (target.table) target.table.set(element[2] ?? '', made.text);
        else (target.list ??= new Map()).set(Number(element[2]), made.text);
      } else if ((yield* declareOne(sh, declaration, `${variable}=${made.text}`, undefined)) !== 0) return 2;
    }
    return made.errors.length > 0 ? 1 : 0;
  },
};
