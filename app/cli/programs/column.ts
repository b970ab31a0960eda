import { STDOUT } from '../../linux/names.ts';
import { displayWidth } from '../../base/width.ts';
import { allLines } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Arranges lines in columns; -t makes a table of their words. */
export const column = tool(
  'column',
  'column [-t] [-s SEPARATORS] [-o TEXT] [-N NAMES] [FILE]...',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      {
        flags: 'txenL',
        values: 'socNRd',
        long: {
          table: 't',
          'separator=': 's',
          'output-separator=': 'o',
          'output-width=': 'c',
          'table-columns=': 'N',
          'table-right=': 'R',
          fillrows: 'x',
          'keep-empty-lines': 'L',
        },
      },
      flavour,
    );
    if (!options) return 1;
    const { lines, ok } = yield* allLines(p, options.operands);
    const kept = lines.filter((line) => line.trim() !== '' || options.has('L'));
    if (options.has('t')) {
      const separators = options.value('s');
      const names = options.value('N')?.split(',');
      const rows = [...(names ? [names] : []), ...kept.map((line) => cellsOf(line, separators))];
      yield* p.print(table(rows, options.value('o') ?? '  ', rightColumns(options.value('R'), names)));
    } else {
      const width = Number(options.value('c') ?? (p.isTty(STDOUT) ? (p.tty?.columns ?? 80) : 80));
      yield* p.print(filled(kept, width, options.has('x')));
    }
    return ok ? 0 : 1;
  },
);

function cellsOf(line: string, separators: string | undefined): readonly string[] {
  if (separators === undefined) return line.trim().split(/[ \t]+/);
  const cells: string[] = [''];
  for (const char of line) {
    if (separators.includes(char)) cells.push('');
    else cells[cells.length - 1] += char;
  }
  return cells;
}

function rightColumns(list: string | undefined, names: readonly string[] | undefined): readonly number[] {
  return (list?.split(',') ?? []).map((one) =>
    /^\d+$/.test(one) ? Number(one) - 1 : (names?.indexOf(one) ?? -1),
  );
}

function table(rows: readonly (readonly string[])[], between: string, right: readonly number[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, displayWidth(cell));
  return rows
    .map((row) => {
      const cells = widths.map((width, at) => {
        const cell = row[at] ?? '';
        const gap = ' '.repeat(Math.max(0, width - displayWidth(cell)));
        if (right.includes(at)) return gap + cell;
        return at === widths.length - 1 ? cell : cell + gap;
      });
      return `${cells.join(between)}\n`;
    })
    .join('');
}

function filled(names: readonly string[], width: number, byRows: boolean): string {
  const widest = Math.max(0, ...names.map((name) => displayWidth(name)));
  const cell = Math.ceil((widest + 1) / 8) * 8;
  const count = Math.max(1, Math.floor(width / cell));
  const rows = Math.ceil(names.length / count);
  let out = '';
  for (let row = 0; row < rows; row++) {
    let line = '';
    for (let at = 0; at < count; at++) {
      const name = names[byRows ? row * count + at : at * rows + row];
      if (name === undefined) continue;
      const isLast =
        at === count - 1 ||
        names[byRows ? row * count + at + 1 : (at + 1) * rows + row] === undefined ||
        (byRows && (row * count + at + 1) % count === 0);
      line += isLast ? name : name + '\t'.repeat(Math.ceil((cell - displayWidth(name)) / 8));
    }
    out += `${line}\n`;
  }
  return out;
}
