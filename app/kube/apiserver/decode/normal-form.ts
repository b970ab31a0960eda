import { isList, type PlainObject } from '../../kinds/plain.ts';
import {
  zeroScalar,
  type WireField,
  type WireSchema,
  type WireShape,
  type WireStruct,
} from '../../kinds/wire.ts';

/** A map with its keys in order, as Go prints it. */
export function sortedKeys(map: PlainObject): PlainObject {
  const keys = Object.keys(map);
  if (keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)) return map;
  return Object.fromEntries(keys.toSorted().map((key) => [key, map[key]]));
}

/** A struct as Go prints it: its fields in their order, those that are missing or zero only where they always stand. */
export function normalStruct(
  schema: WireSchema,
  struct: WireStruct,
  decoded: readonly unknown[],
): PlainObject {
  const out: Record<string, unknown> = {};
  for (const field of struct.fields) {
    const value = decoded[field.index];
    if (value === undefined) fillZero(schema, field, out);
    else if (field.pointer || field.always || !isZero(field.shape, value)) out[field.name] = value;
  }
  return out;
}

function fillZero(schema: WireSchema, field: WireField, out: Record<string, unknown>): void {
  if (field.pointer) {
    if (field.always) out[field.name] = null;
  } else if (field.always || field.shape.is === 'struct') out[field.name] = zeroValue(schema, field.shape);
}

function isZero(shape: WireShape, value: unknown): boolean {
  if (shape.is === 'struct') return false;
  if (shape.is === 'list') return isList(value) && value.length === 0;
  if (shape.is === 'map')
    return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}

/** A struct of which nothing is set. */
export function zeroStruct(schema: WireSchema, struct: WireStruct): PlainObject {
  return normalStruct(schema, struct, NO_FIELDS);
}

const NO_FIELDS: readonly unknown[] = [];

/** The zero value of a shape as Go prints it. */
export function zeroValue(schema: WireSchema, shape: WireShape): unknown {
  if (shape.is === 'struct') return zeroStruct(schema, schema.struct(shape.struct));
  return shape.is !== 'scalar' ? null : zeroScalar(shape.scalar);
}
