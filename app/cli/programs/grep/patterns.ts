import { RE2JS } from 're2js';
import { attempt } from '../../../base/attempt.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { compileRegex, type Match } from '../../regex/regex.ts';

/** How grep reads its patterns. */
export interface PatternOptions {
  readonly syntax: 'basic' | 'extended' | 'fixed' | 'perl';
  readonly ignoreCase: boolean;
  readonly words: boolean;
  readonly lines: boolean;
}

/** Finds the next match at or after a place. */
export type Finder = (
  text: string,
  from: number,
) => { readonly start: number; readonly end: number } | undefined;

/** Compiles grep's patterns into one finder: the leftmost, then longest, match of any of them. */
export function compilePatterns(patterns: readonly string[], options: PatternOptions): Result<Finder> {
  const finders: Finder[] = [];
  for (const pattern of patterns) {
    const finder = options.syntax === 'perl' ? perlFinder(pattern, options) : posixFinder(pattern, options);
    if (!finder.ok) return finder;
    finders.push(bounded(finder.value, options));
  }
  return good((text, from) => {
    let best: ReturnType<Finder>;
    for (const finder of finders) {
      const found = finder(text, from);
      if (
        found &&
        (!best || found.start < best.start || (found.start === best.start && found.end > best.end))
      )
        best = found;
    }
    return best;
  });
}

function posixFinder(pattern: string, options: PatternOptions): Result<Finder> {
  const source = options.syntax === 'fixed' ? pattern.replace(/[.[\]*^$\\]/g, String.raw`\$&`) : pattern;
  const syntax = options.syntax === 'extended' ? 'extended' : 'basic';
  const regex = compileRegex(source, { syntax, ignoreCase: options.ignoreCase });
  return regex.ok ? good((text, from): Match | undefined => regex.value.find(text, from)) : regex;
}

function perlFinder(pattern: string, options: PatternOptions): Result<Finder> {
  const keep = pattern.lastIndexOf('\\K');
  const source = keep < 0 ? pattern : `(?:${pattern.slice(0, keep)})(${pattern.slice(keep + 2)})`;
  const flags = RE2JS.LOOKBEHINDS | (options.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  const compiled = attempt(() => RE2JS.compile(source, flags));
  if (!compiled.ok) return bad(`lintas: the Perl expression '${pattern}' is not simulated`);
  return good((text, from) => {
    const matcher = compiled.value.matcher(text);
    if (!matcher.find(from)) return undefined;
    const group = keep < 0 ? 0 : matcher.groupCount();
    return { start: matcher.start(group), end: matcher.end(group) };
  });
}

/** Applies -x and -w to a finder, as GNU does: a match that fails the test is tried shorter, then further right. */
function bounded(finder: Finder, options: PatternOptions): Finder {
  if (options.lines) {
    return (text, from) => {
      const found = from === 0 ? finder(text, 0) : undefined;
      return found?.start === 0 && found.end === text.length ? found : undefined;
    };
  }
  if (!options.words) return finder;
  return (text, from) => {
    for (let start = from; start <= text.length; start++) {
      let found = finder(text, start);
      if (!found) return undefined;
      start = found.start;
      while (found && found.start === start) {
        if (isWholeWord(text, found)) return found;
        if (found.end <= start) break;
        found = finder(text.slice(0, found.end - 1), start);
      }
    }
    return undefined;
  };
}

function isWholeWord(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  return !/\w/.test(text.charAt(start - 1)) && !/\w/.test(text.charAt(end));
}
