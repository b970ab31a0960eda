import { strerror } from '../tool/errno.ts';
import { parseMode } from '../tool/mode.ts';
import { quote, quoteFile } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Makes directories. */
export const mkdir = tool('mkdir', 'mkdir [-pv] [-m MODE] DIRECTORY...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'pvZ', values: 'm', long: { parents: 'p', verbose: 'v', 'mode=': 'm' } },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn(`mkdir: missing operand\n${tryHelp('mkdir')}`);
    return 1;
  }
  const asked = options.value('m');
  const mode = asked === undefined ? undefined : parseMode(asked, 0o777, true);
  if (asked !== undefined && mode === undefined) {
    yield* p.warn(`mkdir: invalid mode ${quote(asked)}\n`);
    return 1;
  }
  let status = 0;
  for (const name of options.operands) {
    const fresh = options.has('v') ? missingParts(name, (path) => p.fs.exists(path)) : [];
    const made = p.fs.mkdir(name, { parents: options.has('p'), ...(mode === undefined ? {} : { mode }) });
    if (!made.ok) {
      yield* p.warn(
        flavour === 'gnu'
          ? `mkdir: cannot create directory ${quote(name)}: ${strerror(made.error)}\n`
          : `mkdir: can't create directory '${name}': ${strerror(made.error)}\n`,
      );
      status = 1;
    } else
      for (const path of options.has('p') ? fresh : fresh.slice(-1))
        yield* p.print(`mkdir: created directory ${quoteFile(path)}\n`);
  }
  return status;
});

/** The directories on the way that are not there yet, outermost first. */
function missingParts(path: string, exists: (path: string) => boolean): readonly string[] {
  const parts = path.split('/');
  return parts
    .map((_, at) => parts.slice(0, at + 1).join('/'))
    .filter((part) => part !== '' && !exists(part));
}
