import type { WireField, WireSchema, WireShape, WireStruct } from '../../../kube/kinds/wire.ts';
import { byCodePoint } from '../go/json.ts';
import { isFields, type Fields } from '../unstructured.ts';

/**
 * The strategic merge patch that brings an object to its new configuration: what differs from the live object, and what
 * was applied before and is gone now.
 * @upstream apimachinery/pkg/util/strategicpatch CreateThreeWayMergePatch
 */
export function threeWayPatch(
  schema: WireSchema | undefined,
  type: string | undefined,
  versions: { readonly original: Fields; readonly modified: Fields; readonly current: Fields },
): Fields {
  const struct = schema !== undefined && type !== undefined ? schema.struct(type) : undefined;
  const differ = new Differ(schema);
  const changes = differ.maps(versions.current, versions.modified, struct, 'changes');
  const deletions = differ.maps(versions.original, versions.modified, struct, 'deletions');
  return joined(deletions, changes, struct, schema);
}

/** The patch between two versions: additions, changes and deletions. */
export function twoWayPatch(
  schema: WireSchema | undefined,
  type: string | undefined,
  from: Fields,
  to: Fields,
): Fields {
  const struct = schema !== undefined && type !== undefined ? schema.struct(type) : undefined;
  return new Differ(schema).maps(from, to, struct, 'both');
}

type Mode = 'changes' | 'deletions' | 'both';

class Differ {
  readonly #schema: WireSchema | undefined;

  constructor(schema: WireSchema | undefined) {
    this.#schema = schema;
  }

  maps(from: Fields, to: Fields, struct: WireStruct | undefined, mode: Mode): Fields {
    const patch: Record<string, unknown> = {};
    for (const key of Object.keys(from).toSorted(byCodePoint)) {
      const [before, after] = [from[key], to[key]];
      if (!(key in to) || after === undefined) {
        if (mode !== 'changes' && before !== undefined) patch[key] = null;
        continue;
      }
      this.#field(patch, key, before, after, struct?.byName.get(key), mode);
    }
    if (mode !== 'deletions') {
      for (const [key, value] of Object.entries(to))
        if (!(key in from) && value !== undefined) patch[key] = value;
    }
    return patch;
  }

  #field(
    patch: Record<string, unknown>,
    key: string,
    before: unknown,
    after: unknown,
    field: WireField | undefined,
    mode: Mode,
  ): void {
    if (isFields(before) && isFields(after)) {
      const inner = this.maps(before, after, this.#structOf(field?.shape), mode);
      if (Object.keys(inner).length === 0) return;
      patch[key] = field?.retainKeys === true ? { ...inner, $retainKeys: presentKeys(after) } : inner;
    } else if (Array.isArray(before) && Array.isArray(after) && field?.mergeKey !== undefined) {
      if (field.mergeKey === '') this.#scalars(patch, key, before, after, mode);
      else this.#objects(patch, key, before, after, field, mode);
    } else if (mode !== 'deletions' && !same(before, after)) patch[key] = after;
  }

  #scalars(
    patch: Record<string, unknown>,
    key: string,
    before: readonly unknown[],
    after: readonly unknown[],
    mode: Mode,
  ): void {
    const added = after.filter((item) => !before.some((other) => same(item, other)));
    const gone = before.filter((item) => !after.some((other) => same(item, other)));
    if (mode !== 'deletions' && added.length > 0) patch[key] = added;
    if (mode !== 'changes' && gone.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = gone;
    if ((mode !== 'deletions' && added.length > 0) || (mode !== 'changes' && gone.length > 0)) {
      patch[`$setElementOrder/${key}`] = after;
    }
  }

  #objects(
    patch: Record<string, unknown>,
    key: string,
    before: readonly unknown[],
    after: readonly unknown[],
    field: WireField,
    mode: Mode,
  ): void {
    const mergeKey = field.mergeKey ?? '';
    const keyOf = (item: unknown): unknown => (isFields(item) ? item[mergeKey] : undefined);
    const struct = this.#structOf(field.shape);
    const changed: Fields[] = [];
    for (const item of after.filter(isFields)) {
      const old = before.filter(isFields).find((one) => same(keyOf(one), keyOf(item)));
      if (old === undefined) {
        if (mode !== 'deletions') changed.push(item);
        continue;
      }
      const inner = this.maps(old, item, struct, mode);
      if (Object.keys(inner).length === 0) continue;
      const retain = field.retainKeys ? { $retainKeys: presentKeys(item) } : {};
      changed.push({ ...inner, ...retain, [mergeKey]: keyOf(item) });
    }
    const gone =
      mode === 'changes'
        ? []
        : before.filter(isFields).filter((one) => !after.some((item) => same(keyOf(item), keyOf(one))));
    const deletions = gone.map((item) => ({ $patch: 'delete', [mergeKey]: keyOf(item) }));
    if (changed.length + deletions.length > 0) patch[key] = [...changed, ...deletions];
    if (changed.length + deletions.length > 0 || (mode !== 'deletions' && !sameOrder(before, after, keyOf))) {
      patch[`$setElementOrder/${key}`] = after.map((item) => ({ [mergeKey]: keyOf(item) }));
    }
  }

  #structOf(shape: WireShape | undefined): WireStruct | undefined {
    if (this.#schema === undefined) return undefined;
    if (shape?.is === 'struct') return this.#schema.struct(shape.struct);
    if (shape?.is === 'list' && shape.of.is === 'struct') return this.#schema.struct(shape.of.struct);
    return undefined;
  }
}

function presentKeys(value: Fields): readonly string[] {
  return Object.keys(value)
    .filter((key) => value[key] !== null)
    .toSorted(byCodePoint);
}

/** Deletions and changes of one patch: objects join, lists of objects join by their key. */
function joined(
  deletions: Fields,
  changes: Fields,
  struct: WireStruct | undefined,
  schema: WireSchema | undefined,
): Fields {
  const out: Record<string, unknown> = { ...deletions };
  for (const [key, value] of Object.entries(changes)) {
    const other = out[key];
    const field = struct?.byName.get(key);
    const inner =
      schema === undefined || field === undefined
        ? undefined
        : field.shape.is === 'struct'
          ? schema.struct(field.shape.struct)
          : field.shape.is === 'list' && field.shape.of.is === 'struct'
            ? schema.struct(field.shape.of.struct)
            : undefined;
    if (isFields(other) && isFields(value)) out[key] = joined(other, value, inner, schema);
    else if (Array.isArray(other) && Array.isArray(value) && !key.startsWith('$')) {
      out[key] = joinedLists(other, value, field?.mergeKey ?? '', inner, schema);
    } else out[key] = value;
  }
  return out;
}

function joinedLists(
  deletions: readonly unknown[],
  changes: readonly unknown[],
  mergeKey: string,
  struct: WireStruct | undefined,
  schema: WireSchema | undefined,
): readonly unknown[] {
  const rest = [...deletions];
  const merged = changes.map((item) => {
    const at = rest.findIndex(
      (other) => isFields(other) && isFields(item) && same(other[mergeKey], item[mergeKey]),
    );
    const other = at === -1 ? undefined : rest.splice(at, 1)[0];
    return isFields(other) && isFields(item) ? joined(other, item, struct, schema) : item;
  });
  return [...merged, ...rest];
}

function sameOrder(
  before: readonly unknown[],
  after: readonly unknown[],
  keyOf: (item: unknown) => unknown,
): boolean {
  const known = after.map(keyOf).filter((key) => before.some((item) => same(keyOf(item), key)));
  const old = before.map(keyOf).filter((key) => known.some((one) => same(one, key)));
  return known.every((key, at) => same(key, old[at]));
}

/** Whether two plain values are equal. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at]));
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

/**
 * The JSON merge patch between three versions, for kinds whose types the client does not know.
 * @upstream apimachinery/pkg/util/jsonmergepatch CreateThreeWayJSONMergePatch
 */
export function threeWayMergePatch(versions: {
  readonly original: Fields;
  readonly modified: Fields;
  readonly current: Fields;
}): Fields {
  return threeWayPatch(undefined, undefined, versions);
}
