/** How JSON text is laid out: `indent` blanks a level (0: one line), keys in order or as they stand. */
export interface JsonLayout {
  readonly indent?: number;
  readonly keys?: 'sorted' | 'as they stand';
}

/**
 * JSON as Go's encoder writes it: `<`, `>`, `&` and the line separators escaped.
 * @upstream encoding/json Marshal, MarshalIndent
 */
export function goJson(value: unknown, layout: JsonLayout = {}): string {
  return write(value, layout, '');
}

function write(value: unknown, layout: JsonLayout, margin: string): string {
  if (typeof value === 'string') return quoteJson(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = margin + ' '.repeat(layout.indent ?? 0);
  if (Array.isArray(value)) {
    return wrap(
      '[',
      value.map((item: unknown) => write(item, layout, inner)),
      ']',
      layout,
      margin,
    );
  }
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  if (layout.keys !== 'as they stand' || hasIndexKey(entries)) entries.sort(([a], [b]) => byCodePoint(a, b));
  const colon = (layout.indent ?? 0) > 0 ? ': ' : ':';
  const parts = entries.map(([key, part]) => quoteJson(key) + colon + write(part, layout, inner));
  return wrap('{', parts, '}', layout, margin);
}

function wrap(
  open: string,
  parts: readonly string[],
  close: string,
  layout: JsonLayout,
  margin: string,
): string {
  const indent = layout.indent ?? 0;
  if (parts.length === 0) return open + close;
  if (indent === 0) return open + parts.join(',') + close;
  const inner = margin + ' '.repeat(indent);
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${margin}${close}`;
}

/** Keys that look like numbers belong to a map, whose keys are sorted; an object would put them first. */
export function hasIndexKey(entries: readonly (readonly [string, unknown])[]): boolean {
  return entries.some(([key]) => /^\d+$/.test(key));
}

/** A string as Go writes it in JSON. */
export function quoteJson(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Orders strings by code points, as Go compares them. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const x = Array.from(a);
  const y = Array.from(b);
  const at = x.findIndex((character, index) => character !== y[index]);
  if (at === -1) return -1;
  return (x[at]?.codePointAt(0) ?? 0) < (y[at]?.codePointAt(0) ?? -1) ? -1 : 1;
}
