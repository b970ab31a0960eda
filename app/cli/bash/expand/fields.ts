/** A run of characters that are all quoted or all not: quoted ones are no pattern. */
export interface Segment {
  readonly text: string;
  readonly quoted: boolean;
}

/** A word after expansion, before its file names are looked up. */
export type Field = readonly Segment[];

/** Builds the fields of words: literal text joins, results of expansions are split at IFS. */
export class Fields {
  readonly #done: Field[] = [];
  readonly #ifs: string | undefined;
  #current: Segment[] | undefined;
  /** A field was just ended by white space, so that a separator after it belongs to the same border. */
  #afterBlank = false;

  /** Without `ifs` nothing is split: assignments, patterns, redirections. */
  constructor(ifs: string | undefined) {
    this.#ifs = ifs;
  }

  get splits(): boolean {
    return this.#ifs !== undefined;
  }

  add(text: string, quoted: boolean): void {
    this.#afterBlank = false;
    const current = (this.#current ??= []);
    const last = current.at(-1);
    if (last && last.quoted === quoted) current[current.length - 1] = { text: last.text + text, quoted };
    else current.push({ text, quoted });
  }

  /** Adds the result of an unquoted expansion. */
  split(text: string): void {
    const ifs = this.#ifs;
    if (ifs === undefined || ifs === '') {
      if (text !== '') this.add(text, false);
      return;
    }
    let plain = '';
    for (const character of text) {
      if (!ifs.includes(character)) {
        plain += character;
        continue;
      }
      if (plain !== '') this.add(plain, false);
      plain = '';
      this.#separate(character === ' ' || character === '\t' || character === '\n');
    }
    if (plain !== '') this.add(plain, false);
  }

  /** Ends the field, if one has begun. */
  next(): void {
    if (this.#current) this.#done.push(this.#current);
    this.#current = undefined;
    this.#afterBlank = false;
  }

  finish(): readonly Field[] {
    this.next();
    return this.#done;
  }

  #separate(blank: boolean): void {
    if (this.#current) {
      this.#done.push(this.#current);
      this.#current = undefined;
      this.#afterBlank = blank;
      return;
    }
    if (blank) return;
    if (!this.#afterBlank) this.#done.push([]);
    this.#afterBlank = false;
  }
}

/** The plain text of a field. */
export function textOf(field: Field): string {
  const [only] = field;
  if (field.length === 1 && only) return only.text;
  return field.map((segment) => segment.text).join('');
}

/** The field as a pattern: what was quoted is escaped, so that it means itself. */
export function patternOf(field: Field): string {
  return field
    .map(({ text, quoted }) => (quoted ? text.replaceAll(/[\\*?[\]()|+@!^-]/g, '\\$&') : text))
    .join('');
}

/** Whether a field has characters that make it a pattern for file names. */
export function isPattern(field: Field, extended: boolean): boolean {
  return field.some(
    ({ text, quoted }) => !quoted && (/[*?]|\[[^]/.test(text) || (extended && /[?*+@!]\(/.test(text))),
  );
}
