import type { Stat } from '../../linux/fs/file-system.ts';
import type { Process } from '../../linux/process/program.ts';
import { dateOf, strftime } from '../tool/civil.ts';
import { strerror } from '../tool/errno.ts';
import { quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';
import { modeText } from './ls/long.ts';

/** Shows what is known of a file. */
export const stat = tool('stat', 'stat [-L] [-c FORMAT] FILE...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'Lft',
      values: 'c',
      long: { 'format=': 'c', dereference: 'L', 'printf=': 'printf', terse: 't', 'file-system': 'f' },
    },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn(`stat: missing operand\n${tryHelp('stat')}`);
    return 1;
  }
  let status = 0;
  for (const name of options.operands) {
    const found = options.has('L') ? p.fs.stat(name) : p.fs.lstat(name);
    if (!found.ok) {
      yield* p.warn(
        flavour === 'gnu'
          ? `stat: cannot statx ${quoteFile(name)}: ${strerror(found.error)}\n`
          : `stat: can't stat '${name}': ${strerror(found.error)}\n`,
      );
      status = 1;
      continue;
    }
    const printf = options.value('printf');
    const format = printf ?? options.value('c');
    yield* p.print(
      format === undefined
        ? whole(p, name, found.value)
        : `${formatted(p, printf === undefined ? format : printf.replaceAll('\\n', '\n').replaceAll('\\t', '\t'), name, found.value)}${printf === undefined ? '\n' : ''}`,
    );
  }
  return status;
});

const KINDS = {
  file: 'regular file',
  directory: 'directory',
  symlink: 'symbolic link',
  device: 'character special file',
};

function kindOf({ type, size }: Stat): string {
  return type === 'file' && size === 0 ? 'regular empty file' : KINDS[type];
}

function inodeOf(name: string): number {
  let number = 131_072;
  for (const char of name) number = (number * 31 + char.charCodeAt(0)) % 1_000_000;
  return number;
}

function blocksOf(found: Stat): number {
  return found.type === 'directory' ? 8 : found.type === 'file' ? Math.ceil(found.size / 4096) * 8 : 0;
}

function uidOf(name: string): number {
  return name === 'root' ? 0 : 1000;
}

function shownName(p: Process, name: string, found: Stat): string {
  const target = found.type === 'symlink' ? p.fs.readlink(name) : undefined;
  return target?.ok ? `${name} -> ${target.value}` : name;
}

function whole(p: Process, name: string, found: Stat): string {
  const time = strftime('%Y-%m-%d %H:%M:%S.%N +0000', dateOf(p, found.modifiedAt));
  const octal = (found.mode & 0o7777).toString(8).padStart(4, '0');
  const owner = (id: number, text: string): string => `(${String(id).padStart(5)}/${text.padStart(8)})`;
  return [
    `  File: ${shownName(p, name, found)}`,
    `  Size: ${String(found.size).padEnd(10)}\tBlocks: ${String(blocksOf(found)).padEnd(10)} IO Block: 4096   ${kindOf(found)}`,
    `Device: 8,1\tInode: ${String(inodeOf(name)).padEnd(11)} Links: ${found.links}`,
    `Access: (${octal}/${modeText(found)})  Uid: ${owner(uidOf(found.owner), found.owner)}   Gid: ${owner(uidOf(found.group), found.group)}`,
    `Access: ${time}`,
    `Modify: ${time}`,
    `Change: ${time}`,
    ' Birth: -',
    '',
  ].join('\n');
}

function formatted(p: Process, format: string, name: string, found: Stat): string {
  const at = dateOf(p, found.modifiedAt);
  const time = strftime('%Y-%m-%d %H:%M:%S.%N +0000', at);
  const seconds = String(Math.floor(at.epoch / 1000));
  const target = p.fs.readlink(name);
  const values: Readonly<Record<string, string>> = {
    a: (found.mode & 0o7777).toString(8),
    A: modeText(found),
    b: String(blocksOf(found)),
    B: '512',
    d: '2049',
    f: (
      (found.type === 'directory' ? 0o040_000 : found.type === 'symlink' ? 0o120_000 : 0o100_000) | found.mode
    ).toString(16),
    F: kindOf(found),
    g: String(uidOf(found.group)),
    G: found.group,
    h: String(found.links),
    i: String(inodeOf(name)),
    n: name,
    N: target.ok ? `${quoteFile(name)} -> ${quoteFile(target.value)}` : quoteFile(name),
    o: '4096',
    s: String(found.size),
    u: String(uidOf(found.owner)),
    U: found.owner,
    w: '-',
    W: '0',
    x: time,
    X: seconds,
    y: time,
    Y: seconds,
    z: time,
    Z: seconds,
    '%': '%',
  };
  return format.replace(/%([a-zA-Z%])/g, (all, letter: string) => values[letter] ?? all);
}
