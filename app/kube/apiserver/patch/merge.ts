import { isObject, type PlainObject } from '../../kinds/plain.ts';

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
