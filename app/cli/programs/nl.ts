import { eachLine } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Numbers lines. */
export const nl = tool(
  'nl',
  'nl [-b a|t|n] [-n ln|rn|rz] [-s SEP] [-v N] [-i N] [-w N] [FILE]...',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      {
        flags: 'p',
        values: 'bnsviwhfdl',
        long: {
          'body-numbering=': 'b',
          'number-format=': 'n',
          'number-separator=': 's',
          'starting-line-number=': 'v',
          'line-increment=': 'i',
          'number-width=': 'w',
        },
      },
      flavour,
    );
    if (!options) return 1;
    const style = options.value('b') ?? 't';
    const format = options.value('n') ?? 'rn';
    const width = Number(options.value('w') ?? 6);
    const separator = options.value('s') ?? '\t';
    let number = Number(options.value('v') ?? 1);
    const ok = yield* eachLine(p, options.operands, function* (line) {
      if (style === 'n' || (style === 't' && line.text === '')) {
        yield* p.print(
          `${line.text === '' ? ' '.repeat(width + separator.length) : ' '.repeat(width + separator.length) + line.text}\n`,
        );
        return;
      }
      const text = String(number);
      const cell = format === 'ln' ? text.padEnd(width) : text.padStart(width, format === 'rz' ? '0' : ' ');
      number += Number(options.value('i') ?? 1);
      yield* p.print(`${cell}${separator}${line.text}\n`);
    });
    return ok ? 0 : 1;
  },
);
