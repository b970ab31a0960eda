import type { Process, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import type { Options } from '../tool/options.ts';
import { quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';
import { baseName, isDirectory, joined } from '../tool/target.ts';
import { copy } from './cp/copy.ts';

/** Moves or renames files. */
export const mv = tool('mv', 'mv [-finuvT] [-t DIRECTORY] SOURCE... DEST', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'finuvTbZ',
      values: 'tS',
      long: {
        force: 'f',
        'no-clobber': 'n',
        update: 'u',
        verbose: 'v',
        'target-directory=': 't',
        'no-target-directory': 'T',
      },
    },
    flavour,
  );
  if (!options) return 1;
  const directory = options.value('t');
  const operands = [...options.operands];
  const target = directory ?? operands.pop();
  if (target === undefined || operands.length === 0) {
    yield* p.warn(
      `mv: missing ${target === undefined ? 'file operand' : `destination file operand after '${target}'`}\n${tryHelp('mv')}`,
    );
    return 1;
  }
  const into = directory !== undefined || (isDirectory(p, target) && !options.has('T'));
  if (!into && operands.length > 1) {
    yield* p.warn(
      `mv: target ${quoteFile(target)}: ${strerror(p.fs.exists(target) ? 'ENOTDIR' : 'ENOENT')}\n`,
    );
    return 1;
  }
  let status = 0;
  for (const source of operands)
    if (!(yield* move(p, source, into ? joined(target, baseName(source)) : target, options))) status = 1;
  return status;
});

function* move(p: Process, from: string, to: string, options: Options): Sys<boolean> {
  const stat = p.fs.lstat(from);
  if (!stat.ok) {
    yield* p.warn(`mv: cannot stat ${quoteFile(from)}: ${strerror(stat.error)}\n`);
    return false;
  }
  if (options.has('n') && p.fs.exists(to)) return true;
  const [source, target] = [p.fs.realpath(from), p.fs.realpath(to)];
  if (source.ok && target.ok && source.value === target.value && p.fs.exists(to)) {
    yield* p.warn(`mv: ${quoteFile(from)} and ${quoteFile(to)} are the same file\n`);
    return false;
  }
  if (source.ok && target.ok && target.value.startsWith(`${source.value}/`)) {
    yield* p.warn(`mv: cannot move ${quoteFile(from)} to a subdirectory of itself, ${quoteFile(to)}\n`);
    return false;
  }
  const renamed = p.fs.rename(from, to);
  if (renamed.ok) {
    if (options.has('v')) yield* p.print(`renamed ${quoteFile(from)} -> ${quoteFile(to)}\n`);
    return true;
  }
  if (renamed.error !== 'EXDEV') {
    yield* p.warn(`mv: cannot move ${quoteFile(from)} to ${quoteFile(to)}: ${strerror(renamed.error)}\n`);
    return false;
  }
  const how = {
    program: 'mv',
    recursive: true,
    keepLinks: true,
    keepTimes: true,
    noClobber: false,
    force: true,
    update: false,
    verbose: false,
  } as const;
  return (yield* copy(p, from, to, how)) && removeTree(p, from);
}

function removeTree(p: Process, path: string): boolean {
  const stat = p.fs.lstat(path);
  if (!stat.ok) return false;
  if (stat.value.type !== 'directory') return p.fs.unlink(path).ok;
  const names = p.fs.readdir(path);
  for (const name of names.ok ? names.value : []) removeTree(p, joined(path, name));
  return p.fs.rmdir(path).ok;
}
