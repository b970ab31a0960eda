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
  const at = textAt(step, 'path');
  const path = pointer(at);
  const value = isFields(step) ? step['value'] : undefined;
  switch (textAt(step, 'op')) {
    case 'add':
      return hasHome(target, path)
        ? named('add', at, changed(target, path, 'add', value))
        : homeless('add', `"${at}"`);
    case 'replace':
      return hasHome(target, path) ? changed(target, path, 'replace', value) : homeless('replace', at);
    case 'remove':
      return hasHome(target, path)
        ? named('remove', at, changed(target, path, 'remove', undefined))
        : homeless('remove', `"${at}"`);
    case 'test':
      return same(read(target, path), value) ? good(target) : bad(`testing value ${at} failed: test failed`);
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

/** Whether there is something that the last step of a path can be done to. */
function hasHome(target: unknown, path: readonly string[]): boolean {
  if (path.length === 0) return true;
  const home = read(target, path.slice(0, -1));
  return isFields(home) || Array.isArray(home);
}

function homeless(op: string, path: string): { readonly ok: false; readonly error: string } {
  return bad(`${op} operation does not apply: doc is missing path: ${path}: missing value`);
}

function named(op: string, path: string, result: Result<unknown>): Result<unknown> {
  return result.ok ? result : bad(`error in ${op} for path: '${path}': ${result.error}`);
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
    if (how === 'remove' && !(first in target))
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
