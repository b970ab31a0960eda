/** Names in as many columns as fit the width, filled from top to bottom, two blanks apart, as ls does on a terminal. */
export function columns(names: readonly string[], width: number): string {
  if (names.length === 0) return '';
  for (let count = Math.min(names.length, Math.max(1, Math.floor(width / 3))); count > 1; count--) {
    const rows = Math.ceil(names.length / count);
    if (Math.ceil(names.length / rows) !== count) continue;
    const widths = widthsOf(names, rows, count);
    if (widths.reduce((sum, one) => sum + one, 0) - 2 >= width) continue;
    return lay(names, rows, widths);
  }
  return names.map((name) => `${name}\n`).join('');
}

function widthsOf(names: readonly string[], rows: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, column) =>
    Math.max(...names.slice(column * rows, (column + 1) * rows).map((name) => Array.from(name).length + 2)),
  );
}

function lay(names: readonly string[], rows: number, widths: readonly number[]): string {
  let out = '';
  for (let row = 0; row < rows; row++) {
    let at = 0;
    let start = 0;
    for (const [column, width] of widths.entries()) {
      const name = names[column * rows + row];
      if (name === undefined) continue;
      out += indent(at, start) + name;
      at = start + Array.from(name).length;
      start += width;
    }
    out += '\n';
  }
  return out;
}

/** Blanks from one column to another; tabs where they reach, as ls does. */
function indent(from: number, to: number): string {
  let text = '';
  let at = from;
  while (at < to) {
    const tab = Math.floor(to / TAB) > Math.floor((at + 1) / TAB);
    text += tab ? '\t' : ' ';
    at = tab ? at + TAB - (at % TAB) : at + 1;
  }
  return text;
}

const TAB = 8;
