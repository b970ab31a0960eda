import { isEqual, isObject, type PlainObject } from '../../kinds/plain.ts';
import type { WireSchema, WireShape } from '../../kinds/wire.ts';
import { fieldNode, NO_FIELDS, type FieldSet } from './field-set.ts';
import { isAtomic, isEmptyValue, partsOf, partType, type FieldType } from './typed.ts';

/** How two objects differ, field by field. */
export interface Comparison {
  /** What is new or has another value. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

type Name = keyof Comparison;
const EQUAL: Comparison = { changed: NO_FIELDS, removed: NO_FIELDS };

interface Difference {
  readonly changed?: FieldSet;
  readonly removed?: FieldSet;
}

const LEAF: Readonly<Record<Name, Difference>> = { changed: { changed: {} }, removed: { removed: {} } };
const SAME: Difference = {};

/** Compares an object before and after a write. @upstream structured-merge-diff/typed/compare.go */
export function compareFields(
  schema: WireSchema,
  type: FieldType,
  before: unknown,
  after: unknown,
): Comparison {
  return { ...EQUAL, ...compareParts(schema, type, before, after) };
}

function compareValues(schema: WireSchema, type: FieldType, before: unknown, after: unknown): Difference {
  if (before === after) return SAME;
  if (isAtomic(schema, type) || (isEmptyValue(before) && isEmptyValue(after))) {
    if (before === undefined) return LEAF.changed;
    if (after === undefined) return LEAF.removed;
    return isEqual(before, after) ? SAME : LEAF.changed;
  }
  const below = compareParts(schema, type, before, after);
  if (before !== undefined && after !== undefined) return below;
  const name: Name = before === undefined ? 'changed' : 'removed';
  const whole = fieldNode(true, below[name] ?? NO_FIELDS);
  return whole ? { ...below, [name]: whole } : below;
}

function compareParts(schema: WireSchema, type: FieldType, before: unknown, after: unknown): Difference {
  const found = new Findings();
  if (type.shape.is === 'list') compareItems(schema, type, before, after, found);
  else compareMembers(schema, type.shape, before, after, found);
  return found.difference();
}

/** The items of a list that is merged by keys. */
function compareItems(
  schema: WireSchema,
  type: FieldType,
  before: unknown,
  after: unknown,
  found: Findings,
): void {
  const [olds, news] = [partsOf(schema, type, before), partsOf(schema, type, after)];
  const part = partType(schema, type, '');
  if (!part) return;
  for (const [element, item] of news)
    found.add(element, compareValues(schema, part.type, olds.get(element), item));
  for (const [element, item] of olds)
    if (!news.has(element)) found.add(element, compareValues(schema, part.type, item, undefined));
}

/** The members of a struct or map. Most are the same object as before, so that nothing is made before that is known. */
function compareMembers(
  schema: WireSchema,
  shape: WireShape,
  before: unknown,
  after: unknown,
  found: Findings,
): void {
  const [olds, news] = [isObject(before) ? before : NO_MEMBERS, isObject(after) ? after : NO_MEMBERS];
  const struct = shape.is === 'struct' ? schema.struct(shape.struct).byName : undefined;
  const look = (key: string, old: unknown, now: unknown): void => {
    if (old === now) return;
    const field = struct?.get(key);
    if (struct ? !field : shape.is !== 'map') return;
    const type = { shape: field?.shape ?? (shape.is === 'map' ? shape.of : shape), keys: field?.listKeys };
    found.add(`f:${key}`, compareValues(schema, type, old, now));
  };
  for (const key of Object.keys(news)) look(key, Object.hasOwn(olds, key) ? olds[key] : undefined, news[key]);
  for (const key of Object.keys(olds)) if (!Object.hasOwn(news, key)) look(key, olds[key], undefined);
}

const NO_MEMBERS: PlainObject = {};

/** What differs below a value, gathered element by element. */
class Findings {
  #changed: Record<string, FieldSet> | undefined;
  #removed: Record<string, FieldSet> | undefined;

  add(element: string, { changed, removed }: Difference): void {
    if (changed) (this.#changed ??= {})[element] = changed;
    if (removed) (this.#removed ??= {})[element] = removed;
  }

  difference(): Difference {
    const [changed, removed] = [this.#changed, this.#removed];
    if (!removed) return changed ? { changed } : SAME;
    return changed ? { changed, removed } : { removed };
  }
}
