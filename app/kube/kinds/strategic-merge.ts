import { bad, good, type Result } from '../../base/result.ts';
import { isEqual, isList, isObject, type PlainObject } from './plain.ts';
import type { WireField, WireSchema, WireShape, WireStruct } from './wire.ts';

const DIRECTIVE = '$patch';
const RETAIN = '$retainKeys';
const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

/** Why a strategic merge patch does not apply: 400 for what its author got wrong, 500 as the real server has it. */
export interface PatchProblem {
  readonly code: 400 | 422 | 500;
  readonly message: string;
}

type Merged = Result<unknown, PatchProblem>;

/**
 * Applies a strategic merge patch: lists of objects merge by the key of their type, directives delete, replace and order.
 * @upstream apimachinery/pkg/util/strategicpatch/patch.go
 */
export function applyStrategicPatch(
  schema: WireSchema,
  type: string,
  target: unknown,
  patch: unknown,
): Merged {
  if (!isObject(patch)) return bad({ code: 400, message: 'patch is no object' });
  return new Merger(schema).map(isObject(target) ? target : {}, patch, schema.struct(type));
}

class Merger {
  readonly #schema: WireSchema;

  constructor(schema: WireSchema) {
    this.#schema = schema;
  }

  map(target: PlainObject, patch: PlainObject, struct: WireStruct | undefined): Merged {
    const directive = patch[DIRECTIVE];
    if (directive !== undefined) return mapDirective(directive, patch);
    const start = retained(target, patch);
    if (!start.ok) return start;
    const out: Record<string, unknown> = { ...start.value };
    const ordered = new Set<string>();
    for (const [key, value] of Object.entries(patch)) {
      if (key === RETAIN) continue;
      const name = key.startsWith(ORDER)
        ? key.slice(ORDER.length)
        : key.startsWith(DELETE_PRIMITIVES)
          ? key.slice(DELETE_PRIMITIVES.length)
          : undefined;
      if (name !== undefined) {
        ordered.add(name);
        continue;
      }
      if (patch[ORDER + key] !== undefined || patch[DELETE_PRIMITIVES + key] !== undefined) {
        ordered.add(key);
        continue;
      }
      const merged = this.#field(out[key], value, struct?.byName.get(key));
      if (!merged.ok) return merged;
      if (merged.value === undefined) delete out[key];
      else out[key] = merged.value;
    }
    for (const name of ordered) {
      const merged = this.#ordered(out, patch, name, struct?.byName.get(name));
      if (!merged.ok) return merged;
    }
    return good(out);
  }

  /** A list whose patch says which items go, or in which order all of them stand in the end. */
  #ordered(
    out: Record<string, unknown>,
    patch: PlainObject,
    name: string,
    field: WireField | undefined,
  ): Result<undefined, PatchProblem> {
    const order = patch[ORDER + name];
    const removals = patch[DELETE_PRIMITIVES + name];
    const given = patch[name];
    const key = field?.mergeKey;
    let list = isList(out[name]) ? out[name] : [];
    if (isList(removals)) list = list.filter((item) => !removals.some((gone) => isEqual(gone, item)));
    if (isList(given)) {
      const problem = isList(order) ? orderProblem(order, given, key) : undefined;
      if (problem) return bad(problem);
      const merged = this.#list(list, given, field);
      if (!merged.ok) return merged;
      list = isList(merged.value) ? merged.value : [];
    } else if (given === null) list = [];
    if (isList(order)) list = inOrder(list, order, key, isList(out[name]) ? out[name] : []);
    if (list.length === 0 && !(name in out)) return good(undefined);
    out[name] = list;
    return good(undefined);
  }

  #field(target: unknown, patch: unknown, field: WireField | undefined): Merged {
    if (patch === null) return good(undefined);
    if (isObject(patch)) {
      const struct = this.#structOf(field?.shape);
      if (isObject(target)) return this.map(target, patch, struct);
      return this.map({}, withoutDeletes(patch), struct);
    }
    if (isList(patch) && field?.mergeKey !== undefined)
      return this.#list(isList(target) ? target : [], patch, field);
    return good(patch);
  }

  #structOf(shape: WireShape | undefined): WireStruct | undefined {
    if (shape?.is === 'struct') return this.#schema.struct(shape.struct);
    if (shape?.is === 'list' && shape.of.is === 'struct') return this.#schema.struct(shape.of.struct);
    return undefined;
  }

  #list(target: readonly unknown[], patch: readonly unknown[], field: WireField | undefined): Merged {
    const key = field?.mergeKey;
    if (key === undefined) return good(patch);
    if (key === '') return good(mergedScalars(target, patch));
    return this.#objects(target, patch, key, this.#structOf(field?.shape));
  }

  #objects(
    target: readonly unknown[],
    patch: readonly unknown[],
    key: string,
    struct: WireStruct | undefined,
  ): Merged {
    const directives = readListDirectives(patch, key);
    if (!directives.ok) return directives;
    const { replace, deletions, items } = directives.value;
    if (replace) return good(items);
    let out = target.filter((item) => !deletions.some((gone) => isObject(item) && isEqual(item[key], gone)));
    for (const item of items) {
      if (!isObject(item)) continue;
      const index = out.findIndex((one) => isObject(one) && isEqual(one[key], item[key]));
      const before = out[index];
      const merged = isObject(before)
        ? this.map(before, item, struct)
        : this.map({}, withoutDeletes(item), struct);
      if (!merged.ok) return merged;
      out = index < 0 ? [...out, merged.value] : out.with(index, merged.value);
    }
    return good(inOrder(out, items, key, target));
  }
}

function mapDirective(directive: unknown, patch: PlainObject): Merged {
  const { [DIRECTIVE]: _directive, ...rest } = patch;
  if (directive === 'replace') return good(rest);
  if (directive === 'delete') return good({});
  return bad(unknownDirective(patch));
}

function unknownDirective(patch: PlainObject): PatchProblem {
  return {
    code: 500,
    message: `unknown patch type: ${goText(patch[DIRECTIVE])} in map: ${goMapText(patch)}`,
  };
}

/** Keys that are not listed in $retainKeys go. */
function retained(target: PlainObject, patch: PlainObject): Result<PlainObject, PatchProblem> {
  const keys = patch[RETAIN];
  if (keys === undefined) return good(target);
  if (!isList(keys)) return bad({ code: 400, message: 'invalid patch format of retainKeys' });
  const missing = Object.keys(patch).some(
    (key) => key !== RETAIN && patch[key] !== null && !keys.includes(key),
  );
  if (missing) return bad({ code: 400, message: 'invalid patch format of retainKeys' });
  return good(Object.fromEntries(Object.entries(target).filter(([key]) => keys.includes(key))));
}

interface ListDirectives {
  readonly replace: boolean;
  readonly deletions: readonly unknown[];
  readonly items: readonly unknown[];
}

function readListDirectives(patch: readonly unknown[], key: string): Result<ListDirectives, PatchProblem> {
  let replace = false;
  const deletions: unknown[] = [];
  const items: unknown[] = [];
  for (const item of patch) {
    if (!isObject(item)) {
      items.push(item);
      continue;
    }
    const directive = item[DIRECTIVE];
    if (directive === 'replace') replace = true;
    else if (directive !== undefined && directive !== 'delete' && directive !== 'merge')
      return bad(unknownDirective(item));
    else if (!(key in item))
      return bad({
        code: 500,
        message: `map: ${goMapText(item)} does not contain declared merge key: ${key}`,
      });
    else if (directive === 'delete') deletions.push(item[key]);
    else {
      const { [DIRECTIVE]: _directive, ...rest } = item;
      items.push(rest);
    }
  }
  return good({ replace, deletions, items });
}

function mergedScalars(target: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  const out = [...target];
  for (const item of patch) if (!out.some((one) => isEqual(one, item))) out.push(item);
  return inOrder(out, patch, '', target);
}

function orderProblem(
  order: readonly unknown[],
  given: readonly unknown[],
  key: string | undefined,
): PatchProblem | undefined {
  const keyOf = (item: unknown): unknown =>
    key !== undefined && key !== '' && isObject(item) ? item[key] : item;
  const wanted = given
    .filter((item) => !(isObject(item) && item[DIRECTIVE] !== undefined))
    .map((item) => keyOf(item));
  const listed = order.map((item) => keyOf(item));
  let from = 0;
  for (const one of wanted) {
    const index = listed.findIndex((other, at) => at >= from && isEqual(other, one));
    if (index < 0)
      return {
        code: 500,
        message: `The order in patch list:\n${goText(given)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
      };
    from = index + 1;
  }
  return undefined;
}

/** Items that the order names stand in it; the others keep their place relative to what they followed before. */
function inOrder(
  list: readonly unknown[],
  order: readonly unknown[],
  key: string | undefined,
  before: readonly unknown[],
): readonly unknown[] {
  const keyOf = (item: unknown): unknown =>
    key !== undefined && key !== '' && isObject(item) ? item[key] : item;
  const ranks = order.map((item) => keyOf(item));
  const rank = (item: unknown): number => ranks.findIndex((one) => isEqual(one, keyOf(item)));
  const named = list.filter((item) => rank(item) >= 0).toSorted((a, b) => rank(a) - rank(b));
  const serverOnly = list.filter((item) => rank(item) < 0);
  const place = (item: unknown): number => before.findIndex((one) => isEqual(keyOf(one), keyOf(item)));
  return mergeByPlace(named, serverOnly, place);
}

function mergeByPlace(
  named: readonly unknown[],
  others: readonly unknown[],
  place: (item: unknown) => number,
): readonly unknown[] {
  const out: unknown[] = [];
  let next = 0;
  for (const item of named) {
    const limit = place(item);
    const count = others.slice(next).findIndex((other) => place(other) >= limit);
    const end = limit < 0 ? next : count < 0 ? others.length : next + count;
    out.push(...others.slice(next, end), item);
    next = end;
  }
  return [...out, ...others.slice(next)];
}

/** What a patch adds as new must not carry deletions with it. */
function withoutDeletes(patch: PlainObject): PlainObject {
  const entries = Object.entries(patch).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
    if (value === null) return [];
    return [[key, isObject(value) ? withoutDeletes(value) : value]];
  });
  return Object.fromEntries(entries);
}

/** A value as Go's %v prints it: `map[a:1 b:[x y]]`. */
export function goText(value: unknown): string {
  if (isList(value)) return `[${value.map((item) => goText(item)).join(' ')}]`;
  if (isObject(value)) return goMapText(value);
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '<nil>' : JSON.stringify(value);
}

function goMapText(value: PlainObject): string {
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, part]) => `${key}:${goText(part)}`).join(' ')}]`;
}
