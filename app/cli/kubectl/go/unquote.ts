import { bad, good, type Result } from '../../../base/result.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/**
 * The text that a Go string literal in single or double quotes means.
 * @upstream client-go util/jsonpath UnquoteExtend
 */
export function goUnquote(literal: string): Result<string> {
  const quote = literal.charAt(0);
  const inner = literal.slice(1, -1);
  let text = '';
  for (let at = 0; at < inner.length;) {
    const character = inner.charAt(at);
    if (character === '\n' || character === quote) return bad('invalid syntax');
    if (character !== '\\') {
      text += character;
      at++;
      continue;
    }
    const escape = escapeAt(inner, at + 1, quote);
    if (escape === undefined) return bad('invalid syntax');
    text += escape.text;
    at = escape.end;
  }
  return good(text);
}

function escapeAt(text: string, at: number, quote: string): { text: string; end: number } | undefined {
  const kind = text.charAt(at);
  const simple = SIMPLE[kind];
  if (simple !== undefined && !((kind === '"' || kind === "'") && kind !== quote))
    return { text: simple, end: at + 1 };
  const width = kind === 'x' ? 2 : kind === 'u' ? 4 : kind === 'U' ? 8 : 0;
  const hex = text.slice(at + 1, at + 1 + width);
  if (width > 0 && hex.length === width && /^[0-9a-fA-F]+$/.test(hex) && parseInt(hex, 16) <= 0x10ffff) {
    return { text: String.fromCodePoint(parseInt(hex, 16)), end: at + 1 + width };
  }
  const octal = /^[0-7]{3}/.exec(text.slice(at))?.[0];
  if (octal !== undefined) return { text: String.fromCodePoint(parseInt(octal, 8)), end: at + 3 };
  return undefined;
}
