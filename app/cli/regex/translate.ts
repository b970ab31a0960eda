import { CLASSES, type Piece, type SetItem } from './syntax.ts';

/** Writes a parsed pattern in the syntax of RE2; `lines`: anchors also hold at line feeds (sed's M). */
export function toRe2(piece: Piece, lines = false): string {
  switch (piece.type) {
    case 'char':
      return quoted(piece.char.codePointAt(0) ?? 0);
    case 'any':
      return '.';
    case 'set':
      return `[${piece.negated ? '^' : ''}${piece.items.map(setItem).join('')}]`;
    case 'start':
      return lines ? '(?m:^)' : '\\A';
    case 'end':
      return lines ? '(?m:$)' : '\\z';
    case 'edge':
      return EDGES[piece.edge];
    case 'group':
      return `(${toRe2(piece.body, lines)})`;
    case 'reference':
      return '';
    case 'repeat':
      return `(?:${toRe2(piece.body, lines)})${bounds(piece.min, piece.max)}`;
    case 'sequence':
      return piece.parts.map((part) => toRe2(part, lines)).join('');
    case 'choice':
      return `(?:${piece.options.map((option) => toRe2(option, lines)).join('|')})`;
  }
}

/** RE2 has no `\<` and `\>`; a boundary that looks one character back says the same. */
const EDGES = {
  b: '\\b',
  B: '\\B',
  '<': '\\b(?<!\\w)',
  '>': '\\b(?<=\\w)',
  '`': '\\A',
  "'": '\\z',
} as const;

function bounds(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function setItem(item: SetItem): string {
  if (item.type === 'range')
    return item.from === item.to ? quoted(item.from) : `${quoted(item.from)}-${quoted(item.to)}`;
  const ranges = CLASSES[item.name];
  let text = '';
  for (let at = 0; at < ranges.length; at += 2)
    text += `${quoted(ranges[at] ?? 0)}-${quoted(ranges[at + 1] ?? 0)}`;
  return text;
}

function quoted(code: number): string {
  const char = String.fromCodePoint(code);
  return /[A-Za-z0-9_ ]/.test(char) ? char : `\\x{${code.toString(16)}}`;
}
