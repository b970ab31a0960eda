import { attempt } from '../../../base/attempt.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { applyStrategicPatch } from '../../../kube/kinds/strategic-merge.ts';
import { WireSchema } from '../../../kube/kinds/wire.ts';
import type { Invocation } from '../invocation.ts';
import { isFields, textAt, type Fields } from '../unstructured.ts';
import { applyJsonPatch } from './json-patch.ts';
import { mergePatched } from './merge-patch.ts';
import { wireTypeOf } from './typed-form.ts';

/** The object after --overrides. */
export function overridden(k: Invocation, object: Fields): Result<Fields> {
  const text = k.flags.text('overrides');
  if (text === '') return good(object);
  const type = k.flags.text('override-type');
  if (!['json', 'merge', 'strategic'].includes(type)) return bad(`invalid override type: ${type}`);
  const patch = attempt<unknown>(() => JSON.parse(text));
  if (!patch.ok) return bad('Invalid JSON Patch');
  return patched(object, patch.value, type);
}

/** An object after a patch of one of the three kinds. */
export function patched(object: Fields, patch: unknown, type: string): Result<Fields> {
  if (type === 'json') {
    const result = applyJsonPatch(object, patch);
    return result.ok && isFields(result.value)
      ? good(result.value)
      : bad(result.ok ? 'not an object' : result.error);
  }
  if (!isFields(patch)) return bad('Invalid JSON Patch');
  const schema = new WireSchema();
  const wire = wireTypeOf(schema, textAt(object, 'apiVersion'), textAt(object, 'kind'));
  if (type === 'merge' || wire === undefined) {
    const merged = mergePatched(object, patch);
    return isFields(merged) ? good(merged) : bad('not an object');
  }
  const result = applyStrategicPatch(schema, wire, object, patch);
  if (!result.ok) return bad(result.error.message);
  return isFields(result.value) ? good(result.value) : bad('not an object');
}
