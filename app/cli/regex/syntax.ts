/** Parts of a POSIX regular expression, as the parser finds them. */
export type Piece =
  | { readonly type: 'char'; readonly char: string }
  | { readonly type: 'any' }
  | { readonly type: 'set'; readonly negated: boolean; readonly items: readonly SetItem[] }
  | { readonly type: 'start' }
  | { readonly type: 'end' }
  /** `\b`, `\B`, `\<`, `\>`, `` \` ``, `\'`. */
  | { readonly type: 'edge'; readonly edge: 'b' | 'B' | '<' | '>' | '`' | "'" }
  | { readonly type: 'group'; readonly index: number; readonly body: Piece }
  | { readonly type: 'reference'; readonly index: number }
  | { readonly type: 'repeat'; readonly body: Piece; readonly min: number; readonly max: number }
  | { readonly type: 'sequence'; readonly parts: readonly Piece[] }
  | { readonly type: 'choice'; readonly options: readonly Piece[] };

/** A member of a bracket expression: a range of characters or a named class. */
export type SetItem =
  | { readonly type: 'range'; readonly from: number; readonly to: number }
  | { readonly type: 'class'; readonly name: ClassName };

/** The classes of POSIX, and `word` for `\w`. */
export type ClassName = keyof typeof CLASSES;

/** Members of the classes in the C locale, as ranges of code points. */
export const CLASSES = {
  alpha: [0x41, 0x5a, 0x61, 0x7a],
  digit: [0x30, 0x39],
  alnum: [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a],
  upper: [0x41, 0x5a],
  lower: [0x61, 0x7a],
  space: [0x09, 0x0d, 0x20, 0x20],
  blank: [0x09, 0x09, 0x20, 0x20],
  punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
  print: [0x20, 0x7e],
  graph: [0x21, 0x7e],
  cntrl: [0x00, 0x1f, 0x7f, 0x7f],
  xdigit: [0x30, 0x39, 0x41, 0x46, 0x61, 0x66],
  word: [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a],
} as const;

/** Whether a name is that of a class. */
export function isClassName(name: string): name is ClassName {
  return name !== 'word' && Object.hasOwn(CLASSES, name);
}

/** How a pattern is written. */
export interface Dialect {
  /** Basic: `\(`, `\{`, `\|` are the operators. Extended: `(`, `{`, `|`. */
  readonly syntax: 'basic' | 'extended';
  /** `\n`, `\t` and friends mean the control characters (sed, awk); without it they are the letters (grep). */
  readonly controls?: boolean;
  /** A backslash inside brackets escapes (awk). */
  readonly bracketEscapes?: boolean;
  /** A repetition of nothing, an open `{` and a stray `)` are errors (sed), not characters (grep). */
  readonly strict?: boolean;
}

/** The parsed pattern. */
export interface Pattern {
  readonly root: Piece;
  readonly groups: number;
  readonly hasReferences: boolean;
}
