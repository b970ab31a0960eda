import { eachLine } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Prints every line backwards. */
export const rev = tool('rev', 'rev [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(p, {}, flavour);
  if (!options) return 1;
  const ok = yield* eachLine(p, options.operands, function* (line) {
    yield* p.print(Array.from(line.text).toReversed().join('') + line.newline);
  });
  return ok ? 0 : 1;
});
