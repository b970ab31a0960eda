import { nameOf, namespaceOf } from '../unstructured.ts';
import type { DescriptionWriter } from './writer.ts';

/** Name, namespace, labels and annotations, as most descriptions begin. */
export function describeHead(w: DescriptionWriter, object: unknown, namespaced = true): void {
  w.line('Name', nameOf(object));
  if (namespaced) w.line('Namespace', namespaceOf(object));
  w.labels('Labels', object, 'metadata', 'labels');
  w.annotations('Annotations', object, 'metadata', 'annotations');
}

/** A Go bool as descriptions print it. */
export function boolText(value: unknown): string {
  return value === true ? 'True' : 'False';
}
