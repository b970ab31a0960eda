/** A compiled shell pattern. */
export interface Matcher {
  /** Whether the whole text matches. */
  matches(text: string): boolean;
  /** Length of the shortest or longest match at the start, or undefined. */
  prefix(text: string, longest: boolean): number | undefined;
  /** Start of the shortest or longest match at the end, or undefined. */
  suffix(text: string, longest: boolean): number | undefined;
  /** First match at or after `from`, the longest at its place. */
  search(text: string, from: number): { readonly start: number; readonly end: number } | undefined;
}

/** What changes the meaning of a pattern. */
export interface PatternOptions {
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
}

type Item =
  | { readonly type: 'char'; readonly char: string }
  | { readonly type: 'any' }
  | { readonly type: 'star' }
  | { readonly type: 'set'; readonly test: (char: string) => boolean }
  | { readonly type: 'group'; readonly operator: string; readonly choices: readonly (readonly Item[])[] };

/** Compiles a shell pattern: `*`, `?`, `[…]` with ranges and classes, `\`, and with extglob `@(a|b)` and its like. */
export function compilePattern(pattern: string, options: PatternOptions = {}): Matcher {
  const ignoreCase = options.ignoreCase === true;
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const items = new PatternReader(Array.from(fold(pattern)), options.extended !== false).sequence('');
  const ends = (chars: readonly string[], from: number): ReadonlySet<number> => endsOf(items, 0, chars, from);
  return {
    matches(text) {
      const chars = Array.from(fold(text));
      return ends(chars, 0).has(chars.length);
    },
    prefix(text, longest) {
      const chars = Array.from(fold(text));
      const found = [...ends(chars, 0)];
      if (found.length === 0) return undefined;
      return unitsOf(chars, longest ? Math.max(...found) : Math.min(...found));
    },
    suffix(text, longest) {
      const chars = Array.from(fold(text));
      const starts = chars.map((_, index) => index).concat(chars.length);
      for (const start of longest ? starts : starts.toReversed()) {
        if (ends(chars, start).has(chars.length)) return unitsOf(chars, start);
      }
      return undefined;
    },
    search(text, from) {
      const chars = Array.from(fold(text));
      let units = 0;
      for (let start = 0; start <= chars.length; start++) {
        if (units >= from) {
          const found = [...ends(chars, start)];
          if (found.length > 0) return { start: units, end: unitsOf(chars, Math.max(...found)) };
        }
        units += chars[start]?.length ?? 0;
      }
      return undefined;
    },
  };
}

function unitsOf(chars: readonly string[], count: number): number {
  let units = 0;
  for (let index = 0; index < count; index++) units += chars[index]?.length ?? 0;
  return units;
}

/** All places where a match of the items from `at` on, begun at `from`, can end. */
function endsOf(
  items: readonly Item[],
  at: number,
  text: readonly string[],
  from: number,
): ReadonlySet<number> {
  let places: Set<number> = new Set([from]);
  for (let index = at; index < items.length && places.size > 0; index++) {
    const item = items[index];
    if (!item) break;
    const next = new Set<number>();
    if (item.type === 'star') {
      // A star reaches every place from the first one on.
      let first = text.length;
      for (const place of places) first = Math.min(first, place);
      for (let end = first; end <= text.length; end++) next.add(end);
    } else for (const place of places) step(item, text, place, next);
    places = next;
  }
  return places;
}

function step(
  item: Exclude<Item, { type: 'star' }>,
  text: readonly string[],
  place: number,
  next: Set<number>,
): void {
  const char = text[place];
  switch (item.type) {
    case 'char':
      if (char === item.char) next.add(place + 1);
      return;
    case 'any':
      if (char !== undefined) next.add(place + 1);
      return;
    case 'set':
      if (char !== undefined && item.test(char)) next.add(place + 1);
      return;
    case 'group':
      for (const end of groupEnds(item.operator, item.choices, text, place)) next.add(end);
  }
}

function groupEnds(
  operator: string,
  choices: readonly (readonly Item[])[],
  text: readonly string[],
  place: number,
): ReadonlySet<number> {
  const once = (from: number): number[] => choices.flatMap((choice) => [...endsOf(choice, 0, text, from)]);
  if (operator === '@') return new Set(once(place));
  if (operator === '?') return new Set([place, ...once(place)]);
  if (operator === '!') {
    const taken = new Set(once(place));
    const rest = text.slice(place).map((_, index) => place + index);
    return new Set([...rest, text.length].filter((end) => !taken.has(end)));
  }
  const reached = new Set<number>(operator === '*' ? [place] : []);
  for (let fresh = [place]; fresh.length > 0;) {
    fresh = fresh.flatMap((from) => once(from)).filter((end) => !reached.has(end));
    for (const end of fresh) reached.add(end);
  }
  return reached;
}

class PatternReader {
  readonly #chars: readonly string[];
  readonly #extended: boolean;
  #at = 0;

  constructor(chars: readonly string[], extended: boolean) {
    this.#chars = chars;
    this.#extended = extended;
  }

  /** Items up to one of the closing characters. */
  sequence(closing: string): readonly Item[] {
    const items: Item[] = [];
    for (let char = this.#chars[this.#at]; char !== undefined; char = this.#chars[this.#at]) {
      if (closing !== '' && closing.includes(char)) break;
      items.push(this.#item(char));
    }
    return items;
  }

  #item(char: string): Item {
    if (this.#extended && '?*+@!'.includes(char) && this.#chars[this.#at + 1] === '(') {
      const group = this.#group(char);
      if (group) return group;
    }
    this.#at += 1;
    if (char === '*') return { type: 'star' };
    if (char === '?') return { type: 'any' };
    if (char === '[') return this.#set() ?? { type: 'char', char };
    if (char !== '\\') return { type: 'char', char };
    const escaped = this.#chars[this.#at];
    if (escaped === undefined) return { type: 'char', char };
    this.#at += 1;
    return { type: 'char', char: escaped };
  }

  #group(operator: string): Item | undefined {
    const begin = this.#at;
    this.#at += 2;
    const choices: (readonly Item[])[] = [];
    for (;;) {
      choices.push(this.sequence('|)'));
      const end = this.#chars[this.#at];
      if (end === undefined) {
        this.#at = begin;
        return undefined;
      }
      this.#at += 1;
      if (end === ')') return { type: 'group', operator, choices };
    }
  }

  #set(): Item | undefined {
    const begin = this.#at;
    const first = this.#chars[this.#at];
    const negated = first === '!' || first === '^';
    if (negated) this.#at += 1;
    const tests: ((char: string) => boolean)[] = [];
    for (let started = false; ; started = true) {
      const char = this.#chars[this.#at];
      if (char === undefined) {
        this.#at = begin;
        return undefined;
      }
      if (char === ']' && started) break;
      tests.push(this.#member());
    }
    this.#at += 1;
    return { type: 'set', test: (char) => tests.some((test) => test(char)) !== negated };
  }

  #member(): (char: string) => boolean {
    if (this.#chars[this.#at] === '[' && this.#chars[this.#at + 1] === ':') {
      const end = this.#chars.indexOf(']', this.#at);
      const name = this.#chars.slice(this.#at + 2, end - 1).join('');
      const test = CLASSES[name];
      if (test && this.#chars[end - 1] === ':') {
        this.#at = end + 1;
        return (char) => test.test(char);
      }
    }
    const low = this.#one();
    if (this.#chars[this.#at] !== '-' || [undefined, ']'].includes(this.#chars[this.#at + 1]))
      return (char) => char === low;
    this.#at += 1;
    const high = this.#one();
    return (char) => char >= low && char <= high;
  }

  #one(): string {
    if (this.#chars[this.#at] === '\\' && this.#chars[this.#at + 1] !== undefined) this.#at += 1;
    const char = this.#chars[this.#at] ?? '';
    this.#at += 1;
    return char;
  }
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /^[\p{L}\p{N}]$/u,
  alpha: /^\p{L}$/u,
  blank: /^[ \t]$/,
  cntrl: /^\p{Cc}$/u,
  digit: /^\d$/,
  graph: /^[^\s\p{C}]$/u,
  lower: /^\p{Ll}$/u,
  print: /^[^\p{C}]$/u,
  punct: /^[\p{P}\p{S}]$/u,
  space: /^\s$/,
  upper: /^\p{Lu}$/u,
  word: /^\w$/,
  xdigit: /^[0-9a-fA-F]$/,
};
