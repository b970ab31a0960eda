import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { quote, quoteFile } from '../../tool/quote.ts';
import { readOptions, tool, tryHelp, type Flavour } from '../../tool/tool.ts';
import { baseName, isDirectory, joined } from '../../tool/target.ts';
import { copy, type CopyOptions } from './copy.ts';

/** Copies files. */
export const cp = tool('cp', 'cp [-rRaPpfnuvT] [-t DIRECTORY] SOURCE... DEST', run);

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(
    p,
    {
      flags: 'rRaPpfinuvTLHdlsxZ',
      values: 'tS',
      long: {
        recursive: 'r',
        archive: 'a',
        force: 'f',
        'no-clobber': 'n',
        update: 'u',
        verbose: 'v',
        'target-directory=': 't',
        'no-target-directory': 'T',
        'preserve=?': 'p',
      },
    },
    flavour,
  );
  if (!options) return 1;
  const how: CopyOptions = {
    program: 'cp',
    recursive: ['r', 'R', 'a'].some((key) => options.has(key)),
    keepLinks: ['a', 'P', 'd', 'r', 'R'].some((key) => options.has(key)) && !options.has('L'),
    keepTimes: options.has('a') || options.has('p'),
    noClobber: options.has('n'),
    force: false,
    update: options.has('u'),
    verbose: options.has('v'),
  };
  const directory = options.value('t');
  const operands = [...options.operands];
  const target = directory ?? operands.pop();
  if (target === undefined || operands.length === 0) {
    yield* p.warn(
      `cp: missing ${target === undefined ? 'file operand' : `destination file operand after ${quote(target).replace(/[‘’]/g, "'")}`}\n${tryHelp('cp')}`,
    );
    return 1;
  }
  const into = directory !== undefined || (isDirectory(p, target) && !options.has('T'));
  if (!into && operands.length > 1) {
    yield* p.warn(
      `cp: target ${quoteFile(target)}: ${strerror(p.fs.exists(target) ? 'ENOTDIR' : 'ENOENT')}\n`,
    );
    return 1;
  }
  let status = 0;
  for (const source of operands) {
    const to = into ? joined(target, baseName(source)) : target;
    const same = p.fs.realpath(source);
    const other = p.fs.realpath(to);
    if (p.fs.exists(to) && same.ok && other.ok && same.value === other.value) {
      yield* p.warn(`cp: ${quoteFile(source)} and ${quoteFile(to)} are the same file\n`);
      status = 1;
    } else if (!(yield* copy(p, source, to, how))) status = 1;
  }
  return status;
}
