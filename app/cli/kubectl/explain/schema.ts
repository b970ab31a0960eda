import { at, fieldsAt, isFields, listAt, textAt, type Fields } from '../unstructured.ts';

/** The schemas of one OpenAPI v3 document. */
export type Schemas = Fields;

/** A schema with what a reference adds; references are resolved. */
export function resolve(schemas: Schemas, schema: unknown): Fields {
  const reference = referenceOf(schema);
  if (reference !== undefined) return { ...fieldsAt(schemas, reference), 'x-name': reference };
  return isFields(schema) ? schema : {};
}

function referenceOf(schema: unknown): string | undefined {
  const found = textAt(schema, '$ref') || textAt(listAt(schema, 'allOf')[0], '$ref');
  return found === '' ? undefined : found.split('/').at(-1);
}

/** The type of a field as explain names it: `string`, `[]ServicePort`, `map[string]string`. */
export function typeName(schemas: Schemas, schema: unknown): string {
  const reference = referenceOf(schema);
  if (reference !== undefined) return namedType(schemas, reference);
  const items = at(schema, 'items');
  if (textAt(schema, 'type') === 'array') return `[]${typeName(schemas, items)}`;
  const additional = at(schema, 'additionalProperties');
  if (isFields(additional)) return `map[string]${typeName(schemas, additional)}`;
  return textAt(schema, 'type') || 'Object';
}

function namedType(schemas: Schemas, reference: string): string {
  const target = fieldsAt(schemas, reference);
  const isObject = textAt(target, 'type') === 'object' || isFields(target['properties']);
  const name = reference.split('.').at(-1) ?? reference;
  if (!isObject && target['oneOf'] === undefined && textAt(target, 'type') !== '') {
    return name === 'IntOrString' || name === 'Quantity' ? name : textAt(target, 'type');
  }
  return name;
}

/** The schema of a field; lists and maps are looked through. */
export function fieldSchema(schemas: Schemas, schema: Fields, field: string): unknown {
  return at(through(schemas, schema), 'properties', field);
}

/** The object schema behind lists and maps. */
export function through(schemas: Schemas, schema: unknown): Fields {
  const here = resolve(schemas, schema);
  if (textAt(here, 'type') === 'array') return through(schemas, here['items']);
  if (isFields(here['additionalProperties'])) return through(schemas, here['additionalProperties']);
  return here;
}
