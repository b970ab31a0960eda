import { virtualMs } from '../../base/brand.ts';
import { parseDate } from '../tool/parse-date.ts';
import { strerror } from '../tool/errno.ts';
import { quote, quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Makes empty files, or renews the times of files. */
export const touch = tool('touch', 'touch [-acm] [-d DATE] [-r FILE] FILE...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'acmfh', values: 'drt', long: { 'no-create': 'c', 'date=': 'd', 'reference=': 'r' } },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn(`touch: missing file operand\n${tryHelp('touch')}`);
    return 1;
  }
  const text = options.value('d');
  const date = text === undefined ? undefined : parseDate(text, p.epoch + p.now());
  if (text !== undefined && date === undefined) {
    yield* p.warn(`touch: invalid date format ${quote(text)}\n`);
    return 1;
  }
  const reference = options.value('r');
  const other = reference === undefined ? undefined : p.fs.stat(reference);
  if (other && !other.ok) {
    yield* p.warn(
      `touch: failed to get attributes of ${quoteFile(reference ?? '')}: ${strerror(other.error)}\n`,
    );
    return 1;
  }
  const at = other ? other.value.modifiedAt : date === undefined ? p.now() : virtualMs(date - p.epoch);
  let status = 0;
  for (const name of options.operands) {
    const exists = p.fs.exists(name);
    if (!exists && options.has('c')) continue;
    const made = exists ? p.fs.utimes(name, at) : p.fs.writeFile(name, '');
    if (!made.ok) {
      yield* p.warn(`touch: cannot touch ${quoteFile(name)}: ${strerror(made.error)}\n`);
      status = 1;
    } else if (!exists && at !== p.now()) p.fs.utimes(name, at);
  }
  return status;
});
