import type { HistoryCursor } from './history-cursor.ts';

/** A search through the history that follows each typed character. */
export class IncrementalSearch {
  /** The line as it was when the search began. */
  readonly begun: string;
  readonly #history: HistoryCursor;
  #by: 1 | -1;
  #text = '';
  #place: number;
  #failed = false;

  constructor(history: HistoryCursor, begun: string, by: 1 | -1) {
    this.#history = history;
    this.begun = begun;
    this.#by = by;
    this.#place = history.size;
  }

  /** The line found, or the one that was begun. */
  get line(): string {
    return this.#place === this.#history.size ? this.begun : this.#history.line(this.#place);
  }

  get place(): number {
    return this.#place;
  }

  /** Where the match begins in the line. */
  get column(): number {
    return Math.max(0, this.line.indexOf(this.#text));
  }

  get prompt(): string {
    const name = this.#by === -1 ? 'reverse-i-search' : 'i-search';
    return `(${this.#failed ? 'failed ' : ''}${name})\`${this.#text}': `;
  }

  extend(text: string): void {
    this.#text += text;
    this.#find(this.#place === this.#history.size ? this.#place - 1 : this.#place);
  }

  /** The next match in a direction. */
  again(by: 1 | -1): void {
    this.#by = by;
    this.#find(this.#place + by);
  }

  shorten(): void {
    this.#text = Array.from(this.#text).slice(0, -1).join('');
    this.#failed = false;
    this.#find(this.#by === -1 ? this.#history.size - 1 : 0);
  }

  #find(from: number): void {
    if (this.#text === '') return;
    const found = this.#history.search(this.#text, from, this.#by);
    this.#failed = found === undefined;
    if (found !== undefined) this.#place = found;
  }
}
