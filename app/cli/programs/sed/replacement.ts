import type { Match } from '../../regex/regex.ts';
import type { ReplacementPart, Substitution } from './script.ts';

const LETTERS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** Reads the right side of an s command. */
export function parseReplacement(text: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  const literal = (piece: string): void => {
    const last = parts.at(-1);
    if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', text: last.text + piece };
    else parts.push({ type: 'text', text: piece });
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '&') parts.push({ type: 'group', index: 0 });
    else if (char !== '\\') literal(char);
    else {
      const next = text.charAt(++at);
      if (next >= '0' && next <= '9') parts.push({ type: 'group', index: Number(next) });
      else if (next === 'U' || next === 'L' || next === 'u' || next === 'l' || next === 'E')
        parts.push({ type: 'case', mode: next });
      else literal(LETTERS[next] ?? next);
    }
  }
  return parts;
}

/** Characters of a y command's string. */
export function unescapeTransliteration(text: string): readonly string[] {
  const chars = Array.from(text);
  const out: string[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char !== '\\') out.push(char);
    else {
      const next = chars[++at] ?? '\\';
      out.push(
        ...(next === '\\'
          ? ['\\']
          : next === 'n'
            ? ['\n']
            : LETTERS[next] === undefined
              ? ['\\', next]
              : [LETTERS[next]]),
      );
    }
  }
  return out;
}

/** Replaces in a text; undefined when nothing matched. */
export function substitute(
  text: string,
  find: (text: string, from: number) => Match | undefined,
  how: Substitution,
): string | undefined {
  let out = '';
  let from = 0;
  let copied = 0;
  let count = 0;
  let changed = false;
  while (from <= text.length) {
    const match = find(text, from);
    if (!match) break;
    const emptyAfterMatch =
      match.start === match.end && match.start === copied && count > 0 && from === copied;
    if (!emptyAfterMatch) {
      count++;
      if (count >= how.occurrence) {
        out += text.slice(copied, match.start) + expand(how.replacement, text, match);
        copied = match.end;
        changed = true;
        if (!how.global) break;
      }
    }
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return changed ? out + text.slice(copied) : undefined;
}

function expand(parts: readonly ReplacementPart[], text: string, match: Match): string {
  let out = '';
  let mode: 'U' | 'L' | 'E' = 'E';
  let once: 'u' | 'l' | undefined;
  for (const part of parts) {
    if (part.type === 'case') {
      if (part.mode === 'u' || part.mode === 'l') once = part.mode;
      else mode = part.mode;
      continue;
    }
    const bounds = part.type === 'group' ? match.groups[part.index] : undefined;
    let piece = part.type === 'text' ? part.text : bounds ? text.slice(bounds[0], bounds[1]) : '';
    if (mode === 'U') piece = piece.toUpperCase();
    if (mode === 'L') piece = piece.toLowerCase();
    if (once && piece !== '') {
      piece = (once === 'u' ? piece.charAt(0).toUpperCase() : piece.charAt(0).toLowerCase()) + piece.slice(1);
      once = undefined;
    }
    out += piece;
  }
  return out;
}
