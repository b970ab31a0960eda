import { goQuote } from '../../kinds/field-error.ts';
import { isList } from '../../kinds/plain.ts';
import type { WireSchema, WireShape, WireStruct } from '../../kinds/wire.ts';
import { JsonFields, NumberText } from './json-text.ts';
import { normalStruct, sortedKeys, zeroStruct, zeroValue } from './normal-form.ts';
import { decodePlain } from './plain-decode.ts';
import { decodeScalar } from './scalar-decode.ts';

/** What decoding gave: the object in its normal form, the first error, and what only a strict decoder minds. */
export interface Decoded {
  readonly value: unknown;
  readonly error: string | undefined;
  /** `unknown field "spec.replica"`, `duplicate field "…"`, in the order of the document. */
  readonly strict: readonly string[];
}

/**
 * Decodes a body into the normal form of its wire type: fields in Go's order, null and omitted zero values gone, structs
 * that are always printed filled in. Parts that are frozen come from the store and are taken as they are.
 * @upstream sigs.k8s.io/json, encoding/json/decode.go
 */
export function decodeWire(schema: WireSchema, type: string, body: unknown): Decoded {
  const struct = schema.struct(type);
  const plain = decodePlain(schema, struct, body);
  if (plain) return { value: plain, error: undefined, strict: NOTHING };
  const decoder = new Decoder(schema);
  const value = decoder.struct(struct, body, { path: '', field: '', owner: '' });
  return { value, error: decoder.abort ?? decoder.saved, strict: decoder.strict };
}

const NOTHING: readonly string[] = [];

/** Where the decoder is: the path with indexes, the path as Go prints it, and the struct that holds the field. */
export interface Place {
  readonly path: string;
  readonly field: string;
  readonly owner: string;
}

function below({ path }: Place, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** A field of a struct. Its texts are made when something is wrong there, which is seldom. */
class FieldPlace implements Place {
  readonly #above: Place;
  readonly #key: string;
  readonly #struct: WireStruct;

  constructor(above: Place, key: string, struct: WireStruct) {
    this.#above = above;
    this.#key = key;
    this.#struct = struct;
  }

  get path(): string {
    return below(this.#above, this.#key);
  }

  get field(): string {
    const { field } = this.#above;
    return field === '' ? this.#key : `${field}.${this.#key}`;
  }

  get owner(): string {
    return shortStructName(this.#struct.name);
  }
}

/** An item of a list or map: for Go it is still the field that holds the list. */
class PartPlace implements Place {
  readonly #above: Place;
  readonly #step: string;

  constructor(above: Place, step: string) {
    this.#above = above;
    this.#step = step;
  }

  get path(): string {
    return this.#above.path + this.#step;
  }

  get field(): string {
    return this.#above.field;
  }

  get owner(): string {
    return this.#above.owner;
  }
}

/** What a scalar decoder may report. */
export interface Reporter {
  /** A value of the wrong type; decoding goes on, the first one counts. */
  mismatch(value: unknown, goType: string, place: Place): void;
  /** An error of a type that decodes itself; nothing after it counts. */
  stop(message: string): void;
  /** An error that is reported unless another came before. */
  save(message: string): void;
}

class Decoder implements Reporter {
  readonly strict: string[] = [];
  saved: string | undefined;
  abort: string | undefined;
  readonly #schema: WireSchema;

  constructor(schema: WireSchema) {
    this.#schema = schema;
  }

  mismatch(value: unknown, goType: string, place: Place): void {
    const target =
      place.field === ''
        ? `Go value of type ${goType}`
        : `Go struct field ${place.owner}.${place.field} of type ${goType}`;
    this.save(`json: cannot unmarshal ${jsonKind(value)} into ${target}`);
  }

  save(message: string): void {
    this.saved ??= message;
  }

  stop(message: string): void {
    this.abort ??= message;
  }

  struct(struct: WireStruct, value: unknown, place: Place): unknown {
    if (value === null || value === undefined) return zeroStruct(this.#schema, struct);
    const entries = entriesOf(value);
    if (!entries) {
      this.mismatch(value, goStructName(struct.name), place);
      return zeroStruct(this.#schema, struct);
    }
    const decoded = this.#fields(struct, entries, place);
    return normalStruct(this.#schema, struct, decoded);
  }

  #fields(struct: WireStruct, entries: Entries, place: Place): readonly unknown[] {
    const decoded: unknown[] = [];
    const seen = value2seen(entries);
    for (const [key, part] of entries) {
      const field = struct.byName.get(key);
      if (!field) {
        if (seen?.has(`!${key}`) !== true) this.strict.push(`unknown field ${goQuote(below(place, key))}`);
        seen?.add(`!${key}`);
        continue;
      }
      if (seen) {
        if (seen.has(key)) this.strict.push(`duplicate field ${goQuote(below(place, key))}`);
        seen.add(key);
      }
      if (this.abort !== undefined) return decoded;
      decoded[field.index] = this.#shape(field.shape, part, new FieldPlace(place, key, struct));
    }
    return decoded;
  }

  #shape(shape: WireShape, value: unknown, place: Place): unknown {
    if (value === null || value === undefined) return undefined;
    if (typeof value === 'object' && Object.isFrozen(value)) return value;
    switch (shape.is) {
      case 'scalar':
        return decodeScalar(shape, value, place, this);
      case 'struct':
        return this.struct(this.#schema.struct(shape.struct), value, place);
      case 'list':
        return this.#list(shape, value, place);
      case 'map':
        return this.#map(shape, value, place);
    }
  }

  #list(shape: WireShape & { is: 'list' }, value: unknown, place: Place): unknown {
    if (!isList(value)) {
      this.mismatch(value, goTypeName(shape), place);
      return undefined;
    }
    return value.map((item, index) => {
      const inner = new PartPlace(place, `[${index}]`);
      return item === null
        ? this.#zero(shape.of)
        : (this.#shape(shape.of, item, inner) ?? this.#zero(shape.of));
    });
  }

  #map(shape: WireShape & { is: 'map' }, value: unknown, place: Place): unknown {
    const entries = entriesOf(value);
    if (!entries) {
      this.mismatch(value, goTypeName(shape), place);
      return undefined;
    }
    const out: Record<string, unknown> = {};
    const seen = new Set<string>();
    const repeats = value instanceof JsonFields;
    for (const [key, part] of entries) {
      if (repeats) {
        if (seen.has(key)) this.strict.push(`duplicate field ${goQuote(`${place.path}.${key}`)}`);
        seen.add(key);
      }
      out[key] = this.#shape(shape.of, part, new PartPlace(place, `.${key}`)) ?? this.#zero(shape.of);
    }
    return sortedKeys(out);
  }

  #zero(shape: WireShape): unknown {
    return zeroValue(this.#schema, shape);
  }
}

type Entries = readonly (readonly [string, unknown])[];

/** Only text can repeat keys, so only text is watched for it. */
function value2seen(entries: Entries): Set<string> | undefined {
  return entries instanceof ParsedEntries ? new Set<string>() : undefined;
}

class ParsedEntries extends Array<readonly [string, unknown]> {}

function entriesOf(value: unknown): Entries | undefined {
  if (value instanceof JsonFields) return ParsedEntries.from(value.entries);
  if (typeof value !== 'object' || value === null || isList(value) || value instanceof NumberText)
    return undefined;
  return Object.entries(value);
}

function jsonKind(value: unknown): string {
  if (value instanceof NumberText) return 'number';
  if (isList(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      return 'object';
  }
}

/** A shape as Go's reflection prints it: `[]v1.Container`, `map[string]string`. */
export function goTypeName(shape: WireShape): string {
  switch (shape.is) {
    case 'scalar':
      return shape.name;
    case 'struct':
      return goStructName(shape.struct);
    case 'list':
      return `[]${goTypeName(shape.of)}`;
    case 'map':
      return `map[string]${goTypeName(shape.of)}`;
  }
}

function goStructName(name: string): string {
  return name.startsWith('autoscalingv2.') ? `v2.${shortStructName(name)}` : `v1.${shortStructName(name)}`;
}

function shortStructName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
