import { bad, good, type Result } from '../../../base/result.ts';

/** A number as it was written, where its text matters: `2.0`, `1e3`, more digits than a double holds. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON object as written: keys in order, the repeated ones too. */
export class JsonFields {
  readonly entries: readonly (readonly [string, unknown])[];

  constructor(entries: readonly (readonly [string, unknown])[]) {
    this.entries = entries;
  }
}

/**
 * Reads JSON text. Objects become JsonFields, so that the decoder sees duplicate keys and their order; refusals are in
 * the words of Go's scanner. @upstream encoding/json/scanner.go
 */
export function parseJson(text: string): Result<unknown> {
  const reader = new Reader(text);
  reader.space();
  const value = reader.value('beginning of value');
  if (reader.problem === '') {
    reader.space();
    if (!reader.ended) reader.refuse('after top-level value');
  }
  return reader.problem === '' ? good(value) : bad(reader.problem);
}

/** JsonFields as plain objects; the last of repeated keys wins. */
export function plainJson(value: unknown): unknown {
  if (value instanceof JsonFields)
    return Object.fromEntries(value.entries.map(([key, part]) => [key, plainJson(part)]));
  if (Array.isArray(value)) return value.map((part) => plainJson(part));
  return value instanceof NumberText ? Number(value.text) : value;
}

const LITERALS: Readonly<Record<string, readonly [string, unknown]>> = {
  t: ['true', true],
  f: ['false', false],
  n: ['null', null],
};
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

class Reader {
  readonly #text: string;
  #at = 0;
  problem = '';

  constructor(text: string) {
    this.#text = text;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  refuse(where: string): undefined {
    if (this.problem !== '') return undefined;
    const char = this.#text[this.#at];
    this.problem =
      char === undefined
        ? 'unexpected end of JSON input'
        : `invalid character ${quoteChar(this.#charAt())} ${where}`;
    return undefined;
  }

  space(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? '\0')) this.#at++;
  }

  value(where: string): unknown {
    const char = this.#text[this.#at] ?? '';
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    if (char === '"') return this.#string();
    if (char === '-' || (char >= '0' && char <= '9')) return this.#number();
    const literal = LITERALS[char];
    return literal ? this.#literal(...literal) : this.refuse(`looking for ${where}`);
  }

  #object(): unknown {
    const entries: (readonly [string, unknown])[] = [];
    this.#at++;
    this.space();
    if (this.#take('}')) return new JsonFields(entries);
    for (;;) {
      this.space();
      if (this.#text[this.#at] !== '"') return this.refuse('looking for beginning of object key string');
      const key = this.#string();
      this.space();
      if (this.problem !== '' || !this.#take(':')) return this.refuse('after object key');
      this.space();
      const value = this.value('beginning of value');
      if (this.problem !== '') return undefined;
      entries.push([key, value]);
      this.space();
      if (this.#take('}')) return new JsonFields(entries);
      if (!this.#take(',')) return this.refuse('after object key:value pair');
    }
  }

  #array(): unknown {
    const items: unknown[] = [];
    this.#at++;
    this.space();
    if (this.#take(']')) return items;
    for (;;) {
      this.space();
      items.push(this.value('beginning of value'));
      if (this.problem !== '') return undefined;
      this.space();
      if (this.#take(']')) return items;
      if (!this.#take(',')) return this.refuse('after array element');
    }
  }

  #string(): string {
    const end = this.#plainStringEnd();
    if (end >= 0) {
      const text = this.#text.slice(this.#at + 1, end);
      this.#at = end + 1;
      return text;
    }
    this.#at++;
    let out = '';
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char < ' ') {
        this.refuse('in string literal');
        return out;
      }
      this.#at++;
      if (char === '"') return out;
      out += char === '\\' ? this.#escape() : char;
      if (this.problem !== '') return out;
    }
  }

  /** Where a string without escapes ends; -1 when it has some, or is broken. */
  #plainStringEnd(): number {
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) return at;
      if (code === 0x5c || code < 0x20) return -1;
    }
    return -1;
  }

  #escape(): string {
    const char = this.#text[this.#at] ?? '';
    const simple = ESCAPES[char];
    if (simple !== undefined) {
      this.#at++;
      return simple;
    }
    if (char !== 'u') {
      this.refuse('in string escape code');
      return '';
    }
    this.#at++;
    const start = this.#at;
    for (; this.#at < start + 4; this.#at++)
      if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) {
        this.refuse('in \\u hexadecimal character escape');
        return '';
      }
    return String.fromCharCode(Number.parseInt(this.#text.slice(start, this.#at), 16));
  }

  #number(): unknown {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) {
      this.#at++;
      return this.refuse('in numeric literal');
    }
    this.#at += text.length;
    const value = Number(text);
    return String(value) === text ? value : new NumberText(text);
  }

  #literal(word: string, value: unknown): unknown {
    for (const char of word) {
      if (this.#text[this.#at] !== char)
        return this.refuse(`in literal ${word} (expecting ${quoteChar(char)})`);
      this.#at++;
    }
    return value;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #charAt(): string {
    return String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
  }
}

function quoteChar(char: string): string {
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  const names: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\\': '\\\\' };
  const named = names[char];
  if (named !== undefined) return `'${named}'`;
  const code = char.codePointAt(0) ?? 0;
  return code < 0x20 ? `'\\x${code.toString(16).padStart(2, '0')}'` : `'${char}'`;
}
