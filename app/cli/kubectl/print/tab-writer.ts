/** How wide columns become: tables use 6 and 3, descriptions 0 and 2. */
export interface TabStops {
  readonly minWidth: number;
  readonly padding: number;
}

/** Tab stops of `kubectl get`. */
export const TABLE_STOPS: TabStops = { minWidth: 6, padding: 3 };
/** Tab stops of `kubectl describe`. */
export const DESCRIBE_STOPS: TabStops = { minWidth: 0, padding: 2 };

/**
 * Aligns text whose cells end in tabs. A column is a block of consecutive lines that have the cell; the last cell of a
 * line belongs to no column, so it is never padded.
 * @upstream text/tabwriter, liggitt/tabwriter
 */
export function alignTabs(text: string, stops: TabStops): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map((line) => line.map(() => 0));
  const columns = Math.max(...lines.map((line) => line.length - 1));
  for (let column = 0; column < columns; column++) {
    for (let from = 0; from < lines.length;) {
      let to = from;
      while (to < lines.length && column < (lines[to]?.length ?? 0) - 1) to++;
      const cells = lines.slice(from, to).map((line) => runes(line[column] ?? '') + stops.padding);
      const width = Math.max(stops.minWidth, ...cells);
      for (let at = from; at < to; at++) (widths[at] ?? [])[column] = width;
      from = to + 1;
    }
  }
  return lines
    .map((line, at) => line.map((cell, column) => pad(cell, widths[at]?.[column] ?? 0)).join(''))
    .join('\n');
}

/**
 * Rows whose columns never narrow again, as a watched table needs them: the first rows set the widths, a longer cell
 * widens its column from then on.
 * @upstream liggitt/tabwriter RememberWidths
 */
export class RememberedColumns {
  readonly #widths: number[] = [];

  align(rows: readonly (readonly string[])[]): string {
    for (const row of rows) {
      row.slice(0, -1).forEach((cell, column) => {
        const width = Math.max(TABLE_STOPS.minWidth, runes(cell) + TABLE_STOPS.padding);
        this.#widths[column] = Math.max(this.#widths[column] ?? 0, width);
      });
    }
    return rows
      .map(
        (row) =>
          `${row.map((cell, at) => (at < row.length - 1 ? pad(cell, this.#widths[at] ?? 0) : cell)).join('')}\n`,
      )
      .join('');
  }
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - runes(cell)));
}

function runes(text: string): number {
  let count = 0;
  for (const character of text) if (character !== '') count++;
  return count;
}
