import { strerror } from '../tool/errno.ts';
import { quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Removes empty directories. */
export const rmdir = tool('rmdir', 'rmdir [-pv] DIRECTORY...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'pv', long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'ignore' } },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn(`rmdir: missing operand\n${tryHelp('rmdir')}`);
    return 1;
  }
  let status = 0;
  for (const name of options.operands) {
    let path = name.replace(/\/+$/, '');
    for (;;) {
      if (options.has('v')) yield* p.print(`rmdir: removing directory, ${quoteFile(path)}\n`);
      const removed = p.fs.rmdir(path);
      if (!removed.ok) {
        if (!(options.has('ignore') && removed.error === 'ENOTEMPTY')) {
          yield* p.warn(
            flavour === 'gnu'
              ? `rmdir: failed to remove ${quoteFile(path)}: ${strerror(removed.error)}\n`
              : `rmdir: '${path}': ${strerror(removed.error)}\n`,
          );
          status = 1;
        }
        break;
      }
      const slash = path.lastIndexOf('/');
      if (!options.has('p') || slash <= 0) break;
      path = path.slice(0, slash);
    }
  }
  return status;
});
