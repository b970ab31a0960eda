import type { Mark } from './token.ts';

/** Reads a text character by character and knows where it stands. */
export class Reader {
  readonly #text: string;
  #index = 0;
  #line = 0;
  #column = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get mark(): Mark {
    return { index: this.#index, line: this.#line, column: this.#column };
  }

  get column(): number {
    return this.#column;
  }

  /** The character so far ahead; empty at the end. */
  peek(ahead = 0): string {
    return this.#text.charAt(this.#index + ahead);
  }

  get atEnd(): boolean {
    return this.#index >= this.#text.length;
  }

  skip(count = 1): void {
    this.#index += count;
    this.#column += count;
  }

  /** Over a line break, of whatever form. */
  skipLine(): void {
    this.#index += this.peek() === '\r' && this.peek(1) === '\n' ? 2 : 1;
    this.#column = 0;
    this.#line++;
  }

  /** At the end the position moves to the beginning of a line of its own. */
  forceNewLine(): void {
    if (this.#column === 0) return;
    this.#column = 0;
    this.#line++;
  }

  isBlank(ahead = 0): boolean {
    const character = this.peek(ahead);
    return character === ' ' || character === '\t';
  }

  isBreak(ahead = 0): boolean {
    return /^[\r\n\u0085\u2028\u2029]$/.test(this.peek(ahead));
  }

  isBreakOrEnd(ahead = 0): boolean {
    return this.peek(ahead) === '' || this.isBreak(ahead);
  }

  isBlankOrEnd(ahead = 0): boolean {
    return this.isBlank(ahead) || this.isBreakOrEnd(ahead);
  }

  /** `---` or `...` alone at the beginning of a line. */
  get atDocumentIndicator(): boolean {
    if (this.#column !== 0) return false;
    const head = this.#text.slice(this.#index, this.#index + 3);
    return (head === '---' || head === '...') && this.isBlankOrEnd(3);
  }
}
