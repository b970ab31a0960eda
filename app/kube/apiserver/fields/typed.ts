import { canonicalJson } from '../../../base/json.ts';
import { isList, isObject, type PlainObject } from '../../kinds/plain.ts';
import { zeroScalar, type WireField, type WireSchema, type WireShape } from '../../kinds/wire.ts';

/** What is known of a value when fields are tracked: its shape, and how apply treats it. */
export interface FieldType {
  readonly shape: WireShape;
  readonly keys: WireField['listKeys'];
}

/** One part of a value: the element that leads to it, its type, whether that type is a declared field. */
export interface Part {
  readonly element: string;
  readonly type: FieldType;
  readonly declared: boolean;
}

/** Keys that may be left out of list items, because they have a default. */
const KEY_DEFAULTS: PlainObject = { protocol: 'TCP' };

/** The type of a whole object. */
export function structType(struct: string): FieldType {
  return { shape: { is: 'struct', struct }, keys: undefined };
}

/** Whether a value is taken as a whole: scalars, and what is declared atomic. Lists are unless they say how to merge. */
export function isAtomic(schema: WireSchema, { shape, keys }: FieldType): boolean {
  switch (shape.is) {
    case 'scalar':
      return true;
    case 'struct':
      return keys === 'atomic' || schema.struct(shape.struct).atomic;
    case 'map':
      return keys === 'atomic';
    case 'list':
      return keys === undefined || keys === 'atomic';
  }
}

/** Whether a value has parts at all. */
export function isEmptyValue(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** The parts of a struct or map, or the items of a list that is merged by keys. */
export function partsOf(schema: WireSchema, type: FieldType, value: unknown): ReadonlyMap<string, unknown> {
  const { shape, keys } = type;
  if (shape.is === 'list') {
    const items = isList(value) ? value : [];
    return new Map(items.map((item) => [itemElement(keys, item), item]));
  }
  if (!isObject(value)) return NOTHING;
  return new Map(Object.entries(value).map(([key, part]) => [`f:${key}`, part]));
}

const NOTHING: ReadonlyMap<string, unknown> = new Map([]);

/** The element that leads to an item of a list. */
export function itemElement(keys: FieldType['keys'], item: unknown): string {
  if (keys === 'set') return `v:${JSON.stringify(item)}`;
  if (!isList(keys)) return 'v:';
  const values: Record<string, unknown> = {};
  for (const key of [...keys].toSorted()) {
    const value = isObject(item) ? item[key] : undefined;
    values[key] = value ?? KEY_DEFAULTS[key] ?? null;
  }
  return `k:${canonicalJson(values)}`;
}

/** The type of the part that an element leads to; undefined for fields that are not declared. */
export function partType(schema: WireSchema, { shape }: FieldType, element: string): Part | undefined {
  if (shape.is === 'list') return { element, type: { shape: shape.of, keys: undefined }, declared: false };
  if (shape.is === 'map') return { element, type: { shape: shape.of, keys: undefined }, declared: false };
  if (shape.is !== 'struct') return undefined;
  const field = schema.struct(shape.struct).byName.get(element.slice(2));
  return field && { element, type: { shape: field.shape, keys: field.listKeys }, declared: true };
}

/** An object as Go has it before anything is set: structs filled in, what is always printed as its zero value. */
export function zeroObject(schema: WireSchema, struct: string): PlainObject {
  const result: Record<string, unknown> = {};
  for (const { name, shape, pointer, always } of schema.struct(struct).fields) {
    if (shape.is === 'struct' && !pointer) result[name] = zeroObject(schema, shape.struct);
    else if (always) result[name] = zeroValue(shape, pointer);
  }
  return result;
}

function zeroValue(shape: WireShape, pointer: boolean): unknown {
  return pointer || shape.is !== 'scalar' ? null : zeroScalar(shape.scalar);
}
