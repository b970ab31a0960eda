import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import type { Assignment } from '../syntax.ts';

/** Arguments of declare and its like that assign lists or elements, by their place among the arguments. */
export type ArrayArguments = ReadonlyMap<number, Assignment>;

/** A command that the shell does itself. */
export interface Builtin {
  readonly name: string;
  /** What comes after the name in its usage text. */
  readonly usage: string;
  readonly run: (sh: Shell, args: readonly string[], arrays: ArrayArguments) => Sys<number>;
  /** Busybox ash has it too. */
  readonly ash?: boolean;
}

/** Options cut from the front of a builtin's arguments. */
export interface BuiltinOptions {
  readonly letters: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/**
 * Reads letters such as `-nr`, and those with a value (`p:`), up to the first other argument or `--`.
 * A letter that is not known is complained about, with the usage, and gives undefined.
 */
export function* readOptions(
  sh: Shell,
  { name, usage }: Pick<Builtin, 'name' | 'usage'>,
  args: readonly string[],
  allowed: string,
): Sys<BuiltinOptions | undefined> {
  const letters: string[] = [];
  const values = new Map<string, string>();
  let index = 0;
  for (; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      index += 1;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at] ?? '';
      const place = allowed.indexOf(letter);
      if (place < 0 || letter === ':') {
        yield* sh.complain(`${name}: -${letter}: invalid option`);
        yield* sh.p.warn(`${name}: usage: ${name} ${usage}\n`);
        return undefined;
      }
      letters.push(letter);
      if (allowed[place + 1] !== ':') continue;
      const attached = arg.slice(at + 1);
      const value = attached === '' ? args[++index] : attached;
      if (value === undefined) {
        yield* sh.complain(`${name}: -${letter}: option requires an argument`);
        yield* sh.p.warn(`${name}: usage: ${name} ${usage}\n`);
        return undefined;
      }
      values.set(letter, value);
      break;
    }
  }
  return { letters, values, rest: args.slice(index) };
}
