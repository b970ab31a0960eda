import { bad, good, type Result } from '../../../base/result.ts';
import { same } from '../apply/three-way.ts';
import { isFields, textAt } from '../unstructured.ts';

/** A value after a JSON patch (RFC 6902). */
export function applyJsonPatch(target: unknown, patch: unknown): Result<unknown> {
  if (!Array.isArray(patch)) return bad('Invalid JSON Patch');
  let value = target;
  for (const step of patch) {
    const next = applyStep(value, step);
    if (!next.ok) return next;
    value = next.value;
  }
  return good(value);
}

function applyStep(target: unknown, step: unknown): Result<unknown> {
  const path = pointer(textAt(step, 'path'));
  const value = isFields(step) ? step['value'] : undefined;
  switch (textAt(step, 'op')) {
    case 'add':
      return changed(target, path, 'add', value);
    case 'replace':
      return changed(target, path, 'replace', value);
    case 'remove':
      return changed(target, path, 'remove', undefined);
    case 'test':
      return same(read(target, path), value)
        ? good(target)
        : bad(`testing value ${textAt(step, 'path')} failed`);
    case 'copy':
      return changed(target, path, 'add', read(target, pointer(textAt(step, 'from'))));
    case 'move': {
      const from = pointer(textAt(step, 'from'));
      const moved = read(target, from);
      const without = changed(target, from, 'remove', undefined);
      return without.ok ? changed(without.value, path, 'add', moved) : without;
    }
    default:
      return bad(`Unexpected kind: ${textAt(step, 'op')}`);
  }
}

function pointer(text: string): readonly string[] {
  return text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(target: unknown, path: readonly string[]): unknown {
  let value = target;
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isFields(value) ? value[part] : undefined;
  }
  return value;
}

function changed(
  target: unknown,
  path: readonly string[],
  how: 'add' | 'replace' | 'remove',
  value: unknown,
): Result<unknown> {
  const [first, ...rest] = path;
  if (first === undefined) return how === 'remove' ? good(null) : good(value);
  if (Array.isArray(target)) return changedList(target, first, rest, how, value);
  if (!isFields(target)) return bad(`doc is missing path: /${path.join('/')}: missing value`);
  if (rest.length === 0) {
    if (how !== 'add' && !(first in target))
      return bad(`Unable to remove nonexistent key: ${first}: missing value`);
    const { [first]: _old, ...others } = target;
    return good(how === 'remove' ? others : { ...target, [first]: value });
  }
  const inner = changed(target[first], rest, how, value);
  return inner.ok ? good({ ...target, [first]: inner.value }) : inner;
}

function changedList(
  list: readonly unknown[],
  first: string,
  rest: readonly string[],
  how: 'add' | 'replace' | 'remove',
  value: unknown,
): Result<unknown> {
  const index = first === '-' ? list.length : Number(first);
  const end = how === 'add' && rest.length === 0 ? list.length : list.length - 1;
  if (!Number.isInteger(index) || index < 0 || index > end) {
    return bad(`Unable to access invalid index: ${first}: invalid index referenced`);
  }
  if (rest.length > 0) {
    const inner = changed(list[index], rest, how, value);
    return inner.ok ? good(list.map((item, at) => (at === index ? inner.value : item))) : inner;
  }
  if (how === 'add') return good([...list.slice(0, index), value, ...list.slice(index)]);
  if (how === 'remove') return good(list.filter((_, at) => at !== index));
  return good(list.map((item, at) => (at === index ? value : item)));
}
