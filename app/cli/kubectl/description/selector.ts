import { at, listAt, stringEntries, textAt } from '../unstructured.ts';

/** A label selector as text: `app=web,tier in (a,b)`; `<none>` when it selects nothing. */
export function selectorText(selector: unknown): string {
  if (selector === undefined || selector === null) return '<none>';
  const parts: (readonly [string, string])[] = stringEntries(selector, 'matchLabels').map(([key, value]) => [
    key,
    `${key}=${value}`,
  ]);
  for (const one of listAt(selector, 'matchExpressions')) {
    const key = textAt(one, 'key');
    const values = listAt(one, 'values').map(String).toSorted().join(',');
    const operator = textAt(one, 'operator');
    if (operator === 'Exists') parts.push([key, key]);
    else if (operator === 'DoesNotExist') parts.push([key, `!${key}`]);
    else parts.push([key, `${key} ${operator === 'In' ? 'in' : 'notin'} (${values})`]);
  }
  if (parts.length === 0) return '<none>';
  return parts
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text)
    .join(',');
}

/** The same as a query asks for it; empty when it selects everything. */
export function selectorQuery(selector: unknown): string {
  const text = selectorText(selector);
  return text === '<none>' ? '' : text;
}

/** A string map joined by commas, `<none>` when empty. */
export function labelsText(object: unknown, ...path: readonly string[]): string {
  const entries = stringEntries(object, ...path);
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',');
}

/** `Kind/name` of the controller that owns an object. */
export function controllerText(object: unknown): string {
  const owner = listAt(object, 'metadata', 'ownerReferences').find((one) => at(one, 'controller') === true);
  return owner === undefined ? '' : `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`;
}
