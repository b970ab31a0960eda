import { bad, good, type Result } from '../../../base/result.ts';
import { isEqual, isList, isObject } from '../../kinds/plain.ts';

/** One operation of a JSON patch as it was sent. */
export type JsonOperation = Readonly<Record<string, unknown>>;

/** Applies a JSON patch (RFC 6902) in the manner and the words of the library that the API server uses. @upstream gopkg.in/evanphx/json-patch.v4 */
export function applyJsonPatch(target: unknown, operations: readonly JsonOperation[]): Result<unknown> {
  let document: unknown = target;
  for (const operation of operations) {
    const next = applyOne(document, operation);
    if (!next.ok) return next;
    document = next.value;
  }
  return good(document);
}

function applyOne(document: unknown, operation: JsonOperation): Result<unknown> {
  const op = typeof operation['op'] === 'string' ? operation['op'] : 'unknown';
  const path = operation['path'];
  if (typeof path !== 'string')
    return bad(`${op} operation failed: operation "${op}" missing path field: missing value`);
  switch (op) {
    case 'add':
      return add(document, path, operation['value'] ?? null, op);
    case 'remove':
      return remove(document, path, op);
    case 'replace':
      return replace(document, path, operation['value'] ?? null);
    case 'test':
      return test(document, path, operation['value'] ?? null);
    case 'copy':
    case 'move':
      return transfer(document, path, operation, op);
    default:
      return bad(`Unexpected kind: ${op}`);
  }
}

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The container that a pointer's last segment lies in; undefined when the way there ends early. */
function containerOf(document: unknown, segments: readonly string[]): unknown {
  let at = document;
  for (const segment of segments.slice(0, -1)) {
    at = child(at, segment);
    if (at === undefined) return undefined;
  }
  return isObject(at) || isList(at) ? at : undefined;
}

function child(container: unknown, segment: string): unknown {
  if (isObject(container)) return container[segment];
  if (!isList(container)) return undefined;
  const index = indexOf(segment, container.length);
  return typeof index === 'number' ? container[index] : undefined;
}

/** An index into a list; negative ones count from the end. */
function indexOf(segment: string, length: number): number | string {
  if (!/^-?[0-9]+$/.test(segment)) return `strconv.Atoi: parsing ${JSON.stringify(segment)}: invalid syntax`;
  const index = Number(segment);
  if (index >= length) return `Unable to access invalid index: ${index}: invalid index referenced`;
  if (index < -length) return `Unable to access invalid index: ${index}: invalid index referenced`;
  return index < 0 ? index + length : index;
}

/** Rebuilds the document with one container changed. */
function changeAt(
  document: unknown,
  segments: readonly string[],
  change: (container: unknown, last: string) => Result<unknown>,
): Result<unknown> {
  const [first, ...rest] = segments;
  if (first === undefined) return bad('missing');
  if (rest.length === 0) return change(document, first);
  const inner = changeAt(child(document, first), rest, change);
  if (!inner.ok) return inner;
  if (isObject(document)) return good({ ...document, [first]: inner.value });
  if (!isList(document)) return bad('missing');
  const index = indexOf(first, document.length);
  return typeof index === 'number' ? good(document.with(index, inner.value)) : bad(index);
}

function add(document: unknown, path: string, value: unknown, op: string): Result<unknown> {
  if (path === '') return good(value);
  const segments = segmentsOf(path);
  if (containerOf(document, segments) === undefined)
    return bad(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
  return changeAt(document, segments, (container, last) => {
    if (isObject(container)) return good({ ...container, [last]: value });
    return isList(container) ? insert(container, last, value, op, path) : bad('missing');
  });
}

function insert(
  list: readonly unknown[],
  last: string,
  value: unknown,
  op: string,
  path: string,
): Result<unknown> {
  if (last === '-') return good([...list, value]);
  const index = indexOf(last, list.length + 1);
  if (typeof index !== 'number') return bad(`error in ${op} for path: '${path}': ${index}`);
  return good(list.toSpliced(index, 0, value));
}

function remove(document: unknown, path: string, op: string): Result<unknown> {
  const segments = segmentsOf(path);
  if (segments.length === 0 || containerOf(document, segments) === undefined)
    return bad(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
  return changeAt(document, segments, (container, last) => {
    if (isObject(container)) {
      if (!(last in container))
        return bad(
          `error in ${op} for path: '${path}': Unable to remove nonexistent key: ${last}: missing value`,
        );
      const { [last]: _gone, ...rest } = container;
      return good(rest);
    }
    if (!isList(container)) return bad('missing');
    const index = indexOf(last, container.length);
    if (typeof index !== 'number') return bad(`error in ${op} for path: '${path}': ${index}`);
    return good(container.toSpliced(index, 1));
  });
}

function replace(document: unknown, path: string, value: unknown): Result<unknown> {
  if (path === '') return good(value);
  const segments = segmentsOf(path);
  if (containerOf(document, segments) === undefined)
    return bad(`replace operation does not apply: doc is missing path: ${path}: missing value`);
  return changeAt(document, segments, (container, last) => {
    if (isObject(container)) return good({ ...container, [last]: value });
    if (!isList(container)) return bad('missing');
    const index = indexOf(last, container.length);
    if (typeof index !== 'number')
      return bad(`replace operation does not apply: doc is missing key: ${path}: missing value`);
    return good(container.with(index, value));
  });
}

function test(document: unknown, path: string, value: unknown): Result<unknown> {
  const segments = segmentsOf(path);
  const found = segments.reduce<unknown>((at, segment) => child(at, segment), document);
  if (found === undefined ? value === null : isEqual(found, value)) return good(document);
  return bad(`testing value ${path} failed: test failed`);
}

function transfer(
  document: unknown,
  path: string,
  operation: JsonOperation,
  op: 'copy' | 'move',
): Result<unknown> {
  const from = typeof operation['from'] === 'string' ? operation['from'] : '';
  const segments = segmentsOf(from);
  if (containerOf(document, segments) === undefined)
    return bad(`${op} operation does not apply: doc is missing from path: ${from}: missing value`);
  const value = segments.reduce<unknown>((at, segment) => child(at, segment), document);
  const source = op === 'move' ? remove(document, from, op) : good(document);
  if (!source.ok) return source;
  return add(source.value, path, value ?? null, op);
}
