import { Invariant } from '../../base/assert.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { Flag } from './command.ts';
import { parseGoDuration } from './go/duration.ts';

/** The flags of one command line after parsing: typed access by name. */
export class Flags {
  readonly #table: ReadonlyMap<string, Flag>;
  readonly #given: ReadonlyMap<string, readonly string[]>;

  constructor(table: readonly Flag[], given: ReadonlyMap<string, readonly string[]>) {
    this.#table = new Map(table.map((flag) => [flag.name, flag]));
    this.#given = given;
  }

  has(name: string): boolean {
    return this.#table.has(name);
  }

  changed(name: string): boolean {
    return this.#given.has(name);
  }

  text(name: string): string {
    return this.#given.get(name)?.at(-1) ?? this.#flag(name).default ?? '';
  }

  bool(name: string): boolean {
    return parseBool(this.text(name)) ?? false;
  }

  int(name: string): number {
    return Number(this.text(name) === '' ? 0 : this.text(name));
  }

  list(name: string): readonly string[] {
    const given = this.#given.get(name);
    const values = given ?? (this.#flag(name).default === undefined ? [] : [this.text(name)]);
    return this.#flag(name).kind === 'array'
      ? values
      : values.flatMap((value) => (value === '' ? [] : splitCsv(value)));
  }

  /** In milliseconds. */
  duration(name: string): number {
    const parsed = parseGoDuration(this.text(name) === '' ? '0s' : this.text(name));
    return parsed.ok ? parsed.value : 0;
  }

  #flag(name: string): Flag {
    const flag = this.#table.get(name);
    if (flag === undefined) throw new Invariant('kubectl-unknown-flag', name);
    return flag;
  }
}

/** A command line split into flags and arguments. `dash` is the number of arguments before `--`, if it was there. */
export interface ParsedLine {
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly args: readonly string[];
  readonly dash: number | undefined;
  readonly notices: readonly string[];
}

/**
 * Reads flags among arguments: `--x=y`, `--x y`, `-xy`, `-x=y`, `-abc`.
 * @upstream spf13/pflag FlagSet.Parse
 */
export function parseFlags(
  table: readonly Flag[],
  words: readonly string[],
  argsEndFlags = false,
): Result<ParsedLine> {
  const line = new LineParser(table, words);
  const parsed = line.parse(argsEndFlags);
  return parsed.ok ? good(line.result()) : parsed;
}

class LineParser {
  readonly #table: readonly Flag[];
  readonly #words: readonly string[];
  readonly #given = new Map<string, string[]>();
  readonly #args: string[] = [];
  readonly #notices: string[] = [];
  #dash: number | undefined;
  #at = 0;

  constructor(table: readonly Flag[], words: readonly string[]) {
    this.#table = table;
    this.#words = words;
  }

  result(): ParsedLine {
    return { given: this.#given, args: this.#args, dash: this.#dash, notices: this.#notices };
  }

  parse(argsEndFlags: boolean): Result<void> {
    while (this.#at < this.#words.length) {
      const word = this.#words[this.#at++] ?? '';
      if (word === '--') {
        this.#dash = this.#args.length;
        this.#args.push(...this.#words.slice(this.#at));
        break;
      }
      if (!word.startsWith('-') || word === '-') {
        this.#args.push(word);
        if (argsEndFlags) {
          this.#args.push(...this.#words.slice(this.#at));
          break;
        }
        continue;
      }
      const read = word.startsWith('--') ? this.#long(word.slice(2)) : this.#short(word.slice(1), word);
      if (!read.ok) return read;
    }
    return good(undefined);
  }

  #long(word: string): Result<void> {
    if (word === '' || word.startsWith('-') || word.startsWith('=')) return bad(`bad flag syntax: --${word}`);
    const equals = word.indexOf('=');
    const name = equals === -1 ? word : word.slice(0, equals);
    const flag = this.#table.find((one) => one.name === name);
    if (flag === undefined) {
      return name === 'help' ? this.#set(HELP, 'true') : bad(`unknown flag: --${name}`);
    }
    if (equals !== -1) return this.#set(flag, word.slice(equals + 1));
    const alone = aloneValue(flag);
    if (alone !== undefined) return this.#set(flag, alone);
    if (this.#at >= this.#words.length) return bad(`flag needs an argument: --${name}`);
    return this.#set(flag, this.#words[this.#at++] ?? '');
  }

  #short(letters: string, word: string): Result<void> {
    for (let at = 0; at < letters.length; at++) {
      const letter = letters.charAt(at);
      const flag = this.#table.find((one) => one.short === letter);
      if (flag === undefined) {
        return letter === 'h'
          ? this.#set(HELP, 'true')
          : bad(`unknown shorthand flag: '${letter}' in ${word}`);
      }
      const rest = letters.slice(at + 1);
      if (rest.startsWith('=')) return this.#set(flag, rest.slice(1));
      const alone = aloneValue(flag);
      if (alone !== undefined) {
        const set = this.#set(flag, alone);
        if (!set.ok) return set;
        continue;
      }
      if (rest !== '') return this.#set(flag, rest);
      if (this.#at >= this.#words.length) return bad(`flag needs an argument: '${letter}' in -${letters}`);
      return this.#set(flag, this.#words[this.#at++] ?? '');
    }
    return good(undefined);
  }

  #set(flag: Flag, value: string): Result<void> {
    const error = valueError(flag, value);
    if (error !== undefined) {
      const shown = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      return bad(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${error}`);
    }
    if (flag.deprecated !== undefined && !this.#given.has(flag.name)) {
      this.#notices.push(`Flag --${flag.name} has been deprecated, ${flag.deprecated}\n`);
    }
    const list = this.#given.get(flag.name);
    if (list === undefined) this.#given.set(flag.name, [value]);
    else list.push(value);
    return good(undefined);
  }
}

const HELP: Flag = { name: 'help', short: 'h', kind: 'bool', usage: '' };

function aloneValue(flag: Flag): string | undefined {
  return flag.alone ?? (flag.kind === 'bool' ? 'true' : undefined);
}

function valueError(flag: Flag, value: string): string | undefined {
  if (flag.kind === 'bool' && parseBool(value) === undefined) {
    return `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  }
  if (flag.kind === 'int' && !/^[-+]?\d+$/.test(value)) {
    return `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`;
  }
  if (flag.kind === 'duration') {
    const parsed = parseGoDuration(value);
    if (!parsed.ok) return parsed.error;
  }
  return undefined;
}

function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False', ''].includes(text) ? false : undefined;
}

/** Splits at commas outside double quotes, as pflag's slices do. */
function splitCsv(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}
