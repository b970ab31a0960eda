import { Invariant } from '../../base/assert.ts';
import { WIRE_TYPES } from './wire.data.ts';

/** A scalar of the wire. `name` is Go's type name where errors print it. */
export type Scalar =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bytes'
  | 'quantity'
  | 'time'
  | 'microtime'
  | 'intOrString'
  | 'any';

/** The zero value of a scalar as Go prints it. */
export function zeroScalar(scalar: Scalar): unknown {
  switch (scalar) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'bytes':
    case 'time':
    case 'microtime':
    case 'any':
      return null;
  }
}

/** What a field holds. */
export type WireShape =
  | { readonly is: 'scalar'; readonly scalar: Scalar; readonly name: string }
  | { readonly is: 'struct'; readonly struct: string }
  | { readonly is: 'list'; readonly of: WireShape }
  | { readonly is: 'map'; readonly of: WireShape };

/** One field of a wire type. */
export interface WireField {
  readonly name: string;
  /** Its place among the fields of its type. */
  readonly index: number;
  readonly shape: WireShape;
  /** Unset and zero are told apart, so a zero value is kept. */
  readonly pointer: boolean;
  /** Printed even when it is zero (no omitempty). */
  readonly always: boolean;
  /** Strategic merge: the key by which items are matched, '' for lists of scalars, undefined where lists are replaced. */
  readonly mergeKey: string | undefined;
  readonly retainKeys: boolean;
  /** Apply: the keys of a list map, or what kind of whole it is. */
  readonly listKeys: readonly string[] | 'set' | 'atomic' | undefined;
}

/** A wire type: its fields in Go's order, and by name. */
export interface WireStruct {
  readonly name: string;
  readonly fields: readonly WireField[];
  readonly byName: ReadonlyMap<string, WireField>;
  /** Apply takes it as a whole. */
  readonly atomic: boolean;
}

/** The wire types, read from their table when first asked for. */
export class WireSchema {
  readonly #read = new Map<string, WireStruct>();

  /** The type of that name; every name in the table and in its fields has one. */
  struct(name: string): WireStruct {
    const known = this.#read.get(name);
    if (known) return known;
    const text = WIRE_TYPES[name];
    if (text === undefined) throw new Invariant('unknown-wire-type', name);
    const made = readStruct(name, text);
    this.#read.set(name, made);
    return made;
  }

  has(name: string): boolean {
    return WIRE_TYPES[name] !== undefined;
  }
}

const SCALARS: Readonly<Record<string, { readonly scalar: Scalar; readonly name: string }>> = {
  s: { scalar: 'string', name: 'string' },
  b: { scalar: 'bool', name: 'bool' },
  i: { scalar: 'int32', name: 'int32' },
  l: { scalar: 'int64', name: 'int64' },
  f: { scalar: 'float64', name: 'float64' },
  y: { scalar: 'bytes', name: '[]uint8' },
  q: { scalar: 'quantity', name: 'resource.Quantity' },
  t: { scalar: 'time', name: 'string' },
  u: { scalar: 'microtime', name: 'string' },
  x: { scalar: 'intOrString', name: 'int32' },
  o: { scalar: 'any', name: 'any' },
};

function readStruct(name: string, text: string): WireStruct {
  const words = text.split(' ');
  const fields = words.filter((word) => word !== '%#').map((word, index) => readField(word, index));
  return {
    name,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
    atomic: words.includes('%#'),
  };
}

const FIELD = /^([^:]+):(\*?)((?:\[\]|\{\}|\*)*)([\w.]+(?:=[\w.]+)?)(!?)(?:~(\w*))?(\^?)(?:%(.+))?$/;

function readField(word: string, index: number): WireField {
  const match = FIELD.exec(word);
  if (!match) throw new Invariant('wire-field', word);
  const [, name = '', pointer, containers = '', base = '', always, mergeKey, retain, keys] = match;
  return {
    name,
    index,
    shape: readShape(containers, base),
    pointer: pointer === '*',
    always: always === '!',
    mergeKey,
    retainKeys: retain === '^',
    listKeys: keys === undefined ? undefined : readListKeys(keys),
  };
}

function readListKeys(keys: string): WireField['listKeys'] {
  if (keys === '&') return 'set';
  if (keys === '#') return 'atomic';
  return keys.split(',');
}

function readShape(containers: string, base: string): WireShape {
  if (containers.startsWith('[]')) return { is: 'list', of: readShape(containers.slice(2), base) };
  if (containers.startsWith('{}')) return { is: 'map', of: readShape(containers.slice(2), base) };
  if (containers.startsWith('*')) return readShape(containers.slice(1), base);
  const [code = '', goName] = base.split('=');
  const scalar = SCALARS[code];
  if (!scalar) return { is: 'struct', struct: base };
  return { is: 'scalar', scalar: scalar.scalar, name: goName ?? scalar.name };
}
