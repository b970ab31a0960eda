import { bad, good, type Result } from '../../base/result.ts';
import {
  isClassName,
  type ClassName,
  type Dialect,
  type Pattern,
  type Piece,
  type SetItem,
} from './syntax.ts';

/** Reads a basic or extended regular expression with the GNU extensions. The error is regcomp's text. */
export function parsePattern(source: string, dialect: Dialect): Result<Pattern> {
  const parser = new Parser(source, dialect);
  const root = parser.choice(0);
  const failure = parser.failure ?? (parser.atEnd ? undefined : 'Unmatched ) or \\)');
  if (failure !== undefined) return bad(failure);
  return good({ root, groups: parser.groups, hasReferences: parser.hasReferences });
}

const EMPTY: Piece = { type: 'sequence', parts: [] };
const NOT_A_REPEAT = Symbol('not a repeat');

class Parser {
  readonly #chars: readonly string[];
  readonly #dialect: Dialect;
  readonly #extended: boolean;
  #at = 0;
  groups = 0;
  hasReferences = false;
  failure: string | undefined;

  constructor(source: string, dialect: Dialect) {
    this.#chars = Array.from(source);
    this.#dialect = dialect;
    this.#extended = dialect.syntax === 'extended';
  }

  get atEnd(): boolean {
    return this.#at >= this.#chars.length;
  }

  choice(depth: number): Piece {
    const options = [this.#sequence(depth)];
    while (this.#operator('|')) {
      this.#take(this.#extended ? 1 : 2);
      options.push(this.#sequence(depth));
    }
    const [only = EMPTY] = options;
    return options.length === 1 ? only : { type: 'choice', options };
  }

  #sequence(depth: number): Piece {
    const parts: Piece[] = [];
    while (!this.atEnd && this.failure === undefined) {
      if (this.#operator('|') || (this.#operator(')') && (depth > 0 || this.#closes()))) break;
      const piece = this.#repeated(this.#atom(parts, depth), parts);
      if (piece) parts.push(piece);
    }
    const [only] = parts;
    return only && parts.length === 1 ? only : { type: 'sequence', parts };
  }

  #atom(before: readonly Piece[], depth: number): Piece | undefined {
    const char = this.#peek();
    if (char === '\\') return this.#escape(depth);
    if (char === '[') return this.#bracket();
    if (char === '.') return this.#one({ type: 'any' });
    if (char === '^' && (this.#extended || before.length === 0)) return this.#one({ type: 'start' });
    if (char === '$' && (this.#extended || this.#closesBranch())) return this.#one({ type: 'end' });
    if (this.#extended && char === '(') return this.#group(1, depth);
    if (this.#extended && '*+?'.includes(char) && before.length === 0)
      return this.#one(this.#repeatOfNothing());
    if (this.#extended && char === '{' && before.length === 0 && this.#dialect.strict)
      return this.#repeatOfNothing();
    return this.#one({ type: 'char', char });
  }

  /** A stray `)` is a character for grep -E, an error for sed -E and in basic expressions. */
  #closes(): boolean {
    return !this.#extended || this.#dialect.strict === true;
  }

  #repeatOfNothing(): undefined {
    return this.#dialect.strict ? this.#fail('Invalid preceding regular expression') : undefined;
  }

  /** In a basic expression `$` is an anchor only where the branch ends. */
  #closesBranch(): boolean {
    const rest = this.#chars.slice(this.#at + 1, this.#at + 3).join('');
    return rest === '' || rest === '\\)' || rest === '\\|';
  }

  #escape(depth: number): Piece | undefined {
    const next = this.#chars[this.#at + 1];
    if (next === undefined) return this.#fail('Trailing backslash');
    if (!this.#extended && next === '(') return this.#group(2, depth);
    if (!this.#extended && next === '{') return this.#openBrace();
    if (next >= '1' && next <= '9') return this.#reference(Number(next));
    this.#at += 2;
    if (next === 'w' || next === 'W') return classSet('word', next === 'W');
    if (next === 's' || next === 'S') return classSet('space', next === 'S');
    if (isEdge(next)) return { type: 'edge', edge: next };
    if (this.#dialect.controls) return { type: 'char', char: this.#control(next) };
    return { type: 'char', char: next };
  }

  #openBrace(): Piece | undefined {
    if (this.#dialect.strict) return this.#fail('Invalid preceding regular expression');
    this.#at += 2;
    return { type: 'char', char: '{' };
  }

  #control(letter: string): string {
    const simple = CONTROLS[letter];
    if (simple !== undefined) return simple;
    const digits = this.#chars.slice(this.#at, this.#at + 3).join('');
    const [pattern, base] =
      letter === 'x' ? [/^[0-9a-fA-F]{1,2}/, 16] : letter === 'o' ? [/^[0-7]{1,3}/, 8] : [/^\d{1,3}/, 10];
    const found = letter === 'x' || letter === 'o' || letter === 'd' ? pattern.exec(digits)?.[0] : undefined;
    if (found === undefined) return letter;
    this.#at += found.length;
    return String.fromCodePoint(Number.parseInt(found, base));
  }

  #reference(index: number): Piece | undefined {
    if (index > this.groups) return this.#fail('Invalid back reference');
    this.hasReferences = true;
    this.#at += 2;
    return { type: 'reference', index };
  }

  #group(width: number, depth: number): Piece | undefined {
    this.#at += width;
    const index = ++this.groups;
    const body = this.choice(depth + 1);
    if (this.failure !== undefined) return undefined;
    if (!this.#operator(')')) return this.#fail('Unmatched ( or \\(');
    this.#take(width);
    return { type: 'group', index, body };
  }

  #repeated(atom: Piece | undefined, before: readonly Piece[]): Piece | undefined {
    let piece = atom;
    while (piece && this.failure === undefined) {
      if (!this.#extended && piece.type === 'start' && before.length === 0) return piece;
      const bounds = this.#repeat();
      if (bounds === NOT_A_REPEAT) return piece;
      if (bounds) piece = { type: 'repeat', body: piece, ...bounds };
    }
    return piece;
  }

  #repeat(): { min: number; max: number } | undefined | typeof NOT_A_REPEAT {
    const char = this.#peek();
    const next = this.#chars[this.#at + 1];
    if (char === '*') return this.#one({ min: 0, max: Infinity });
    const width = this.#extended ? 1 : 2;
    const operator = this.#extended ? char : char === '\\' ? next : undefined;
    if (operator === '+') return this.#take(width, { min: 1, max: Infinity });
    if (operator === '?') return this.#take(width, { min: 0, max: 1 });
    if (operator !== '{') return NOT_A_REPEAT;
    return this.#interval(width);
  }

  #interval(width: number): { min: number; max: number } | undefined | typeof NOT_A_REPEAT {
    const rest = this.#chars.slice(this.#at + width).join('');
    const found = (this.#extended ? /^(\d*)(,?)(\d*)\}/ : /^(\d*)(,?)(\d*)\\\}/).exec(rest);
    if (!found || (found[1] === '' && found[2] === '')) {
      if (this.#extended && this.#dialect.strict) return this.#fail('Unmatched \\{');
      if (this.#extended) return NOT_A_REPEAT;
      return this.#fail(rest.includes('\\}') ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
    }
    const [all, low = '', comma, high = ''] = found;
    const min = low === '' ? 0 : Number(low);
    const max = high !== '' ? Number(high) : comma === '' ? min : Infinity;
    if (min > max) return this.#fail('Invalid content of \\{\\}');
    if (Math.max(min, max === Infinity ? 0 : max) > 32767) return this.#fail('Regular expression too big');
    return this.#take(width + all.length, { min, max });
  }

  #bracket(): Piece | undefined {
    this.#at++;
    if (this.atEnd) return this.#fail('Invalid regular expression');
    const rest = this.#chars.slice(this.#at).join('');
    const bare = /^:([a-z]+):\]/.exec(rest)?.[1];
    if (bare !== undefined) return this.#fail(`character class syntax is [[:${bare}:]], not [:${bare}:]`);
    const negated = this.#peek() === '^';
    if (negated) this.#at++;
    const items: SetItem[] = [];
    for (let first = true; ; first = false) {
      if (this.atEnd) return this.#fail('Unmatched [, [^, [:, [., or [=');
      if (this.#peek() === ']' && !first) break;
      const item = this.#member();
      if (!item) return undefined;
      items.push(item);
    }
    this.#at++;
    return { type: 'set', negated, items };
  }

  #member(): SetItem | undefined {
    if (this.#peek() === '[' && this.#chars[this.#at + 1] === ':') return this.#namedClass();
    const from = this.#endpoint();
    if (from === undefined) return undefined;
    const isRange =
      this.#peek() === '-' && this.#chars[this.#at + 1] !== ']' && this.#chars[this.#at + 1] !== undefined;
    if (!isRange) return { type: 'range', from, to: from };
    this.#at++;
    const to = this.#endpoint();
    if (to === undefined) return undefined;
    if (to < from) return this.#fail('Invalid range end');
    return { type: 'range', from, to };
  }

  #namedClass(): SetItem | undefined {
    const rest = this.#chars.slice(this.#at + 2).join('');
    const name = /^([a-z]*):\]/.exec(rest)?.[1];
    if (name === undefined) return this.#fail('Unmatched [, [^, [:, [., or [=');
    if (!isClassName(name)) return this.#fail('Invalid character class name');
    this.#at += name.length + 4;
    return { type: 'class', name };
  }

  #endpoint(): number | undefined {
    const char = this.#peek();
    const next = this.#chars[this.#at + 1] ?? '';
    if (char === '[' && (next === '.' || next === '=')) {
      const closing = this.#chars[this.#at + 4] === ']' && this.#chars[this.#at + 3] === next;
      if (!closing) return this.#fail('Invalid collation character');
      const inner = this.#chars[this.#at + 2] ?? '';
      this.#at += 5;
      return inner.codePointAt(0);
    }
    if (char === '\\' && this.#dialect.bracketEscapes && next !== '') {
      this.#at += 2;
      return this.#control(next).codePointAt(0);
    }
    if (char === '\\' && this.#dialect.controls && (next === 'n' || next === 't' || next === ']')) {
      if (next === ']') return this.#one(0x5c);
      this.#at += 2;
      return CONTROLS[next]?.codePointAt(0);
    }
    this.#at++;
    return char.codePointAt(0);
  }

  #operator(name: '|' | ')'): boolean {
    if (this.#extended) return this.#peek() === name;
    return this.#peek() === '\\' && this.#chars[this.#at + 1] === name;
  }

  #peek(): string {
    return this.#chars[this.#at] ?? '';
  }

  #one<Value>(value: Value): Value {
    this.#at++;
    return value;
  }

  #take<Value>(width: number, value?: Value): Value | undefined {
    this.#at += width;
    return value;
  }

  #fail(text: string): undefined {
    this.failure ??= text;
    return undefined;
  }
}

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
};

function isEdge(letter: string): letter is 'b' | 'B' | '<' | '>' | '`' | "'" {
  return "bB<>`'".includes(letter);
}

function classSet(name: ClassName, negated: boolean): Piece {
  return { type: 'set', negated, items: [{ type: 'class', name }] };
}
