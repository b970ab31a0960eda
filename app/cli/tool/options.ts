import { bad, good, type Result } from '../../base/result.ts';

/** Options of a program: each letter with the long names that mean the same. `arg`: takes a value, or may take one. */
export interface OptionSpec {
  /** Letters without value. */
  readonly flags?: string;
  /** Letters with value. */
  readonly values?: string;
  /** Long name → the letter (or any key) it stands for; `name=` takes a value, `name=?` may take one. */
  readonly long?: Readonly<Record<string, string>>;
  /** Stop at the first operand, as programs do that run another command. */
  readonly stopAtOperand?: boolean;
  /** `-NUM` as an option of its own, under the key `num`. */
  readonly number?: boolean;
}

/** What was given, in order; `value` is missing for plain flags. */
export interface GivenOption {
  readonly key: string;
  readonly value?: string;
}

/** A parsed command line. */
export interface Options {
  readonly given: readonly GivenOption[];
  readonly operands: readonly string[];
  has(key: string): boolean;
  /** How often a flag was given. */
  count(key: string): number;
  /** The last value given. */
  value(key: string): string | undefined;
  values(key: string): readonly string[];
}

/**
 * Reads options as getopt_long does: letters bundled, values attached or following, long names abbreviated, `--` ends,
 * operands and options mixed unless the program stops at the first operand.
 */
export function parseOptions(args: readonly string[], spec: OptionSpec): Result<Options> {
  const given: GivenOption[] = [];
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      if (!spec.stopAtOperand) continue;
      operands.push(...args.slice(at + 1));
      break;
    }
    const read = word.startsWith('--')
      ? readLong(word.slice(2), args[at + 1], spec)
      : readShort(word.slice(1), args[at + 1], spec);
    if (!read.ok) return read;
    given.push(...read.value.given);
    if (read.value.usedNext) at++;
  }
  return good(optionsOf(given, operands));
}

interface Read {
  readonly given: readonly GivenOption[];
  readonly usedNext: boolean;
}

function readShort(letters: string, next: string | undefined, spec: OptionSpec): Result<Read> {
  if (spec.number && /^\d+$/.test(letters))
    return good({ given: [{ key: 'num', value: letters }], usedNext: false });
  const given: GivenOption[] = [];
  for (let at = 0; at < letters.length; at++) {
    const key = letters.charAt(at);
    if (spec.flags?.includes(key)) {
      given.push({ key });
      continue;
    }
    if (!spec.values?.includes(key)) {
      const digits = spec.number ? /^\d+/.exec(letters.slice(at))?.[0] : undefined;
      if (digits === undefined) return bad(`invalid option -- '${key}'`);
      given.push({ key: 'num', value: digits });
      at += digits.length - 1;
      continue;
    }
    const rest = letters.slice(at + 1);
    if (rest !== '') return good({ given: [...given, { key, value: rest }], usedNext: false });
    if (next === undefined) return bad(`option requires an argument -- '${key}'`);
    return good({ given: [...given, { key, value: next }], usedNext: true });
  }
  return good({ given, usedNext: false });
}

function readLong(text: string, next: string | undefined, spec: OptionSpec): Result<Read> {
  const equals = text.indexOf('=');
  const typed = equals < 0 ? text : text.slice(0, equals);
  const attached = equals < 0 ? undefined : text.slice(equals + 1);
  const found = findLong(typed, spec);
  if (!found.ok) return found;
  const { name, takes, key } = found.value;
  if (takes === 'none') {
    if (attached !== undefined) return bad(`option '--${name}' doesn't allow an argument`);
    return good({ given: [{ key }], usedNext: false });
  }
  if (attached !== undefined) return good({ given: [{ key, value: attached }], usedNext: false });
  if (takes === 'maybe') return good({ given: [{ key }], usedNext: false });
  if (next === undefined) return bad(`option '--${name}' requires an argument`);
  return good({ given: [{ key, value: next }], usedNext: true });
}

interface LongOption {
  readonly name: string;
  readonly takes: 'none' | 'value' | 'maybe';
  readonly key: string;
}

function findLong(typed: string, spec: OptionSpec): Result<LongOption> {
  const all: LongOption[] = Object.entries(spec.long ?? {}).map(([written, key]) => {
    if (written.endsWith('=?')) return { name: written.slice(0, -2), takes: 'maybe', key };
    if (written.endsWith('=')) return { name: written.slice(0, -1), takes: 'value', key };
    return { name: written, takes: 'none', key };
  });
  const exact = all.find((option) => option.name === typed);
  if (exact) return good(exact);
  const fitting = all.filter((option) => option.name.startsWith(typed));
  const [only] = fitting;
  if (!only) return bad(`unrecognized option '--${typed}'`);
  if (fitting.every((option) => option.key === only.key)) return good(only);
  const names = fitting.map((option) => `'--${option.name}'`).join(' ');
  return bad(`option '--${typed}' is ambiguous; possibilities: ${names}`);
}

function optionsOf(given: readonly GivenOption[], operands: readonly string[]): Options {
  const values = (key: string): readonly string[] =>
    given.flatMap((option) => (option.key === key && option.value !== undefined ? [option.value] : []));
  return {
    given,
    operands,
    has: (key) => given.some((option) => option.key === key),
    count: (key) => given.filter((option) => option.key === key).length,
    value: (key) => values(key).at(-1),
    values,
  };
}
