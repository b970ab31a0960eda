/** Plain data: what survives structured cloning, can be hashed, and has no identity of its own. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Freezes a plain value with everything inside it and gives it back. Parts that are frozen already are skipped. */
export function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (!ArrayBuffer.isView(value)) Object.freeze(value);
  for (const part of Object.values(value)) freezeDeep(part);
  return value;
}

/** JSON text with the keys of every object in code unit order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
