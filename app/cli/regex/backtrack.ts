import { CLASSES, type Pattern, type Piece, type SetItem } from './syntax.ts';

/** Steps a pattern with back-references may take on one text before it is given up. */
export const STEP_BUDGET = 2_000_000;

type Slots = readonly (readonly [number, number] | undefined)[];
type Next = (at: number, slots: Slots) => boolean;

/** The longest match at exactly `start`; undefined when there is none, `over` when the budget ran out. */
export interface Found {
  readonly end: number;
  readonly slots: Slots;
}

/**
 * Matches by trying, for the patterns RE2 refuses: those that refer back. All ways are tried to find the longest,
 * within a budget of steps, so that no pattern can hang the terminal.
 */
export class Backtracker {
  readonly #pattern: Pattern;
  readonly #ignoreCase: boolean;
  readonly #lines: boolean;
  #text = '';
  #steps = 0;

  constructor(pattern: Pattern, ignoreCase: boolean, lines: boolean) {
    this.#pattern = pattern;
    this.#ignoreCase = ignoreCase;
    this.#lines = lines;
  }

  /** The leftmost-longest match at or after `from`. */
  find(text: string, from: number): (Found & { readonly start: number }) | undefined {
    this.#text = text;
    this.#steps = 0;
    for (let start = from; start <= text.length && this.#steps < STEP_BUDGET; start++) {
      const found = this.#at(start);
      if (found) return { start, ...found };
    }
    return undefined;
  }

  #at(start: number): Found | undefined {
    let best: Found | undefined;
    this.#match(this.#pattern.root, start, [], (end, slots) => {
      if (!best || end > best.end) best = { end, slots };
      return end === this.#text.length;
    });
    return best;
  }

  #match(piece: Piece, at: number, slots: Slots, next: Next): boolean {
    if (++this.#steps > STEP_BUDGET) return true;
    switch (piece.type) {
      case 'char':
      case 'any':
      case 'set':
        return this.#single(piece, at, slots, next);
      case 'start':
      case 'end':
      case 'edge':
        return this.#holds(piece, at) && next(at, slots);
      case 'group':
        return this.#match(piece.body, at, slots, (end, inner) =>
          next(end, withSlot(inner, piece.index, [at, end])),
        );
      case 'reference':
        return this.#reference(piece.index, at, slots, next);
      case 'repeat':
        return this.#repeat(piece, 0, at, slots, next);
      case 'sequence':
        return this.#sequence(piece.parts, 0, at, slots, next);
      case 'choice':
        return piece.options.some((option) => this.#match(option, at, slots, next));
    }
  }

  #sequence(parts: readonly Piece[], index: number, at: number, slots: Slots, next: Next): boolean {
    const part = parts[index];
    if (!part) return next(at, slots);
    return this.#match(part, at, slots, (end, inner) => this.#sequence(parts, index + 1, end, inner, next));
  }

  #repeat(piece: Piece & { type: 'repeat' }, done: number, at: number, slots: Slots, next: Next): boolean {
    if (done < piece.max) {
      const again = this.#match(piece.body, at, slots, (end, inner) =>
        end === at && done >= piece.min ? false : this.#repeat(piece, done + 1, end, inner, next),
      );
      if (again) return true;
    }
    return done >= piece.min && next(at, slots);
  }

  #reference(index: number, at: number, slots: Slots, next: Next): boolean {
    const slot = slots[index];
    if (!slot) return false;
    const wanted = this.#text.slice(slot[0], slot[1]);
    const there = this.#text.slice(at, at + wanted.length);
    const same = this.#ignoreCase ? wanted.toLowerCase() === there.toLowerCase() : wanted === there;
    return same && next(at + wanted.length, slots);
  }

  #single(piece: Piece & { type: 'char' | 'any' | 'set' }, at: number, slots: Slots, next: Next): boolean {
    const code = this.#text.codePointAt(at);
    if (code === undefined) return false;
    const char = String.fromCodePoint(code);
    const cases = this.#ignoreCase ? [char, char.toLowerCase(), char.toUpperCase()] : [char];
    const fits =
      piece.type === 'any' ||
      (piece.type === 'char'
        ? cases.some((one) => one === piece.char || (this.#ignoreCase && one === piece.char.toLowerCase()))
        : cases.some((one) => piece.items.some((item) => contains(item, one))) !== piece.negated);
    return fits && next(at + char.length, slots);
  }

  #holds(piece: Piece & { type: 'start' | 'end' | 'edge' }, at: number): boolean {
    if (piece.type === 'start') return at === 0 || (this.#lines && this.#text[at - 1] === '\n');
    if (piece.type === 'end') return at === this.#text.length || (this.#lines && this.#text[at] === '\n');
    const before = isWord(this.#text[at - 1]);
    const after = isWord(this.#text[at]);
    switch (piece.edge) {
      case 'b':
        return before !== after;
      case 'B':
        return before === after;
      case '<':
        return !before && after;
      case '>':
        return before && !after;
      case '`':
        return at === 0;
      case "'":
        return at === this.#text.length;
    }
  }
}

function withSlot(slots: Slots, index: number, slot: readonly [number, number]): Slots {
  const copy = [...slots];
  copy[index] = slot;
  return copy;
}

function contains(item: SetItem, char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (item.type === 'range') return code >= item.from && code <= item.to;
  const ranges: readonly number[] = CLASSES[item.name];
  return ranges.some((from, at) => at % 2 === 0 && code >= from && code <= (ranges[at + 1] ?? from));
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /\w/.test(char);
}
