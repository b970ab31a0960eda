import { at, nameOf, textAt } from '../unstructured.ts';

/** `service/np`, `deployment.apps/my-nginx`: how kubectl names an object in one word. */
export function nameWord(object: unknown): string {
  return `${kindWord(textAt(object, 'apiVersion'), textAt(object, 'kind'))}/${nameOf(object)}`;
}

/** `service`, `deployment.apps`. */
export function kindWord(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? kind.toLowerCase() : `${kind.toLowerCase()}.${apiVersion.slice(0, slash)}`;
}

/** Whether an object is a list of others. */
export function isList(object: unknown): boolean {
  return Array.isArray(at(object, 'items')) && textAt(object, 'kind').endsWith('List');
}
