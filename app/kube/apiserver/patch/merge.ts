import { isObject, type PlainObject } from '../../kinds/plain.ts';

/**
 * The text of a merged object as Go's patch library leaves it: what the patch touched has its keys in order, the rest
 * stands as it was.
 */
export function mergedText(merged: unknown, patch: unknown): string {
  if (!isObject(merged) || !isObject(patch)) return JSON.stringify(merged);
  const parts = Object.keys(merged)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${mergedText(merged[key], patch[key])}`);
  return `{${parts.join(',')}}`;
}

/** Applies a JSON merge patch (RFC 7386): null deletes, objects merge, the rest replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const out: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = isObject(value) ? applyMergePatch(out[key], value) : value;
  }
  return out satisfies PlainObject;
}
