import { expAwk, cosAwk, logAwk, sinAwk, atan2Awk } from './mathematics.ts';
import { formatOne, parseFormat } from '../tool/printf.ts';
import { numberValue, textValue, toNumber, toText, type Value } from './value.ts';

/** Functions that need nothing but their arguments; undefined for all others. */
export function pureBuiltin(name: string, args: readonly Value[], format: string): Value | undefined {
  const number = (at: number): number => toNumber(args[at] ?? { type: 'unset' });
  const text = (at: number): string => toText(args[at] ?? { type: 'unset' }, format);
  switch (name) {
    case 'index':
      return numberValue(characterIndex(text(0), text(1)));
    case 'substr':
      return textValue(substring(text(0), number(1), args.length > 2 ? number(2) : undefined));
    case 'tolower':
      return textValue(text(0).replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
    case 'toupper':
      return textValue(text(0).replace(/[a-z]/g, (letter) => letter.toUpperCase()));
    case 'int':
      return numberValue(Math.trunc(number(0)));
    case 'sqrt':
      return numberValue(Math.sqrt(number(0)));
    case 'exp':
      return numberValue(expAwk(number(0)));
    case 'log':
      return numberValue(logAwk(number(0)));
    case 'sin':
      return numberValue(sinAwk(number(0)));
    case 'cos':
      return numberValue(cosAwk(number(0)));
    case 'atan2':
      return numberValue(atan2Awk(number(0), number(1)));
    default:
      return undefined;
  }
}

function characterIndex(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 0 : Array.from(text.slice(0, at)).length + 1;
}

/** As mawk 1.3.4 does it: numbers are cut, and a place before the start makes the piece longer, not shorter. */
function substring(text: string, from: number, length: number | undefined): string {
  if (Number.isNaN(from) || Number.isNaN(length)) return '';
  const chars = Array.from(text);
  const start = Math.trunc(from);
  const wanted = length === undefined ? Infinity : Math.trunc(length) - Math.min(0, start);
  const first = Math.max(0, start - 1);
  return chars.slice(first, first + Math.max(0, wanted)).join('');
}

/** sprintf; undefined when there are too few arguments. */
export function formatText(format: string, args: readonly Value[], convert: string): string | undefined {
  let at = 0;
  let out = '';
  for (const part of parseFormat(format)) {
    if (typeof part === 'string') {
      out += part;
      continue;
    }
    let conversion = part;
    if (part.star & 1) {
      const width = toNumber(args[at++] ?? { type: 'unset' });
      conversion = {
        ...conversion,
        width: Math.abs(width),
        flags: width < 0 ? `${part.flags}-` : part.flags,
      };
    }
    if (part.star & 2)
      conversion = { ...conversion, precision: Math.max(0, toNumber(args[at++] ?? { type: 'unset' })) };
    const value = args[at++];
    if (!value) return undefined;
    if (part.letter === 's') out += formatOne(conversion, toText(value, convert));
    else if (part.letter === 'c') out += formatOne(conversion, character(value));
    else out += formatOne(conversion, toNumber(value));
  }
  return out;
}

function character(value: Value): string {
  if (value.type === 'number') return String.fromCharCode(Math.trunc(value.number) & 255);
  return Array.from(toText(value))[0] ?? '';
}
