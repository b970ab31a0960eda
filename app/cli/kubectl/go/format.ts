import { byCodePoint } from './json.ts';
import { floatText } from './number.ts';
import { scalarText } from '../unstructured.ts';

/** A decoded JSON value as Go's `%v` prints it: `map[a:b]`, `[1 2]`, `<nil>`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return floatText(value);
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value === 'object') {
    return `map[${sortedEntries(value)
      .map(([key, part]) => `${key}:${goValue(part)}`)
      .join(' ')}]`;
  }
  return scalarText(value);
}

/** A decoded JSON value as Go's `%#v` prints it: `map[string]interface {}{"a":"b"}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'number') return floatText(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value === 'object') {
    return `map[string]interface {}{${sortedEntries(value)
      .map(([key, part]) => `${goQuote(key)}:${goSyntax(part)}`)
      .join(', ')}}`;
  }
  return scalarText(value);
}

/** A string as Go's `%q` prints it. */
export function goQuote(text: string): string {
  let quoted = '';
  for (const character of text) quoted += goEscape(character);
  return `"${quoted}"`;
}

const GO_ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

function goEscape(character: string): string {
  const short = GO_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x7f || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  const hex = code.toString(16);
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function sortedEntries(value: object): readonly [string, unknown][] {
  const entries: [string, unknown][] = Object.entries(value);
  return entries.filter(([, part]) => part !== undefined).toSorted(([a], [b]) => byCodePoint(a, b));
}
