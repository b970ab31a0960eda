import type { Process, Sys } from '../../../linux/process/program.ts';

/** The options of one command of openssl: names without value, with a value, and with a number, with blanks between. */
export interface Grammar {
  readonly flags?: string;
  readonly values?: string;
  readonly numbers?: string;
  /** What the real command has and ours has not. */
  readonly others?: string;
  /** What it calls an option that it does not know. */
  readonly unknown?: string;
  /** Whether words that are no options may follow. */
  readonly operands?: boolean;
}

/** A command line taken apart, in order. */
export interface Arguments {
  readonly command: string;
  readonly given: readonly { readonly name: string; readonly value: string }[];
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The last value given. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

const DIGESTS = 'sha1 sha256 sha384 sha512 md5';

/** Reads a command line; undefined when something was wrong with it, which is then said. */
export function* readArguments(
  p: Process,
  command: string,
  words: readonly string[],
  grammar: Grammar,
): Sys<Arguments | undefined> {
  const read = parse(words, grammar);
  if (typeof read === 'string') {
    const text = read === '' ? '' : `${command}: ${read}\n`;
    yield* p.warn(`${text}${command}: Use -help for summary.\n`);
    return undefined;
  }
  const refused = read.given.find(
    ({ name }) => grammar.others?.split(' ').includes(name) === true || name === 'help',
  );
  if (refused) {
    yield* p.warn(`lintas: openssl ${command} -${refused.name} is not simulated\n`);
    return undefined;
  }
  const all = (wanted: string): readonly string[] =>
    read.given.filter(({ name }) => name === wanted).map(({ value }) => value);
  return {
    command,
    ...read,
    has: (name) => read.given.some((one) => one.name === name),
    value: (name) => all(name).at(-1),
    values: all,
  };
}

type Parsed = Pick<Arguments, 'given' | 'operands'>;

/** The error is what openssl says; empty when it only points to its help. */
function parse(words: readonly string[], grammar: Grammar): Parsed | string {
  const flags = `${grammar.flags ?? ''} ${grammar.others ?? ''} help ${DIGESTS}`.split(' ');
  const numbers = grammar.numbers?.split(' ') ?? [];
  const values = [...(grammar.values?.split(' ') ?? []), ...numbers];
  const given: { name: string; value: string }[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      return grammar.operands === true ? { given, operands: words.slice(at) } : '';
    }
    const name = word.replace(/^--?/, '');
    if (flags.includes(name)) {
      given.push({ name, value: '' });
      continue;
    }
    if (!values.includes(name))
      return `Unknown ${grammar.unknown ?? 'option'}: ${grammar.unknown === undefined ? '-' : ''}${name}`;
    const value = words[++at];
    if (value === undefined) return `Option -${name} needs a value`;
    if (numbers.includes(name) && !/^[-+]?\d+$/.test(value)) return `Can't parse "${value}" as a number`;
    if (name === 'days' && Number(value) <= 0) return `Non-positive number "${value}" for option -days`;
    given.push({ name, value });
  }
  return { given, operands: [] };
}
