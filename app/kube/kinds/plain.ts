import { retyped } from './typed.decode.ts';

/** A JSON object of which nothing is known yet. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: no list, no null, no scalar. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The value at a path of keys, or undefined where the path ends early. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return at;
}

/** The text at a path of keys; empty where there is none, as a Go string would be. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** The object without one key; the same object when it has no such key. */
export function without<Value extends object>(value: Value, key: keyof Value & string): Value {
  if (!(key in value)) return value;
  const { [key]: _gone, ...rest } = value;
  // What is left has the shape of Value wherever that key is optional, which the callers see to.
  return retyped<Value>(rest);
}

/** Fills in fields that are missing; gives the same object back when none is. */
export function filled<Value extends object>(value: Value, defaults: Partial<Value>): Value {
  let result: Value | undefined;
  for (const [key, fallback] of Object.entries(defaults)) {
    if (fallback === undefined || Reflect.get(value, key) !== undefined) continue;
    result ??= { ...value };
    Reflect.set(result, key, fallback);
  }
  return result ?? value;
}

/** Changes every item; gives the same list back when none changed. */
export function mapped<Item>(list: readonly Item[], change: (item: Item) => Item): readonly Item[];
export function mapped<Item>(
  list: readonly Item[] | undefined,
  change: (item: Item) => Item,
): readonly Item[] | undefined;
export function mapped<Item>(
  list: readonly Item[] | undefined,
  change: (item: Item) => Item,
): readonly Item[] | undefined {
  // Lists that Go prints even when they are nil arrive as null.
  if (list === undefined || list === null) return list;
  let changed = false;
  const result = list.map((item) => {
    const after = change(item);
    if (after !== item) changed = true;
    return after;
  });
  return changed ? result : list;
}

/** Puts a changed part into an object; gives the same object back when the part is the same. */
export function withPart<Value extends object, Key extends keyof Value>(
  value: Value,
  key: Key,
  part: Value[Key],
): Value {
  return value[key] === part ? value : { ...value, [key]: part };
}

/** Whether two plain values are equal, whatever the order of their keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && isEqual(a[key], b[key]));
}
