import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Prints where a symbolic link leads. */
export const readlink = tool('readlink', 'readlink [-fenm] FILE...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'fenmqsvz', long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'no-newline': 'n' } },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn(`readlink: missing operand\n${tryHelp('readlink')}`);
    return 1;
  }
  const whole = options.has('f') || options.has('e') || options.has('m');
  let status = 0;
  for (const name of options.operands) {
    const found = whole ? p.fs.realpath(name) : p.fs.readlink(name);
    if (found.ok && !(options.has('e') && !p.fs.exists(name)))
      yield* p.print(found.value + (options.has('n') ? '' : '\n'));
    else status = 1;
  }
  return status;
});
