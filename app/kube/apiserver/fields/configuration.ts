import { bad, good, type Result } from '../../../base/result.ts';
import { isList, isObject } from '../../kinds/plain.ts';
import type { Scalar, WireSchema } from '../../kinds/wire.ts';
import { elementText, fieldNode, type FieldSet } from './field-set.ts';
import { isAtomic, isEmptyValue, itemElement, partsOf, partType, type FieldType } from './typed.ts';

/** The fields that an applied configuration names, or what is wrong with it. @upstream structured-merge-diff/typed/tofieldset.go */
export function configuredFields(
  schema: WireSchema,
  type: FieldType,
  value: unknown,
): Result<FieldSet, readonly string[]> {
  const reader = new Reader(schema);
  const set = reader.below(type, value, '');
  return reader.errors.length > 0 ? bad(reader.errors) : good(set);
}

class Reader {
  readonly errors: string[] = [];
  readonly #schema: WireSchema;

  constructor(schema: WireSchema) {
    this.#schema = schema;
  }

  below(type: FieldType, value: unknown, path: string): FieldSet {
    const result: Record<string, FieldSet> = {};
    if (type.shape.is === 'list' && isList(value)) this.#duplicates(type, value, path);
    for (const [element, part] of partsOf(this.#schema, type, value)) {
      const place = path + elementText(element);
      const known = partType(this.#schema, type, element);
      if (!known) {
        this.errors.push(`${place}: field not declared in schema`);
        continue;
      }
      const isItself = !known.declared || isEmptyValue(part);
      const node = this.#node(known.type, part, place, isItself);
      if (node) result[element] = node;
    }
    return result;
  }

  #node(type: FieldType, value: unknown, path: string, isItself: boolean): FieldSet | undefined {
    this.#checkType(type, value, path);
    if (isAtomic(this.#schema, type)) return {};
    const isEmptyList = type.shape.is === 'list' && isList(value) && value.length === 0;
    return fieldNode(isItself && !isEmptyList, this.below(type, value, path));
  }

  #duplicates({ keys }: FieldType, items: readonly unknown[], path: string): void {
    const seen = new Set<string>();
    for (const item of items) {
      const element = itemElement(keys, item);
      if (seen.has(element)) this.errors.push(`${path}: duplicate entries for key ${elementText(element)}`);
      seen.add(element);
    }
  }

  #checkType({ shape }: FieldType, value: unknown, path: string): void {
    if (value === null) return;
    const got = yamlType(value);
    if (shape.is === 'list' && got !== 'list')
      this.errors.push(`${path}: expected list, got ${shown(value)}`);
    if ((shape.is === 'map' || shape.is === 'struct') && got !== 'map')
      this.errors.push(`${path}: expected map, got ${shown(value)}`);
    if (shape.is !== 'scalar') return;
    const expected = EXPECTED[shape.scalar];
    if (expected && !expected.types.includes(got))
      this.errors.push(`${path}: expected ${expected.name}, got ${got}`);
  }
}

function shown(value: unknown): string {
  return `&{${isObject(value) || isList(value) ? JSON.stringify(value) : String(value)}}`;
}

const STRING = { name: 'string', types: ['string'] };
const NUMBER = { name: 'numeric (int or float)', types: ['int', 'float'] };
const EXPECTED: Readonly<
  Partial<Record<Scalar, { readonly name: string; readonly types: readonly string[] }>>
> = {
  string: STRING,
  time: STRING,
  microtime: STRING,
  bytes: STRING,
  bool: { name: 'boolean', types: ['boolean'] },
  int32: NUMBER,
  int64: NUMBER,
  float64: NUMBER,
};

function yamlType(value: unknown): string {
  if (isList(value)) return 'list';
  if (isObject(value)) return 'map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value;
}
