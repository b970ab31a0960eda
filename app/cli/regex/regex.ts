import { RE2JS } from 're2js';
import { attempt } from '../../base/attempt.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { Backtracker } from './backtrack.ts';
import { parsePattern } from './parse.ts';
import type { Dialect, Pattern } from './syntax.ts';
import { toRe2 } from './translate.ts';

/** Where a pattern matched: bounds of the whole and of each group, in UTF-16 units. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** Index 0 is the whole match. */
  readonly groups: readonly (readonly [number, number] | undefined)[];
}

/** A compiled POSIX regular expression. */
export interface Regex {
  readonly source: string;
  readonly groups: number;
  /** The leftmost of the longest matches that begin at or after `from`; anchors look at the whole text. */
  find(text: string, from?: number): Match | undefined;
  test(text: string): boolean;
}

/** How a pattern is read and matched. */
export interface RegexOptions extends Dialect {
  readonly ignoreCase?: boolean;
  /** `^` and `$` also match at line feeds. */
  readonly lines?: boolean;
}

/** Compiles a basic or extended regular expression; the error is the text of regcomp. */
export function compileRegex(source: string, options: RegexOptions): Result<Regex> {
  const parsed = parsePattern(source, options);
  if (!parsed.ok) return parsed;
  const literal = options.ignoreCase ? undefined : literalOf(parsed.value);
  if (literal !== undefined) return good(literalRegex(source, literal));
  if (parsed.value.hasReferences) return good(backtracking(source, parsed.value, options));
  const flags =
    RE2JS.LONGEST_MATCH |
    RE2JS.DOTALL |
    RE2JS.LOOKBEHINDS |
    (options.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  const compiled = attempt(() => RE2JS.compile(toRe2(parsed.value.root, options.lines), flags));
  if (!compiled.ok) return bad('Regular expression too big');
  return good(linear(source, parsed.value.groups, compiled.value));
}

/** The text that a pattern without operators stands for. */
function literalOf(pattern: Pattern): string | undefined {
  const { root } = pattern;
  const parts = root.type === 'sequence' ? root.parts : [root];
  let text = '';
  for (const part of parts) {
    if (part.type !== 'char') return undefined;
    text += part.char;
  }
  return text;
}

function literalRegex(source: string, literal: string): Regex {
  return {
    source,
    groups: 0,
    find: (text, from = 0) => {
      const start = text.indexOf(literal, from);
      if (start < 0) return undefined;
      const end = start + literal.length;
      return { start, end, groups: [[start, end]] };
    },
    test: (text) => text.includes(literal),
  };
}

function linear(source: string, groups: number, compiled: RE2JS): Regex {
  return {
    source,
    groups,
    find: (text, from = 0) => {
      const matcher = compiled.matcher(text);
      if (!matcher.find(from)) return undefined;
      const bounds = Array.from({ length: groups + 1 }, (_, index) => {
        const start = matcher.start(index);
        return start < 0 ? undefined : ([start, matcher.end(index)] as const);
      });
      return { start: matcher.start(), end: matcher.end(), groups: bounds };
    },
    test: (text) => compiled.matcher(text).find(),
  };
}

function backtracking(source: string, pattern: Pattern, options: RegexOptions): Regex {
  const machine = new Backtracker(pattern, options.ignoreCase ?? false, options.lines ?? false);
  const find = (text: string, from = 0): Match | undefined => {
    const found = machine.find(text, from);
    if (!found) return undefined;
    const groups = Array.from({ length: pattern.groups + 1 }, (_, index) =>
      index === 0 ? ([found.start, found.end] as const) : found.slots[index],
    );
    return { start: found.start, end: found.end, groups };
  };
  return { source, groups: pattern.groups, find, test: (text) => find(text) !== undefined };
}
