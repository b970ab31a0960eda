import { attempt } from '../../../base/attempt.ts';
import { goJson } from '../go/json.ts';
import { isFields, textAt, withAt, withoutAt, type Fields } from '../unstructured.ts';

/** The annotation in which apply keeps what was applied last. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The object with its own configuration as annotation, as apply sends it.
 * @upstream kubectl/pkg/util/apply.go GetModifiedConfiguration
 */
export function withLastApplied(object: Fields): Fields {
  const bare = withoutAt(object, 'metadata', 'annotations', LAST_APPLIED);
  const metadata = isFields(bare['metadata']) ? bare['metadata'] : {};
  const annotations = isFields(metadata['annotations']) ? metadata['annotations'] : {};
  const settled = { ...bare, metadata: { ...metadata, annotations } };
  return withAt(settled, ['metadata', 'annotations', LAST_APPLIED], `${goJson(settled)}\n`);
}

/** What was applied last, or undefined when the object was not made by apply. */
export function lastApplied(object: unknown): Fields | undefined {
  const text = textAt(object, 'metadata', 'annotations', LAST_APPLIED);
  if (text === '') return undefined;
  const parsed = attempt<unknown>(() => JSON.parse(text));
  return parsed.ok && isFields(parsed.value) ? parsed.value : undefined;
}
