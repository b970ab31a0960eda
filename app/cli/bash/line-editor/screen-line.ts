import { graphemes, graphemeWidth } from '../../../base/graphemes.ts';

/** A place on the screen, counted from where the prompt begins. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Draws prompt and line at the terminal, wrapped as the terminal wraps, and remembers where the cursor is. */
export class ScreenLine {
  #prompt = '';
  #columns = 80;
  #cursor: Place = { row: 0, column: 0 };
  #fresh = true;

  /** Begins a new line on the screen. */
  begin(prompt: string, columns: number): void {
    this.#prompt = prompt;
    this.#columns = Math.max(1, columns);
    this.#cursor = { row: 0, column: 0 };
    this.#fresh = true;
  }

  set columns(columns: number) {
    this.#columns = Math.max(1, columns);
  }

  set prompt(prompt: string) {
    this.#prompt = prompt;
  }

  /** Bytes that draw everything anew with the cursor at its place. */
  draw(cells: readonly string[], cursor: number): string {
    // oxlint-disable-next-line no-control-regex -- the marks of `\\[` and `\\]`
    const shown = this.#prompt.replaceAll(/[\u0001\u0002]/g, '');
    const start = this.#after({ row: 0, column: 0 }, visible(this.#prompt));
    const end = this.#after(start, cells);
    const target = this.#after(start, cells.slice(0, cursor));
    const wrap = end.column === 0 && end.row > 0 && cells.at(-1) !== '\n' ? ' \r' : '';
    const text = cells.map(shownCell).join('');
    // A new line begins where the cursor is: output without a line feed at its end stays visible.
    const drawn = `${this.#fresh ? '' : `${this.#home()}\u001b[J`}${shown}${text}${wrap}`;
    this.#fresh = false;
    this.#cursor = target;
    return drawn + moved(end, target);
  }

  /** Bytes for text typed at the end of the line: only the new characters. */
  append(cells: readonly string[], added: readonly string[]): string | undefined {
    const start = this.#after({ row: 0, column: 0 }, visible(this.#prompt));
    const end = this.#after(start, cells);
    if (end.column === 0 || end.row !== this.#cursor.row) return undefined;
    this.#cursor = end;
    return added.map(shownCell).join('');
  }

  /** Bytes that put the cursor behind the end of the line. */
  leave(cells: readonly string[]): string {
    const start = this.#after({ row: 0, column: 0 }, visible(this.#prompt));
    const end = this.#after(start, cells);
    const bytes = moved(this.#cursor, end);
    this.#cursor = end;
    return bytes;
  }

  /** Bytes that put the cursor where the prompt begins. */
  #home(): string {
    return `\r${this.#cursor.row > 0 ? `\u001b[${this.#cursor.row}A` : ''}`;
  }

  #after(from: Place, cells: readonly string[]): Place {
    let { row, column } = from;
    for (const cell of cells) {
      if (cell === '\n') {
        row += 1;
        column = 0;
        continue;
      }
      const width = cell < ' ' ? 2 : graphemeWidth(cell);
      if (column + width > this.#columns) {
        row += 1;
        column = 0;
      }
      column += width;
      if (column < this.#columns) continue;
      row += 1;
      column = 0;
    }
    return { row, column };
  }
}

/** The characters of a prompt that take room: not those between the marks of `\[` and `\]`, nor escape sequences. */
function visible(prompt: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- the marks and escapes are what is taken out
  return graphemes(prompt.replaceAll(/\u0001[^\u0002]*\u0002?|\u001b\[[\d;?]*[A-Za-z]|\u0007/g, ''));
}

function shownCell(cell: string): string {
  return cell < ' ' && cell !== '\n' ? `^${String.fromCharCode(cell.charCodeAt(0) ^ 0x40)}` : cell;
}

function moved(from: Place, to: Place): string {
  const rows = to.row - from.row;
  const vertical = rows < 0 ? `\u001b[${-rows}A` : rows > 0 ? `\u001b[${rows}B` : '';
  if (vertical === '' && from.column === to.column) return '';
  return `${vertical}\r${to.column > 0 ? `\u001b[${to.column}C` : ''}`;
}
