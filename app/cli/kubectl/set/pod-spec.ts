import { podSpecPath } from '../object/selectors.ts';
import { at, isFields, listAt, textAt, withAt, type Fields } from '../unstructured.ts';

/** Changes the containers of an object's Pod spec; undefined when the object runs no Pods. */
export function withContainers(
  object: Fields,
  change: (container: Fields, kind: 'containers' | 'initContainers') => Fields,
): Fields | undefined {
  const path = podSpecPath(textAt(object, 'kind'));
  if (path === undefined) return undefined;
  let after = object;
  for (const kind of ['initContainers', 'containers'] as const) {
    const list = listAt(object, ...path, kind);
    if (list.length === 0) continue;
    after = withAt(
      after,
      [...path, kind],
      list.map((one) => (isFields(one) ? change(one, kind) : one)),
    );
  }
  return after;
}

/** The containers of an object, with init containers. */
export function allContainers(object: Fields): readonly Fields[] {
  const path = podSpecPath(textAt(object, 'kind'));
  const spec = path === undefined ? undefined : at(object, ...path);
  return [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')].filter(isFields);
}

/** Whether a name fits a pattern with `*`. */
export function fits(name: string, pattern: string): boolean {
  if (pattern === '*' || pattern === '') return true;
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(name);
}
