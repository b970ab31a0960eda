import forge from 'node-forge/lib/forge.js';
import 'node-forge/lib/rsa.js';
import { attempt } from '../attempt.ts';
import { bad, good, type Result } from '../result.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

const { asn1 } = forge;

/** Tags of the universal class. */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  oid: 6,
  utf8String: 12,
  sequence: 16,
  set: 17,
  printableString: 19,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
} as const;

const UNIVERSAL = 0;
const CONTEXT = 0x80;

/** One value of ASN.1 in its distinguished encoding. */
export interface Der {
  readonly tag: number;
  /** Whether the tag is one of the context, `[0]`, and not a universal one. */
  readonly context: boolean;
  /** Parts of a constructed value; empty for a primitive one. */
  readonly parts: readonly Der[];
  /** Content of a primitive value. */
  readonly bytes: Uint8Array;
}

const NONE = new Uint8Array();

/** A constructed value: a sequence unless another tag is given. */
export function sequence(parts: readonly Der[], tag: number = TAG.sequence): Der {
  return { tag, context: false, parts, bytes: NONE };
}

/** A primitive value. */
export function primitive(tag: number, bytes: Uint8Array): Der {
  return { tag, context: false, parts: [], bytes };
}

/** A value of the context, `[tag]`: constructed from parts, or primitive from bytes. */
export function tagged(tag: number, content: readonly Der[] | Uint8Array): Der {
  return content instanceof Uint8Array
    ? { tag, context: true, parts: [], bytes: content }
    : { tag, context: true, parts: content, bytes: NONE };
}

/** A whole number. */
export function integer(value: bigint): Der {
  return primitive(TAG.integer, integerBytes(value));
}

/** An object identifier in dotted form. */
export function objectId(dotted: string): Der {
  return primitive(TAG.oid, fromBinary(asn1.oidToDer(dotted).getBytes()));
}

/** A bit string whose bits fill whole bytes. */
export function bitString(bytes: Uint8Array): Der {
  return primitive(TAG.bitString, Uint8Array.from([0, ...bytes]));
}

/** A text in UTF-8. */
export function utf8String(text: string): Der {
  return primitive(TAG.utf8String, encodeUtf8(text));
}

/** Nothing. */
export const NULL: Der = primitive(TAG.null, NONE);

/** The bytes of a value with its tag and length. */
export function writeDer(der: Der): Uint8Array {
  return fromBinary(asn1.toDer(toForge(der)).getBytes());
}

/** Reads one value that fills all the bytes. */
export function readDer(bytes: Uint8Array): Result<Der> {
  const read = attempt(() =>
    asn1.fromDer(toBinary(bytes), { strict: true, parseAllBytes: true, decodeBitStrings: false }),
  );
  return read.ok ? good(fromForge(read.value)) : bad(read.error.message);
}

/** The value of a whole number. */
export function integerOf(der: Der | undefined): bigint {
  const bytes = der?.bytes ?? NONE;
  const value = bigintOf(bytes);
  return (bytes[0] ?? 0) >= 0x80 ? value - (1n << BigInt(8 * bytes.length)) : value;
}

/** The dotted form of an object identifier. */
export function objectIdOf(der: Der | undefined): string {
  return der?.tag === TAG.oid ? asn1.derToOid(toBinary(der.bytes)) : '';
}

/** The text of a string. */
export function textOf(der: Der | undefined): string {
  return decodeUtf8(der?.bytes ?? NONE);
}

/** Bytes as an unsigned number. */
export function bigintOf(bytes: Uint8Array): bigint {
  let hex = '0x0';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

/** An unsigned number in as many bytes as it needs. */
export function bytesOf(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Bytes as the strings that node-forge works on, one character a byte. */
export function toBinary(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** The bytes of such a string. */
export function fromBinary(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function integerBytes(value: bigint): Uint8Array {
  const bytes = bytesOf(value);
  return (bytes[0] ?? 0) >= 0x80 ? Uint8Array.from([0, ...bytes]) : bytes;
}

function toForge({ tag, context, parts, bytes }: Der): ForgeAsn1 {
  const mayBeEmpty = context ? bytes.length === 0 : tag === TAG.sequence || tag === TAG.set;
  const isConstructed = parts.length > 0 || mayBeEmpty;
  const value = isConstructed ? parts.map(toForge) : toBinary(bytes);
  return asn1.create(context ? CONTEXT : UNIVERSAL, tag, isConstructed, value);
}

function fromForge({ tagClass, type, value }: ForgeAsn1): Der {
  const context = tagClass === CONTEXT;
  return typeof value === 'string'
    ? { tag: type, context, parts: [], bytes: fromBinary(value) }
    : { tag: type, context, parts: value.map(fromForge), bytes: NONE };
}
