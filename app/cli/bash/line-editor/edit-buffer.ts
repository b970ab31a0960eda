import { graphemes } from '../../../base/graphemes.ts';

interface Snapshot {
  readonly cells: readonly string[];
  readonly cursor: number;
}

/** The line being edited: characters as readers see them, a cursor, what was killed, and the way back. */
export class EditBuffer {
  #cells: readonly string[] = [];
  #cursor = 0;
  #undo: Snapshot[] = [];
  #typing = false;
  /** Killed texts, the latest last. */
  readonly #ring: string[];
  #yanked: { readonly start: number; readonly length: number; readonly ring: number } | undefined;
  #killing = false;

  constructor(ring: string[] = []) {
    this.#ring = ring;
  }

  get text(): string {
    return this.#cells.join('');
  }

  get cells(): readonly string[] {
    return this.#cells;
  }

  get cursor(): number {
    return this.#cursor;
  }

  get atEnd(): boolean {
    return this.#cursor === this.#cells.length;
  }

  /** Text before the cursor. */
  get before(): string {
    return this.#cells.slice(0, this.#cursor).join('');
  }

  /** Replaces everything; the cursor goes to the end. */
  set(text: string): void {
    this.#save();
    this.#cells = graphemes(text);
    this.#cursor = this.#cells.length;
  }

  insert(text: string): void {
    if (!this.#typing) this.#save();
    this.#typing = text.length === 1;
    const left = graphemes(this.before + text);
    this.#cells = [...left, ...this.#cells.slice(this.#cursor)];
    this.#cursor = left.length;
    this.#killing = false;
  }

  /** Moves the cursor to a place, kept inside the line. */
  moveTo(place: number): void {
    this.#cursor = Math.max(0, Math.min(this.#cells.length, place));
    this.#settle();
  }

  /** The place after the next word, or before the word that precedes. */
  wordEnd(): number {
    let at = this.#cursor;
    while (at < this.#cells.length && !isWord(this.#cells[at])) at += 1;
    while (at < this.#cells.length && isWord(this.#cells[at])) at += 1;
    return at;
  }

  wordStart(): number {
    let at = this.#cursor;
    while (at > 0 && !isWord(this.#cells[at - 1])) at -= 1;
    while (at > 0 && isWord(this.#cells[at - 1])) at -= 1;
    return at;
  }

  /** The start of the blank-delimited word before the cursor. */
  blankWordStart(): number {
    let at = this.#cursor;
    while (at > 0 && /\s/.test(this.#cells[at - 1] ?? '')) at -= 1;
    while (at > 0 && !/\s/.test(this.#cells[at - 1] ?? '')) at -= 1;
    return at;
  }

  /** Start and end of the input line that the cursor is on, in a text of several lines. */
  lineBounds(): readonly [number, number] {
    const before = this.#cells.lastIndexOf('\n', this.#cursor - 1);
    const after = this.#cells.indexOf('\n', this.#cursor);
    return [this.#cursor === 0 ? 0 : before + 1, after < 0 ? this.#cells.length : after];
  }

  /** Deletes between the cursor and a place, without remembering the text. */
  deleteTo(place: number): boolean {
    const gone = this.#cut(place);
    this.#settle();
    return gone !== '';
  }

  /** Deletes between the cursor and a place, for yank; kills in a row join. */
  killTo(place: number): boolean {
    const backwards = place < this.#cursor;
    const continued = this.#killing;
    const gone = this.#cut(place);
    if (gone === '') return false;
    const last = continued ? (this.#ring.pop() ?? '') : '';
    this.#ring.push(backwards ? gone + last : last + gone);
    this.#typing = false;
    this.#yanked = undefined;
    this.#killing = true;
    return true;
  }

  /** Puts the latest killed text back. */
  yank(): boolean {
    return this.#put(this.#ring.length - 1);
  }

  /** After a yank: the text killed before that one instead. */
  yankPop(): boolean {
    const yanked = this.#yanked;
    if (!yanked) return false;
    this.#cursor = yanked.start + yanked.length;
    this.#cut(yanked.start);
    return this.#put((yanked.ring - 1 + this.#ring.length) % this.#ring.length);
  }

  /** Swaps the two characters before the cursor, or around it. */
  transpose(): boolean {
    const at = this.atEnd ? this.#cursor - 1 : this.#cursor;
    const [left, right] = [this.#cells[at - 1], this.#cells[at]];
    if (left === undefined || right === undefined) return false;
    this.#save();
    this.#cells = [...this.#cells.slice(0, at - 1), right, left, ...this.#cells.slice(at + 1)];
    this.#cursor = at + 1;
    this.#settle();
    return true;
  }

  /** Changes the next word: capital, upper or lower letters. */
  changeWord(change: (word: string) => string): void {
    this.#save();
    const end = this.wordEnd();
    const word = this.#cells.slice(this.#cursor, end).join('');
    this.#cells = [
      ...this.#cells.slice(0, this.#cursor),
      ...graphemes(change(word)),
      ...this.#cells.slice(end),
    ];
    this.#cursor = end;
    this.#settle();
  }

  /** Takes the last change back. */
  undo(): boolean {
    const last = this.#undo.pop();
    if (!last) return false;
    this.#cells = last.cells;
    this.#cursor = last.cursor;
    this.#settle();
    return true;
  }

  #put(index: number): boolean {
    const text = this.#ring[index];
    if (text === undefined) return false;
    this.#save();
    const start = this.#cursor;
    this.#typing = true;
    this.insert(text);
    this.#settle();
    this.#yanked = { start, length: this.#cursor - start, ring: index };
    return true;
  }

  #cut(place: number): string {
    const [from, to] = [Math.max(0, Math.min(place, this.#cursor)), Math.max(place, this.#cursor)];
    const gone = this.#cells.slice(from, to).join('');
    if (gone === '') return '';
    this.#save();
    this.#cells = [...this.#cells.slice(0, from), ...this.#cells.slice(to)];
    this.#cursor = from;
    return gone;
  }

  #save(): void {
    this.#undo.push({ cells: this.#cells, cursor: this.#cursor });
  }

  /** The next key begins something new: no joined kills, no longer one typed run. */
  #settle(): void {
    this.#typing = false;
    this.#killing = false;
    this.#yanked = undefined;
  }
}

function isWord(cell: string | undefined): boolean {
  return cell !== undefined && /^[\p{L}\p{N}]/u.test(cell);
}
