import { byCodePoint } from './go/json.ts';

/** A JSON object whose shape is not known here. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of field names and indices, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found: unknown = value;
  for (const step of path) {
    if (typeof step === 'number') found = Array.isArray(found) ? found[step] : undefined;
    else found = isFields(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

/** The string at a path; empty where there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** The number at a path, or undefined. */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** A value as text where a string, number or boolean is meant: an amount of `1` and one of `"1"` look the same. */
export function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** The list at a path; empty where there is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The object at a path; empty where there is none. */
export function fieldsAt(value: unknown, ...path: readonly (string | number)[]): Fields {
  const found = at(value, ...path);
  return isFields(found) ? found : {};
}

/** The entries of a string map at a path, sorted by key. */
export function stringEntries(
  value: unknown,
  ...path: readonly (string | number)[]
): readonly [string, string][] {
  return Object.entries(fieldsAt(value, ...path))
    .map(([key, part]): [string, string] => [key, typeof part === 'string' ? part : String(part)])
    .toSorted(([a], [b]) => byCodePoint(a, b));
}

/** A copy with another value at a path; missing objects on the way are made. */
export function withAt(value: unknown, path: readonly string[], part: unknown): Fields {
  const [first, ...rest] = path;
  const fields = isFields(value) ? value : {};
  if (first === undefined) return fields;
  return { ...fields, [first]: rest.length === 0 ? part : withAt(fields[first], rest, part) };
}

/** A copy without what stands at a path. */
export function withoutAt(value: unknown, ...path: readonly string[]): Fields {
  const fields = isFields(value) ? value : {};
  const [first, ...rest] = path;
  if (first === undefined || !(first in fields)) return fields;
  if (rest.length > 0) return { ...fields, [first]: withoutAt(fields[first], ...rest) };
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== first));
}

/** The name of an object. */
export function nameOf(object: unknown): string {
  return textAt(object, 'metadata', 'name');
}

/** The namespace of an object; empty for cluster-wide ones. */
export function namespaceOf(object: unknown): string {
  return textAt(object, 'metadata', 'namespace');
}
