import { strerror } from '../tool/errno.ts';
import { quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';
import { baseName, isDirectory, joined } from '../tool/target.ts';

/** Makes symbolic links; hard ones are not simulated. */
export const ln = tool('ln', 'ln -s [-fnvT] TARGET... LINK', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'sfnvTrib',
      values: 't',
      long: {
        symbolic: 's',
        force: 'f',
        'no-dereference': 'n',
        verbose: 'v',
        'no-target-directory': 'T',
        relative: 'r',
      },
    },
    flavour,
  );
  if (!options) return 1;
  const operands = [...options.operands];
  if (operands.length === 0) {
    yield* p.warn(`ln: missing file operand\n${tryHelp('ln')}`);
    return 1;
  }
  if (!options.has('s')) {
    yield* p.warn('lintas: hard links are not simulated\n');
    return 1;
  }
  const last = operands.length > 1 ? (operands.pop() ?? '.') : '.';
  const isLink = p.fs.lstat(last);
  const into =
    !options.has('T') &&
    isDirectory(p, last) &&
    !(options.has('n') && isLink.ok && isLink.value.type === 'symlink');
  let status = 0;
  for (const target of operands) {
    const link = into ? joined(last, baseName(target)) : last;
    if (options.has('f') && p.fs.lstat(link).ok) p.fs.unlink(link);
    const made = p.fs.symlink(target, link);
    if (!made.ok) {
      yield* p.warn(
        flavour === 'gnu'
          ? `ln: failed to create symbolic link ${quoteFile(link)}: ${strerror(made.error)}\n`
          : `ln: ${link}: ${strerror(made.error)}\n`,
      );
      status = 1;
    } else if (options.has('v')) yield* p.print(`${quoteFile(link)} -> ${quoteFile(target)}\n`);
  }
  return status;
});
