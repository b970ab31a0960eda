import { fd as fdOf } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { listOf } from '../assign.ts';
import type { Shell } from '../shell.ts';
import { readOptions, type Builtin } from './builtin.ts';

const USAGE = '[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [array]';

/** Reads lines into a list. */
export const mapfile: Builtin = {
  name: 'mapfile',
  usage: USAGE,
  run: (sh, args) => runMapfile(sh, mapfile, args),
};

/** `mapfile` under its other name. */
export const readarray: Builtin = {
  name: 'readarray',
  usage: USAGE,
  run: (sh, args) => runMapfile(sh, readarray, args),
};

function* runMapfile(sh: Shell, builtin: Builtin, args: readonly string[]): Sys<number> {
  const options = yield* readOptions(sh, builtin, args, 'd:n:O:s:tu:C:c:');
  if (!options) return 2;
  const [name = 'MAPFILE'] = options.rest;
  const number = (letter: string, otherwise: number): number =>
    Number(options.values.get(letter) ?? otherwise);
  const delimiter = options.values.get('d') ?? '\n';
  const text = yield* sh.p.readAll(fdOf(number('u', 0)));
  const lines = text.split(delimiter).map((line) => line + delimiter);
  const last = lines.pop()?.slice(0, -1) ?? '';
  if (last !== '') lines.push(last);
  const count = number('n', 0);
  const wanted = lines.slice(number('s', 0), count === 0 ? undefined : number('s', 0) + count);
  const variable = sh.vars.own(name);
  const list = listOf(variable);
  if (!options.values.has('O')) list.clear();
  for (const [index, line] of wanted.entries()) {
    list.set(
      number('O', 0) + index,
      options.letters.includes('t') && line.endsWith(delimiter) ? line.slice(0, -1) : line,
    );
  }
  return 0;
}
