import { STDOUT } from '../../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { compileGlob } from '../../tool/glob.ts';
import { allLines, closeInput, openInput } from '../../tool/input.ts';
import type { Options } from '../../tool/options.ts';
import { calledAs, readOptions, tool, type Flavour } from '../../tool/tool.ts';
import { compilePatterns, type Finder, type PatternOptions } from './patterns.ts';
import { search, type SearchOptions } from './search.ts';

const HELP =
  'grep [-EFGPivwxcnoqshHlLrRab] [-e PATTERN] [-f FILE] [-m N] [-A N] [-B N] [-C N] PATTERN [FILE]...';

/** Prints lines that match a pattern. */
export const grep = tool('grep', HELP, run);

/** grep -E by its old name. */
export const egrep: ProgramSpec = tool('egrep', HELP, run);

/** grep -F by its old name. */
export const fgrep: ProgramSpec = tool('fgrep', HELP, run);

const OPTIONS = {
  flags: 'EFGPivwxcnoqshHlLrRabyzZITU',
  values: 'efmABC',
  number: true,
  long: {
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'basic-regexp': 'G',
    'perl-regexp': 'P',
    'regexp=': 'e',
    'file=': 'f',
    'ignore-case': 'i',
    'no-ignore-case': 'noi',
    'invert-match': 'v',
    'word-regexp': 'w',
    'line-regexp': 'x',
    count: 'c',
    'color=?': 'color',
    'colour=?': 'color',
    'files-without-match': 'L',
    'files-with-matches': 'l',
    'max-count=': 'm',
    'only-matching': 'o',
    quiet: 'q',
    silent: 'q',
    'no-messages': 's',
    'byte-offset': 'b',
    'with-filename': 'H',
    'no-filename': 'h',
    'line-number': 'n',
    'after-context=': 'A',
    'before-context=': 'B',
    'context=': 'C',
    text: 'a',
    recursive: 'r',
    'dereference-recursive': 'R',
    'include=': 'include',
    'exclude=': 'exclude',
    'exclude-dir=': 'exclude-dir',
    'line-buffered': 'buffered',
    'null-data': 'z',
    'no-group-separator': 'nogroup',
  },
};

const USAGE = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(
    p,
    OPTIONS,
    flavour,
    flavour === 'gnu'
      ? USAGE
      : 'grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...',
  );
  if (!options) return 2;
  const patterns = yield* readPatterns(p, options);
  if (patterns === undefined) return 2;
  if (patterns === 'missing') {
    yield* p.warn(USAGE);
    return 2;
  }
  const bound = contextNumber(options);
  if (bound !== undefined) {
    yield* p.warn(bound);
    return 2;
  }
  const finder = compilePatterns(patterns.list, patternOptions(p, options));
  if (!finder.ok) {
    yield* p.warn(finder.error.startsWith('lintas:') ? `${finder.error}\n` : `grep: ${finder.error}\n`);
    return 2;
  }
  return yield* searchAll(p, finder.value, options, patterns.files);
}

function patternOptions(p: Process, options: Options): PatternOptions {
  const name = calledAs(p);
  const chosen = options.given.findLast(({ key }) => 'EFGP'.includes(key))?.key;
  const letter = chosen ?? (name === 'egrep' ? 'E' : name === 'fgrep' ? 'F' : 'G');
  return {
    syntax: letter === 'E' ? 'extended' : letter === 'F' ? 'fixed' : letter === 'P' ? 'perl' : 'basic',
    ignoreCase: options.has('i') || options.has('y'),
    words: options.has('w'),
    lines: options.has('x'),
  };
}

function* readPatterns(
  p: Process,
  options: Options,
): Sys<{ readonly list: readonly string[]; readonly files: readonly string[] } | 'missing' | undefined> {
  const list: string[] = options.values('e').flatMap((text) => text.split('\n'));
  for (const name of options.values('f')) {
    const { lines, ok } = yield* allLines(p, [name]);
    if (!ok) return undefined;
    list.push(...lines);
  }
  if (options.has('e') || options.has('f')) return { list, files: options.operands };
  const [pattern, ...files] = options.operands;
  return pattern === undefined ? 'missing' : { list: pattern.split('\n'), files };
}

function contextNumber(options: Options): string | undefined {
  const wrong = options.given.find(
    ({ key, value }) => 'ABC'.includes(key) && key !== '' && !/^\d+$/.test(value ?? ''),
  );
  if (wrong) return `grep: ${wrong.value ?? ''}: invalid context length argument\n`;
  const max = options.value('m');
  return max !== undefined && !/^-?\d+$/.test(max) ? 'grep: invalid max count\n' : undefined;
}

function searchOptions(p: Process, options: Options, severalFiles: boolean): SearchOptions {
  const around = options.value('C') ?? options.value('num') ?? '0';
  const before = Number(options.value('B') ?? around);
  const after = Number(options.value('A') ?? around);
  const color = options.given.findLast(({ key }) => key === 'color');
  const named = options.given.findLast(({ key }) => key === 'h' || key === 'H')?.key;
  const max = Number(options.value('m') ?? Infinity);
  return {
    invert: options.has('v'),
    count: options.has('c'),
    numbers: options.has('n'),
    onlyMatching: options.has('o'),
    quiet: options.has('q'),
    list: options.has('L') ? 'without' : options.has('l') ? 'with' : undefined,
    offsets: options.has('b'),
    max: max < 0 ? Infinity : max,
    before,
    after,
    withName: named === undefined ? severalFiles : named === 'H',
    color: color !== undefined && (color.value === 'always' || (color.value !== 'never' && p.isTty(STDOUT))),
    binaryAsText: options.has('a'),
    separate: before + after > 0 && !options.has('nogroup'),
  };
}

function* searchAll(p: Process, finder: Finder, options: Options, given: readonly string[]): Sys<number> {
  const recursive = options.has('r') || options.has('R');
  const files = given.length > 0 ? given : [recursive ? '' : '-'];
  const how = searchOptions(
    p,
    options,
    recursive ? !(given.length === 1 && isFile(p, given[0] ?? '')) : files.length > 1,
  );
  const state = { printed: false };
  let found = false;
  let failed = false;
  for (const file of files) {
    for (const name of recursive && file !== '-' ? walk(p, file, options, true) : [file]) {
      if (name !== '-' && p.fs.stat(name).ok && !isFile(p, name)) {
        if (!options.has('s')) yield* p.warn(`grep: ${name}: Is a directory\n`);
        failed = true;
        continue;
      }
      const input = yield* openInput(p, name, (_program, path, errno) =>
        options.has('s') ? '' : `grep: ${path}: ${strerror(errno)}\n`,
      );
      if (!input) {
        failed = true;
        continue;
      }
      const selected = yield* search(p, input, finder, how, state);
      closeInput(p, input);
      if (how.list === 'without' ? selected === 0 : selected > 0) found = true;
      if (found && how.quiet) return 0;
    }
  }
  return failed ? 2 : found ? 0 : 1;
}

function isFile(p: Process, name: string): boolean {
  const stat = p.fs.stat(name);
  return stat.ok && stat.value.type !== 'directory';
}

/** Files below a path, as -r visits them; without a path those of the working directory, by bare names. */
function* walk(p: Process, path: string, options: Options, top: boolean): Generator<string> {
  const stat = top ? p.fs.stat(path === '' ? '.' : path) : p.fs.lstat(path);
  if (!stat.ok || stat.value.type === 'file' || stat.value.type === 'device') {
    if (!stat.ok || takes(path, options)) yield path;
    return;
  }
  if (stat.value.type !== 'directory') {
    if (options.has('R') && isFile(p, path) && takes(path, options)) yield path;
    return;
  }
  const base = path.split('/').at(-1) ?? '';
  if (!top && options.values('exclude-dir').some((glob) => compileGlob(glob)(base))) return;
  const names = p.fs.readdir(path === '' ? '.' : path);
  if (!names.ok) return;
  for (const name of names.value)
    yield* walk(p, path === '' ? name : path.endsWith('/') ? path + name : `${path}/${name}`, options, false);
}

function takes(path: string, options: Options): boolean {
  const base = path.split('/').at(-1) ?? '';
  const included = options.values('include');
  if (included.length > 0 && !included.some((glob) => compileGlob(glob)(base))) return false;
  return !options.values('exclude').some((glob) => compileGlob(glob)(base));
}
