import { readOptions, tool, tryHelp } from '../tool/tool.ts';
import { directoryName } from '../tool/target.ts';

/** Prints what stands before the last part of a path. */
export const dirname = tool('dirname', 'dirname NAME...', function* (p, flavour) {
  const options = yield* readOptions(p, { flags: 'z', stopAtOperand: true, long: { zero: 'z' } }, flavour);
  if (!options) return 1;
  if (options.operands.length === 0) {
    yield* p.warn(`dirname: missing operand\n${tryHelp('dirname')}`);
    return 1;
  }
  for (const name of options.operands) yield* p.print(`${directoryName(name)}\n`);
  return 0;
});
