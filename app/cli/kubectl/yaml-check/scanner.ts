import { good, type Result } from '../../../base/result.ts';
import { Reader } from './reader.ts';
import { skipBlock, skipPlain, skipQuoted } from './scalars.ts';
import { scannerFault, type Mark, type Token, type TokenType, type YamlFault } from './token.ts';

interface SimpleKey {
  possible: boolean;
  readonly required: boolean;
  /** Number of the token that would be the key, counted from the beginning. */
  readonly token: number;
  readonly mark: Mark;
}

/** A key has to be followed by its colon within so many characters. */
const LONGEST_KEY = 1024;

type Step = Result<void, YamlFault>;

const DONE: Step = good(undefined);

function stop(problem: string, at: Mark, context: Mark): Step {
  return { ok: false, error: scannerFault(problem, at, context) };
}

/** Cuts a document into tokens, with the faults of go-yaml's scanner. @upstream goyaml.v2/scannerc.go */
export class Scanner {
  readonly #reader: Reader;
  readonly #tokens: Token[] = [];
  readonly #keys: SimpleKey[] = [];
  readonly #indents: number[] = [];
  #parsed = 0;
  #indent = -1;
  #flow = 0;
  #keyAllowed = true;

  constructor(text: string) {
    this.#reader = new Reader(text);
    this.#keys.push(noKey(this.#reader.mark));
  }

  /** The next token, which stays. */
  peek(): Result<Token, YamlFault> {
    for (;;) {
      const head = this.#tokens[0];
      if (head !== undefined) {
        const waits = this.#headMayBeKey();
        if (!waits.ok) return waits;
        if (!waits.value) return good(head);
      }
      const step = this.#fetch();
      if (!step.ok) return step;
    }
  }

  skip(): void {
    this.#tokens.shift();
    this.#parsed++;
  }

  #headMayBeKey(): Result<boolean, YamlFault> {
    for (const key of this.#keys) {
      if (key.possible && key.token === this.#parsed) return this.#isValid(key);
    }
    return good(false);
  }

  /** A key that has gone out of reach is none; where one was required it is a fault. */
  #isValid(key: SimpleKey): Result<boolean, YamlFault> {
    if (!key.possible) return good(false);
    const { mark } = this.#reader;
    if (key.mark.line >= mark.line && key.mark.index + LONGEST_KEY >= mark.index) return good(true);
    if (key.required)
      return { ok: false, error: scannerFault("could not find expected ':'", mark, key.mark) };
    key.possible = false;
    return good(false);
  }

  #fetch(): Step {
    this.#toNextToken();
    this.#unroll(this.#reader.column);
    const reader = this.#reader;
    if (reader.atEnd) return this.#streamEnd();
    const character = reader.peek();
    if (reader.column === 0 && character === '%') return this.#directive();
    if (reader.atDocumentIndicator) return this.#documentIndicator(character);
    const flow = this.#flowToken(character);
    if (flow !== undefined) return flow;
    if (character === '-' && reader.isBlankOrEnd(1)) return this.#blockEntry();
    if (character === '?' && (this.#flow > 0 || reader.isBlankOrEnd(1))) return this.#key();
    if (character === ':' && (this.#flow > 0 || reader.isBlankOrEnd(1))) return this.#value();
    return this.#content(character);
  }

  #flowToken(character: string): Step | undefined {
    switch (character) {
      case '[':
        return this.#flowStart('flow-sequence-start');
      case '{':
        return this.#flowStart('flow-mapping-start');
      case ']':
        return this.#flowEnd('flow-sequence-end');
      case '}':
        return this.#flowEnd('flow-mapping-end');
      case ',':
        return this.#flowEntry();
      default:
        return undefined;
    }
  }

  #content(character: string): Step {
    if (character === '*' || character === '&') return this.#anchor(character);
    if (character === '!') return this.#tag();
    if ((character === '|' || character === '>') && this.#flow === 0) return this.#block();
    if (character === "'" || character === '"') return this.#quoted(character);
    if (this.#startsPlain(character)) return this.#plain();
    const { mark } = this.#reader;
    return stop('found character that cannot start any token', mark, mark);
  }

  #startsPlain(character: string): boolean {
    const reader = this.#reader;
    if (!reader.isBlankOrEnd() && !'-?:,[]{}#&*!|>\'"%@`'.includes(character)) return true;
    if (character === '-' && !reader.isBlank(1)) return true;
    return this.#flow === 0 && (character === '?' || character === ':') && !reader.isBlankOrEnd(1);
  }

  #toNextToken(): void {
    const reader = this.#reader;
    for (;;) {
      if (reader.mark.index === 0 && reader.peek() === '\ufeff') reader.skip();
      while (reader.peek() === ' ' || ((this.#flow > 0 || !this.#keyAllowed) && reader.peek() === '\t'))
        reader.skip();
      if (reader.peek() === '#') while (!reader.isBreakOrEnd()) reader.skip();
      if (!reader.isBreak()) return;
      reader.skipLine();
      if (this.#flow === 0) this.#keyAllowed = true;
    }
  }

  #push(type: TokenType, mark: Mark, text?: string): Step {
    this.#tokens.push(text === undefined ? { type, mark } : { type, mark, text });
    return DONE;
  }

  #streamEnd(): Step {
    this.#reader.forceNewLine();
    this.#unroll(-1);
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keyAllowed = false;
    return this.#push('stream-end', this.#reader.mark);
  }

  #directive(): Step {
    this.#unroll(-1);
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keyAllowed = false;
    const { mark } = this.#reader;
    let line = '';
    while (!this.#reader.isBreakOrEnd()) {
      line += this.#reader.peek();
      this.#reader.skip();
    }
    const version = /^%YAML\s+(\d+\.\d+)/.exec(line);
    return this.#push(version === null ? 'tag-directive' : 'version', mark, version?.[1] ?? '');
  }

  #documentIndicator(character: string): Step {
    this.#unroll(-1);
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keyAllowed = false;
    const { mark } = this.#reader;
    this.#reader.skip(3);
    return this.#push(character === '-' ? 'document-start' : 'document-end', mark);
  }

  #flowStart(type: TokenType): Step {
    const saved = this.#saveKey();
    if (!saved.ok) return saved;
    this.#keys.push(noKey(this.#reader.mark));
    this.#flow++;
    this.#keyAllowed = true;
    return this.#sign(type);
  }

  #flowEnd(type: TokenType): Step {
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    if (this.#flow > 0) {
      this.#flow--;
      this.#keys.pop();
    }
    this.#keyAllowed = false;
    return this.#sign(type);
  }

  #flowEntry(): Step {
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keyAllowed = true;
    return this.#sign('flow-entry');
  }

  #blockEntry(): Step {
    const { mark } = this.#reader;
    if (this.#flow === 0) {
      if (!this.#keyAllowed)
        return stop('block sequence entries are not allowed in this context', mark, mark);
      this.#roll(mark.column, undefined, 'block-sequence-start', mark);
    }
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keyAllowed = true;
    return this.#sign('block-entry');
  }

  #key(): Step {
    const { mark } = this.#reader;
    if (this.#flow === 0) {
      if (!this.#keyAllowed) return stop('mapping keys are not allowed in this context', mark, mark);
      this.#roll(mark.column, undefined, 'block-mapping-start', mark);
    }
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keyAllowed = this.#flow === 0;
    return this.#sign('key');
  }

  #value(): Step {
    const key = this.#keys.at(-1);
    const valid = key === undefined ? good(false) : this.#isValid(key);
    if (!valid.ok) return valid;
    const { mark } = this.#reader;
    if (valid.value && key !== undefined) {
      this.#tokens.splice(key.token - this.#parsed, 0, { type: 'key', mark: key.mark });
      this.#roll(key.mark.column, key.token, 'block-mapping-start', key.mark);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (this.#flow === 0) {
        if (!this.#keyAllowed) return stop('mapping values are not allowed in this context', mark, mark);
        this.#roll(mark.column, undefined, 'block-mapping-start', mark);
      }
      this.#keyAllowed = this.#flow === 0;
    }
    return this.#sign('value');
  }

  #sign(type: TokenType): Step {
    const { mark } = this.#reader;
    this.#reader.skip();
    return this.#push(type, mark);
  }

  #anchor(character: string): Step {
    const saved = this.#saveKey();
    if (!saved.ok) return saved;
    this.#keyAllowed = false;
    const reader = this.#reader;
    const { mark } = reader;
    reader.skip();
    let name = '';
    while (/^[0-9A-Za-z_-]$/.test(reader.peek())) {
      name += reader.peek();
      reader.skip();
    }
    if (name === '' || !(reader.isBlankOrEnd() || '?:,]}%@`'.includes(reader.peek()))) {
      return stop('did not find expected alphabetic or numeric character', reader.mark, mark);
    }
    return this.#push(character === '*' ? 'alias' : 'anchor', mark, name);
  }

  #tag(): Step {
    const saved = this.#saveKey();
    if (!saved.ok) return saved;
    this.#keyAllowed = false;
    const { mark } = this.#reader;
    while (!this.#reader.isBlankOrEnd() && !(this.#flow > 0 && this.#reader.peek() === ','))
      this.#reader.skip();
    return this.#push('tag', mark);
  }

  #block(): Step {
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keyAllowed = true;
    const { mark } = this.#reader;
    const fault = skipBlock(this.#reader, this.#indent);
    return fault === undefined ? this.#push('scalar', mark) : { ok: false, error: fault };
  }

  #quoted(quote: string): Step {
    const saved = this.#saveKey();
    if (!saved.ok) return saved;
    this.#keyAllowed = false;
    const { mark } = this.#reader;
    const fault = skipQuoted(this.#reader, quote);
    return fault === undefined ? this.#push('scalar', mark) : { ok: false, error: fault };
  }

  #plain(): Step {
    const saved = this.#saveKey();
    if (!saved.ok) return saved;
    this.#keyAllowed = false;
    const { mark } = this.#reader;
    const { fault, brokeLine } = skipPlain(this.#reader, this.#indent + 1, this.#flow > 0);
    if (fault !== undefined) return { ok: false, error: fault };
    if (brokeLine) this.#keyAllowed = true;
    return this.#push('scalar', mark);
  }

  /** Notes that a simple key may begin here. */
  #saveKey(): Step {
    if (!this.#keyAllowed) return DONE;
    const { mark } = this.#reader;
    const removed = this.#removeKey();
    if (!removed.ok) return removed;
    this.#keys[this.#keys.length - 1] = {
      possible: true,
      required: this.#flow === 0 && this.#indent === mark.column,
      token: this.#parsed + this.#tokens.length,
      mark,
    };
    return DONE;
  }

  #removeKey(): Step {
    const key = this.#keys.at(-1);
    if (key?.possible !== true) return DONE;
    if (key.required) return stop("could not find expected ':'", this.#reader.mark, key.mark);
    key.possible = false;
    return DONE;
  }

  /** A deeper column begins a block. */
  #roll(column: number, token: number | undefined, type: TokenType, mark: Mark): void {
    if (this.#flow > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.#tokens.splice(token === undefined ? this.#tokens.length : token - this.#parsed, 0, { type, mark });
  }

  /** A column further left ends blocks. */
  #unroll(column: number): void {
    if (this.#flow > 0) return;
    while (this.#indent > column) {
      this.#tokens.push({ type: 'block-end', mark: this.#reader.mark });
      this.#indent = this.#indents.pop() ?? -1;
    }
  }
}

function noKey(mark: Mark): SimpleKey {
  return { possible: false, required: false, token: 0, mark };
}
