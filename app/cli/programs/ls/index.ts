import { STDOUT } from '../../../linux/names.ts';
import type { Stat } from '../../../linux/fs/file-system.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { compareBytes } from '../../tool/input.ts';
import type { Options } from '../../tool/options.ts';
import { quoteFile, quoteIfNeeded } from '../../tool/quote.ts';
import { readOptions, tool, type Flavour } from '../../tool/tool.ts';
import { compareVersions } from '../sort/compare.ts';
import { columns } from './columns.ts';
import { longRows, type Entry } from './long.ts';

/** Lists files. */
export const ls = tool('ls', 'ls [-aAlh1RdFprtSi] [FILE]...', run);

const OPTIONS = {
  flags: 'aAlh1RdFprtSiCmgonLHGNQUsvxbkcuZBX',
  values: 'wITD',
  long: {
    all: 'a',
    'almost-all': 'A',
    'human-readable': 'h',
    recursive: 'R',
    directory: 'd',
    classify: 'F',
    reverse: 'r',
    inode: 'i',
    'color=?': 'color',
    'group-directories-first': 'dirs',
    'full-time': 'full-time',
    'time-style=': 'time-style',
    'sort=': 'sort',
    'no-group': 'G',
    'numeric-uid-gid': 'n',
    size: 's',
  },
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 2;
  const names = options.operands.length > 0 ? options.operands : ['.'];
  const files: Entry[] = [];
  const directories: string[] = [];
  let status = 0;
  for (const name of names.toSorted(compareBytes)) {
    const follow = !options.has('l') && !options.has('d') && !options.has('F');
    const stat = follow || name.endsWith('/') ? p.fs.stat(name) : p.fs.lstat(name);
    const fallback = stat.ok ? stat : p.fs.lstat(name);
    if (!fallback.ok) {
      yield* p.warn(
        flavour === 'gnu'
          ? `ls: cannot access ${quoteFile(name)}: ${strerror(fallback.error)}\n`
          : `ls: ${name}: ${strerror(fallback.error)}\n`,
      );
      status = flavour === 'gnu' ? 2 : 1;
    } else if (fallback.value.type === 'directory' && !options.has('d')) directories.push(name);
    else files.push({ name, stat: fallback.value, path: name });
  }
  if (files.length > 0) yield* p.print(listing(p, files, options));
  const titled = names.length > 1 || options.has('R');
  let first = files.length === 0;
  for (const directory of directories) {
    const failed = yield* listDirectory(p, directory, options, titled, first);
    if (failed) status = Math.max(status, 2);
    first = false;
  }
  return status;
}

function* listDirectory(
  p: Process,
  path: string,
  options: Options,
  titled: boolean,
  first: boolean,
): Sys<boolean> {
  const read = p.fs.readdir(path);
  if (!read.ok) {
    yield* p.warn(`ls: cannot open directory ${quoteFile(path)}: ${strerror(read.error)}\n`);
    return true;
  }
  const title = titled ? `${first ? '' : '\n'}${path}:\n` : '';
  const hidden = options.has('a');
  const names = [
    ...(hidden ? ['.', '..'] : []),
    ...read.value.filter((name) => hidden || options.has('A') || !name.startsWith('.')),
  ];
  const entries = names.flatMap((name) => {
    const full = path.endsWith('/') ? path + name : `${path}/${name}`;
    const stat = p.fs.lstat(full);
    return stat.ok ? [{ name, stat: stat.value, path: full }] : [];
  });
  const total = options.has('l') || options.has('s') ? `total ${blocksText(entries, options)}\n` : '';
  const sorted = ordered(entries, options);
  yield* p.print(title + total + listing(p, sorted, options));
  if (!options.has('R')) return false;
  let failed = false;
  for (const { name, stat, path: below } of sorted) {
    if (stat.type !== 'directory' || name === '.' || name === '..') continue;
    if (yield* listDirectory(p, below, options, true, false)) failed = true;
  }
  return failed;
}

function blocksText(entries: readonly Entry[], options: Options): string {
  const blocks = entries.reduce((sum, { stat }) => sum + blocksOf(stat), 0);
  return options.has('h') ? `${blocks}${blocks === 0 ? '' : 'K'}` : String(blocks);
}

/** 1 KiB blocks that a file takes on a disk of 4 KiB blocks. */
function blocksOf(stat: Stat): number {
  if (stat.type === 'symlink' || stat.type === 'device') return 0;
  return stat.type === 'directory' ? 4 : Math.ceil(stat.size / 4096) * 4;
}

function ordered(entries: readonly Entry[], options: Options): readonly Entry[] {
  const byName = (a: Entry, b: Entry): number => compareBytes(a.name, b.name);
  const how = options.value('sort');
  const compare =
    options.has('t') || how === 'time'
      ? (a: Entry, b: Entry) => b.stat.modifiedAt - a.stat.modifiedAt || byName(a, b)
      : options.has('S') || how === 'size'
        ? (a: Entry, b: Entry) => b.stat.size - a.stat.size || byName(a, b)
        : options.has('v') || how === 'version'
          ? (a: Entry, b: Entry) => compareVersions(a.name, b.name)
          : byName;
  const sorted = options.has('U') || how === 'none' ? [...entries] : entries.toSorted(compare);
  const turned = options.has('r') ? sorted.toReversed() : sorted;
  if (!options.has('dirs')) return turned;
  return [
    ...turned.filter(({ stat }) => stat.type === 'directory'),
    ...turned.filter(({ stat }) => stat.type !== 'directory'),
  ];
}

function listing(p: Process, entries: readonly Entry[], options: Options): string {
  const tty = p.isTty(STDOUT);
  const shown = (entry: Entry): string =>
    (tty && !options.has('N') ? quoteIfNeeded(entry.name) : entry.name) + mark(entry.stat, options);
  const long = ['l', 'g', 'o', 'n', 'full-time'].some((key) => options.has(key));
  if (long) return longRows(p, entries, options, shown);
  const names = entries.map((entry) => (options.has('i') ? `${inodeOf(entry)} ` : '') + shown(entry));
  if (options.has('m')) return names.length > 0 ? `${names.join(', ')}\n` : '';
  const single = options.has('1') || (!tty && !options.has('C') && !options.has('x'));
  if (single) return names.map((name) => `${name}\n`).join('');
  return columns(names, Number(options.value('w') ?? (tty ? (p.tty?.columns ?? 80) : 80)));
}

function mark(stat: Stat, options: Options): string {
  if (!options.has('F')) return options.has('p') && stat.type === 'directory' ? '/' : '';
  if (stat.type === 'directory') return '/';
  if (stat.type === 'symlink') return options.has('l') ? '' : '@';
  return stat.type === 'file' && (stat.mode & 0o111) !== 0 ? '*' : '';
}

/** A stable number for -i: nothing in the machine has inodes. */
function inodeOf(entry: Entry): number {
  let number = 131_072;
  for (const char of entry.path) number = (number * 31 + char.charCodeAt(0)) % 1_000_000;
  return number;
}
