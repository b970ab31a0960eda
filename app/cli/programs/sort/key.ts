import { bad, good, type Result } from '../../../base/result.ts';

/** How values are compared. */
export interface Ordering {
  readonly kind: 'text' | 'numeric' | 'general' | 'human' | 'version' | 'month' | 'random';
  readonly reverse: boolean;
  readonly ignoreCase: boolean;
  /** Only blanks, letters and digits count. */
  readonly dictionary: boolean;
  readonly ignoreNonprinting: boolean;
}

/** A place within a line: field and character, both from 1; character 0 is the end of the field. */
interface Place {
  readonly field: number;
  readonly char: number;
  readonly skipBlanks: boolean;
}

/** One -k: from where to where, and how to compare. */
export interface Key {
  readonly from: Place;
  readonly to?: Place;
  /** Undefined: as the global options say. */
  readonly ordering?: Ordering;
}

/** The ordering that a string of option letters means. */
export function orderingOf(letters: string): Ordering {
  const kind = letters.includes('n')
    ? 'numeric'
    : letters.includes('g')
      ? 'general'
      : letters.includes('h')
        ? 'human'
        : letters.includes('V')
          ? 'version'
          : letters.includes('M')
            ? 'month'
            : letters.includes('R')
              ? 'random'
              : 'text';
  return {
    kind,
    reverse: letters.includes('r'),
    ignoreCase: letters.includes('f'),
    dictionary: letters.includes('d'),
    ignoreNonprinting: letters.includes('i'),
  };
}

/** Reads a key definition: `2`, `1,1n`, `3.2,3.4r`. */
export function parseKey(text: string): Result<Key> {
  const found = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  if (!found) {
    if (!/^\d/.test(text)) return bad(`invalid number at field start: invalid count at start of ‘${text}’`);
    return bad(`stray character in field spec: invalid field specification ‘${text}’`);
  }
  const [, field = '', char, letters = '', endField, endChar, endLetters = ''] = found;
  if (Number(field) === 0) return bad(`field number is zero: invalid field specification ‘${text}’`);
  if (char !== undefined && Number(char) === 0)
    return bad(`character offset is zero: invalid field specification ‘${text}’`);
  const given = (letters + endLetters).replaceAll('b', '');
  const from = { field: Number(field), char: Number(char ?? 1), skipBlanks: letters.includes('b') };
  const ordering = given === '' ? {} : { ordering: orderingOf(given) };
  if (endField === undefined) return good({ from, ...ordering });
  const to = { field: Number(endField), char: Number(endChar ?? 0), skipBlanks: endLetters.includes('b') };
  return good({ from, to, ...ordering });
}

/** The part of a line that a key names. */
export function keyText(line: string, key: Key, separator: string | undefined, skipBlanks: boolean): string {
  const fields = fieldsOf(line, separator);
  const start = placeOf(line, fields, key.from, skipBlanks || key.from.skipBlanks, false);
  if (!key.to) return line.slice(start);
  const end = placeOf(line, fields, key.to, skipBlanks || key.to.skipBlanks, true);
  return end <= start ? '' : line.slice(start, end);
}

/** Where fields begin and end. Without a separator a field begins with the blanks before it. */
function fieldsOf(line: string, separator: string | undefined): readonly (readonly [number, number])[] {
  const fields: (readonly [number, number])[] = [];
  if (separator !== undefined) {
    let at = 0;
    for (const part of line.split(separator)) {
      fields.push([at, at + part.length]);
      at += part.length + separator.length;
    }
    return fields;
  }
  for (const found of line.matchAll(/[ \t]*[^ \t]+|[ \t]+$/g))
    fields.push([found.index, found.index + found[0].length]);
  return fields;
}

function placeOf(
  line: string,
  fields: readonly (readonly [number, number])[],
  place: Place,
  skipBlanks: boolean,
  isEnd: boolean,
): number {
  const field = fields[place.field - 1];
  if (!field) return line.length;
  const [start, end] = field;
  if (isEnd && place.char === 0) return end;
  const blanks = skipBlanks ? (/^[ \t]*/.exec(line.slice(start))?.[0].length ?? 0) : 0;
  const at = start + blanks + (isEnd ? place.char : place.char - 1);
  return Math.min(at, isEnd ? end : line.length);
}
