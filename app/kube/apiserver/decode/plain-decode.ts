import { isList, isObject, type PlainObject } from '../../kinds/plain.ts';
import type { WireSchema, WireShape, WireStruct } from '../../kinds/wire.ts';
import { JsonFields, NumberText } from './json-text.ts';
import { normalStruct, sortedKeys, zeroValue } from './normal-form.ts';
import { decodeScalar } from './scalar-decode.ts';
import type { Place, Reporter } from './wire-decode.ts';

/**
 * Decodes a body with which nothing is wrong, as bodies of the cluster's own parts are: it need not know where it is.
 * Undefined when there is anything to report; then the body is read again in the order of the document.
 */
export function decodePlain(schema: WireSchema, struct: WireStruct, body: unknown): PlainObject | undefined {
  if (!isObject(body)) return undefined;
  const decoder = new PlainDecoder(schema);
  const value = decoder.struct(struct, body);
  return decoder.wrong ? undefined : value;
}

/** Nobody reads where a value stood when its error is not told. */
const NOWHERE: Place = { path: '', field: '', owner: '' };

class PlainDecoder implements Reporter {
  wrong = false;
  readonly #schema: WireSchema;

  constructor(schema: WireSchema) {
    this.#schema = schema;
  }

  mismatch(): void {
    this.wrong = true;
  }

  stop(): void {
    this.wrong = true;
  }

  save(): void {
    this.wrong = true;
  }

  struct(struct: WireStruct, value: unknown): PlainObject {
    if (value instanceof JsonFields || value instanceof NumberText || !isObject(value)) {
      this.wrong = true;
      return NO_FIELDS;
    }
    const parts: unknown[] = [];
    for (const key in value) {
      const field = struct.byName.get(key);
      if (field) parts[field.index] = this.#shape(field.shape, value[key]);
      else this.wrong = true;
      if (this.wrong) return NO_FIELDS;
    }
    return normalStruct(this.#schema, struct, parts);
  }

  #shape(shape: WireShape, value: unknown): unknown {
    if (value === null || value === undefined) return undefined;
    if (typeof value === 'object' && Object.isFrozen(value)) return value;
    switch (shape.is) {
      case 'scalar':
        return decodeScalar(shape, value, NOWHERE, this);
      case 'struct':
        return this.struct(this.#schema.struct(shape.struct), value);
      case 'list':
        return this.#list(shape, value);
      case 'map':
        return this.#map(shape, value);
    }
  }

  #list(shape: WireShape & { is: 'list' }, value: unknown): unknown {
    if (isList(value))
      return value.map((item) => this.#shape(shape.of, item) ?? zeroValue(this.#schema, shape.of));
    this.wrong = true;
    return undefined;
  }

  #map(shape: WireShape & { is: 'map' }, value: unknown): unknown {
    if (value instanceof JsonFields || value instanceof NumberText || !isObject(value)) {
      this.wrong = true;
      return undefined;
    }
    const out: Record<string, unknown> = {};
    for (const key in value)
      out[key] = this.#shape(shape.of, value[key]) ?? zeroValue(this.#schema, shape.of);
    return sortedKeys(out);
  }
}

const NO_FIELDS: PlainObject = {};
