import { strerror } from '../tool/errno.ts';
import { eachLine } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Prints lines in reverse order. */
export const tac = tool('tac', 'tac [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(p, {}, flavour);
  if (!options) return 1;
  const names = options.operands.length > 0 ? options.operands : ['-'];
  let status = 0;
  for (const name of names) {
    const lines: string[] = [];
    const ok = yield* eachLine(
      p,
      [name],
      function* (line) {
        lines.push(line.text + line.newline);
      },
      (_program, file, errno) => `tac: failed to open '${file}' for reading: ${strerror(errno)}\n`,
    );
    if (!ok) status = 1;
    yield* p.print(lines.toReversed().join(''));
  }
  return status;
});
