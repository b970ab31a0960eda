import { STDOUT } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { compareBytes, eachLine } from '../../tool/input.ts';
import type { Options } from '../../tool/options.ts';
import { readOptions, tool, type Flavour } from '../../tool/tool.ts';
import { compareBy } from './compare.ts';
import { keyText, orderingOf, parseKey, type Key, type Ordering } from './key.ts';

/** Sorts lines. */
export const sort = tool('sort', 'sort [-bcCdfghiMnrRsuVz] [-k KEY]... [-t CHAR] [-o FILE] [FILE]...', run);

const OPTIONS = {
  flags: 'bcCdfghiMmnrRsuVz',
  values: 'kotST',
  long: {
    'ignore-leading-blanks': 'b',
    'dictionary-order': 'd',
    'ignore-case': 'f',
    'general-numeric-sort': 'g',
    'human-numeric-sort': 'h',
    'month-sort': 'M',
    'numeric-sort': 'n',
    'random-sort': 'R',
    reverse: 'r',
    'version-sort': 'V',
    'check=?': 'c',
    'key=': 'k',
    merge: 'm',
    'output=': 'o',
    stable: 's',
    'field-separator=': 't',
    unique: 'u',
    'zero-terminated': 'z',
  },
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 2;
  const separator = options.value('t');
  if (separator !== undefined && separator !== '\\0' && Array.from(separator).length !== 1) {
    yield* p.warn(separator === '' ? 'sort: empty tab\n' : `sort: multi-character tab ‘${separator}’\n`);
    return 2;
  }
  const keys: Key[] = [];
  for (const text of options.values('k')) {
    const key = parseKey(text);
    if (!key.ok) {
      yield* p.warn(`sort: ${key.error}\n`);
      return 2;
    }
    keys.push(key.value);
  }
  const compare = comparator(keys, options, separator);
  if (options.has('c') || options.has('C')) return yield* check(p, options, compare);
  const lines = yield* readLines(p, options.operands, options.has('z'));
  if (!lines) return 2;
  const sorted = options.has('R') ? shuffled(p, lines) : lines.toSorted((a, b) => compare.full(a, b));
  const kept = options.has('u')
    ? sorted.filter((line, at) => at === 0 || compare.keys(sorted[at - 1] ?? '', line) !== 0)
    : sorted;
  return yield* output(p, kept, options);
}

interface Comparator {
  keys(a: string, b: string): number;
  /** With the last resort: the whole lines, byte by byte. */
  full(a: string, b: string): number;
}

function comparator(keys: readonly Key[], options: Options, separator: string | undefined): Comparator {
  const letters = options.given
    .map(({ key }) => key)
    .join('')
    .replace(/[kotST]/g, '');
  const global = orderingOf(letters);
  const blanks = options.has('b');
  const byKeys = (a: string, b: string): number => {
    if (keys.length === 0)
      return turned(global, compareBy(global, blanks ? a.trimStart() : a, blanks ? b.trimStart() : b));
    for (const key of keys) {
      const ordering = key.ordering ?? global;
      const skip = key.ordering ? false : blanks;
      const difference = compareBy(
        ordering,
        keyText(a, key, separator, skip),
        keyText(b, key, separator, skip),
      );
      if (difference !== 0) return turned(ordering, difference);
    }
    return 0;
  };
  const lastResort = !options.has('s') && !options.has('u');
  const full = (a: string, b: string): number =>
    byKeys(a, b) || (lastResort ? turned(global, compareBytes(a, b)) : 0);
  return { keys: byKeys, full };
}

function turned(ordering: Ordering, difference: number): number {
  return ordering.reverse ? -difference : difference;
}

function* readLines(p: Process, names: readonly string[], zero: boolean): Sys<string[] | undefined> {
  const lines: string[] = [];
  for (const name of names.length > 0 ? names : ['-']) {
    const stat = name === '-' ? undefined : p.fs.stat(name);
    if (stat && !stat.ok) {
      yield* p.warn(`sort: cannot read: ${name}: ${strerror(stat.error)}\n`);
      return undefined;
    }
    if (stat?.ok && stat.value.type === 'directory') {
      yield* p.warn(`sort: read failed: ${name}: Is a directory\n`);
      return undefined;
    }
    const ok = yield* eachLine(p, [name], function* (line) {
      lines.push(line.text);
    });
    if (!ok) return undefined;
  }
  if (!zero) return lines;
  const records = lines.join('\n').split('\0');
  return records.at(-1) === '' ? records.slice(0, -1) : records;
}

function shuffled(p: Process, lines: readonly string[]): string[] {
  const random = p.random(`sort/${p.machine}`);
  return lines
    .map((line) => ({ line, draw: random.bits() }))
    .toSorted((a, b) => a.draw - b.draw)
    .map(({ line }) => line);
}

function* check(p: Process, options: Options, compare: Comparator): Sys<number> {
  const [name = '-'] = options.operands;
  const lines = yield* readLines(p, [name], false);
  if (!lines) return 2;
  const wrong = lines.findIndex(
    (line, at) =>
      at > 0 &&
      (options.has('u')
        ? compare.keys(lines[at - 1] ?? '', line) >= 0
        : compare.full(lines[at - 1] ?? '', line) > 0),
  );
  if (wrong < 0) return 0;
  if (!options.has('C')) yield* p.warn(`sort: ${name}:${wrong + 1}: disorder: ${lines[wrong] ?? ''}\n`);
  return 1;
}

function* output(p: Process, lines: readonly string[], options: Options): Sys<number> {
  const end = options.has('z') ? '\0' : '\n';
  const text = lines.map((line) => line + end).join('');
  const target = options.value('o');
  if (target === undefined) {
    if (text !== '') yield* p.write(STDOUT, text);
    return 0;
  }
  const written = p.fs.writeFile(target, text);
  if (written.ok) return 0;
  yield* p.warn(`sort: open failed: ${target}: ${strerror(written.error)}\n`);
  return 2;
}
