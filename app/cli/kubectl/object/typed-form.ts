import type { WireField, WireSchema, WireShape, WireStruct } from '../../../kube/kinds/wire.ts';
import { byCodePoint } from '../go/json.ts';
import { isFields, textAt, type Fields } from '../unstructured.ts';

/** The wire type of an object's kind, or undefined for kinds that are not in the table. */
export function wireTypeOf(schema: WireSchema, apiVersion: string, kind: string): string | undefined {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const room = (group ?? '').split('.')[0] ?? '';
  const names = [group === '' ? kind : `${room}.${kind}`, `${room}${version ?? ''}.${kind}`];
  return names.find((name) => schema.has(name));
}

/**
 * An object as the client's typed struct of its kind would print it: fields in Go's order, and the zero values that Go
 * does not leave out. Kinds without a type come back unchanged.
 */
export function typedForm(schema: WireSchema, object: Fields): Fields {
  const type = wireTypeOf(schema, textAt(object, 'apiVersion'), textAt(object, 'kind'));
  return type === undefined ? object : structForm(schema, schema.struct(type), object);
}

function structForm(schema: WireSchema, struct: WireStruct, object: Fields): Fields {
  const entries: (readonly [string, unknown])[] = [];
  for (const field of struct.fields) {
    const value = object[field.name];
    const form =
      value === undefined || value === null ? zeroOf(schema, field) : valueForm(schema, field.shape, value);
    if (form !== undefined) entries.push([field.name, form]);
  }
  return Object.fromEntries(entries);
}

function zeroOf(schema: WireSchema, field: WireField): unknown {
  if (field.pointer) return undefined;
  if (field.shape.is === 'struct') return structForm(schema, schema.struct(field.shape.struct), {});
  if (!field.always) return undefined;
  if (field.shape.is !== 'scalar') return null;
  switch (field.shape.scalar) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
      return 0;
    default:
      return null;
  }
}

function valueForm(schema: WireSchema, shape: WireShape, value: unknown): unknown {
  if (shape.is === 'struct' && isFields(value)) return structForm(schema, schema.struct(shape.struct), value);
  if (shape.is === 'list' && Array.isArray(value))
    return value.map((item) => valueForm(schema, shape.of, item));
  if (shape.is === 'map' && isFields(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([a], [b]) => byCodePoint(a, b))
        .map(([key, item]) => [key, valueForm(schema, shape.of, item)]),
    );
  }
  return value;
}
