import type { Sys } from '../../../linux/process/program.ts';
import { byCodePoint } from '../go/json.ts';
import { goValue } from '../go/format.ts';
import type { Invocation } from '../invocation.ts';
import { isFields, nameOf, namespaceOf, textAt, type Fields } from '../unstructured.ts';
import { describeEvents, eventsOf } from './events.ts';
import { DescriptionWriter } from './writer.ts';

/** Fields of metadata that stand at the top already, or say nothing. */
const HIDDEN = ['Name', 'Namespace', 'Labels', 'Annotations', 'ManagedFields'];

/**
 * A description made from the object's fields alone.
 * @upstream kubectl/pkg/describe/describe.go genericDescriber
 */
export function* describeAnything(k: Invocation, object: Fields, showEvents: boolean): Sys<string> {
  const events = showEvents ? yield* eventsOf(k, object, textAt(object, 'kind')) : undefined;
  const w = new DescriptionWriter();
  w.line('Name', nameOf(object));
  w.line('Namespace', namespaceOf(object));
  w.labels('Labels', object, 'metadata', 'labels');
  w.annotations('Annotations', object, 'metadata', 'annotations');
  writeFields(
    w,
    object,
    0,
    [
      '.metadata.name',
      '.metadata.namespace',
      '.metadata.labels',
      '.metadata.annotations',
      '.metadata.managedFields',
    ],
    '',
  );
  if (events !== undefined) describeEvents(k, events, w);
  return w.text();
}

function writeFields(
  w: DescriptionWriter,
  fields: Fields,
  level: number,
  skip: readonly string[],
  path: string,
): void {
  for (const key of Object.keys(fields).toSorted(byCodePoint)) {
    if (skip.includes(`${path}.${key}`)) continue;
    const value = fields[key];
    const title = titleOf(key);
    if (HIDDEN.includes(title) && level === 0 && path === '.metadata') continue;
    if (isFields(value)) {
      w.write(level, `${title}:\n`);
      writeFields(w, value, level + 1, skip, `${path}.${key}`);
    } else if (Array.isArray(value)) {
      w.write(level, `${title}:\n`);
      for (const item of value) {
        if (isFields(item)) writeFields(w, item, level + 1, skip, `${path}.${key}`);
        else w.write(level + 1, `${goValue(item)}\n`);
      }
    } else w.write(level, `${title}:\t${goValue(value)}\n`);
  }
}

const ACRONYMS = /^(uid|api|dns|http|https|ip|url|uri|id|ttl|tls|cpu|os)$/i;

/**
 * `creationTimestamp` becomes `Creation Timestamp`, `apiVersion` becomes `API Version`.
 * @upstream kubectl/pkg/describe/describe.go smartLabelFor
 */
export function titleOf(field: string): string {
  if (/[^A-Za-z0-9]/.test(field)) return field;
  const parts = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]/g) ?? [field];
  return parts
    .map((part) => {
      if (ACRONYMS.test(part)) return part.toUpperCase();
      return part.charAt(0).toUpperCase() + part.slice(1);
    })
    .join(' ');
}
