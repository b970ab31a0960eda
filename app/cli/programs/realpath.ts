import { strerror } from '../tool/errno.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Prints absolute paths without links. */
export const realpath = tool('realpath', 'realpath [-em] FILE...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'emsqzLP', long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', quiet: 'q' } },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn(`realpath: missing operand\n${tryHelp('realpath')}`);
    return 1;
  }
  let status = 0;
  for (const name of options.operands) {
    const found = p.fs.realpath(name);
    if (found.ok && !(options.has('e') && !p.fs.exists(name))) yield* p.print(`${found.value}\n`);
    else {
      if (!options.has('q'))
        yield* p.warn(`realpath: ${name}: ${strerror(found.ok ? 'ENOENT' : found.error)}\n`);
      status = 1;
    }
  }
  return status;
});
