import { STDOUT } from '../../linux/names.ts';
import { closeInput, openInput, readBytes } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Shows bytes in hexadecimal, or makes bytes of such a text. */
export const xxd = tool(
  'xxd',
  'xxd [-p] [-r] [-l LENGTH] [-c COLUMNS] [-g GROUP] [-s OFFSET] [-u] [FILE]',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      { flags: 'prubiEaC', values: 'lcgs', long: { plain: 'p', ps: 'p', revert: 'r' } },
      flavour,
    );
    if (!options) return 1;
    const input = yield* openInput(p, options.operands[0] ?? '-');
    if (!input) return 2;
    const all = yield* readBytes(p, input.fd);
    closeInput(p, input);
    if (options.has('r')) {
      yield* p.write(STDOUT, reverted(String.fromCharCode(...all), options.has('p')));
      return 0;
    }
    const from = Number(options.value('s') ?? 0);
    const bytes = all.slice(from, from + Number(options.value('l') ?? all.length));
    const hex = (byte: number): string =>
      (options.has('u') ? byte.toString(16).toUpperCase() : byte.toString(16)).padStart(2, '0');
    const columns = Number(options.value('c') ?? (options.has('p') ? 30 : 16));
    let out = '';
    for (let at = 0; at < bytes.length; at += columns) {
      const row = Array.from(bytes.subarray(at, at + columns));
      if (options.has('p')) {
        out += `${row.map(hex).join('')}\n`;
        continue;
      }
      const group = Number(options.value('g') ?? 2);
      const cells = row
        .map((byte, index) => hex(byte) + (group > 0 && (index + 1) % group === 0 ? ' ' : ''))
        .join('');
      const width = columns * 2 + (group > 0 ? Math.ceil(columns / group) : 0) + 1;
      const text = row
        .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
        .join('');
      out += `${(from + at).toString(16).padStart(8, '0')}: ${cells.padEnd(width)}${text}\n`;
    }
    yield* p.print(out);
    return 0;
  },
);

function reverted(text: string, plain: boolean): Uint8Array {
  const lines = text
    .split('\n')
    .map((line) => (plain ? line : (line.replace(/^[0-9a-f]+:\s*/i, '').split('  ')[0] ?? '')));
  const digits = lines.join('').replace(/[^0-9a-fA-F]/g, '');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
