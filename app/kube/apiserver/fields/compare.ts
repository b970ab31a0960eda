import { isEqual } from '../../kinds/plain.ts';
import type { WireSchema } from '../../kinds/wire.ts';
import { fieldNode, isEmptySet, NO_FIELDS, type FieldSet } from './field-set.ts';
import { isAtomic, isEmptyValue, partsOf, partType, type FieldType } from './typed.ts';

/** How two objects differ, field by field. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

type Name = keyof Comparison;
const NAMES = ['added', 'modified', 'removed'] as const;
const EQUAL: Comparison = { added: NO_FIELDS, modified: NO_FIELDS, removed: NO_FIELDS };

interface Difference {
  readonly added?: FieldSet;
  readonly modified?: FieldSet;
  readonly removed?: FieldSet;
}

const LEAF: Readonly<Record<Name, Difference>> = {
  added: { added: {} },
  modified: { modified: {} },
  removed: { removed: {} },
};
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
    if (before === undefined) return LEAF.added;
    if (after === undefined) return LEAF.removed;
    return isEqual(before, after) ? SAME : LEAF.modified;
  }
  const below = compareParts(schema, type, before, after);
  if (before !== undefined && after !== undefined) return below;
  const name: Name = before === undefined ? 'added' : 'removed';
  const whole = fieldNode(true, below[name] ?? NO_FIELDS);
  return whole ? { ...below, [name]: whole } : below;
}

function compareParts(schema: WireSchema, type: FieldType, before: unknown, after: unknown): Difference {
  const [olds, news] = [partsOf(schema, type, before), partsOf(schema, type, after)];
  const sets: Record<Name, Record<string, FieldSet>> = { added: {}, modified: {}, removed: {} };
  const look = (element: string): void => {
    const part = partType(schema, type, element);
    if (!part) return;
    const difference = compareValues(schema, part.type, olds.get(element), news.get(element));
    for (const name of NAMES) {
      const found = difference[name];
      if (found) sets[name][element] = found;
    }
  };
  for (const element of news.keys()) look(element);
  for (const element of olds.keys()) if (!news.has(element)) look(element);
  const found = NAMES.filter((name) => !isEmptySet(sets[name]));
  return found.length === 0 ? SAME : Object.fromEntries(found.map((name) => [name, sets[name]]));
}
