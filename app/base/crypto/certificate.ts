import { sha1 } from '@noble/hashes/legacy.js';
import { good, bad, type Result } from '../result.ts';
import { encodeUtf8 } from '../utf8.ts';
import {
  bigintOf,
  bitString,
  bytesOf,
  integer,
  integerOf,
  NULL,
  objectId,
  objectIdOf,
  primitive,
  readDer,
  sequence,
  TAG,
  tagged,
  textOf,
  writeDer,
  type Der,
} from './der.ts';
import { readName, writeName, type DistinguishedName } from './distinguished-name.ts';
import { readPem, writePem } from './pem.ts';
import {
  publicKeyOf,
  rsaPublicKeyBytes,
  signSha256,
  subjectPublicKey,
  verifiesSha256,
  type RsaPrivateKey,
  type RsaPublicKey,
} from './rsa.ts';

/** One extension of a certificate: its value is DER of its own. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** An X.509 certificate. Times are milliseconds since 1970. */
export interface Certificate {
  readonly version: number;
  readonly serial: bigint;
  readonly signatureAlgorithm: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Undefined when the key is no RSA key. */
  readonly publicKey: RsaPublicKey | undefined;
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
  /** The part that is signed. */
  readonly signed: Uint8Array;
  readonly der: Uint8Array;
}

/** What a certificate is to say. */
export interface CertificateContent {
  readonly serial: bigint;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: RsaPublicKey;
  readonly extensions: readonly Extension[];
}

/** Signatures by RSA over SHA-256. */
export const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';

/** Object identifiers of the extensions that something here reads or writes. */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
} as const;

const ALGORITHM = sequence([objectId(SHA256_WITH_RSA), NULL]);
const VERSION_3 = 2n;

/** Makes a certificate, signed with the issuer's key: of version 3 if it has extensions. */
export function issueCertificate(content: CertificateContent, issuerKey: RsaPrivateKey): Certificate {
  const { serial, issuer, subject, notBefore, notAfter, publicKey, extensions } = content;
  const list = extensions.length === 0 ? [] : [tagged(3, [sequence(extensions.map(writeExtension))])];
  const signed = writeDer(
    sequence([
      ...(list.length === 0 ? [] : [tagged(0, [integer(VERSION_3)])]),
      integer(serial),
      ALGORITHM,
      writeName(issuer),
      sequence([time(notBefore), time(notAfter)]),
      writeName(subject),
      subjectPublicKey(publicKey),
      ...list,
    ]),
  );
  return { ...content, ...signature(signed, issuerKey), version: list.length === 0 ? 1 : 3 };
}

function signature(
  signed: Uint8Array,
  key: RsaPrivateKey,
): Pick<Certificate, 'signed' | 'signature' | 'signatureAlgorithm' | 'der'> {
  const made = signSha256(key, signed);
  const inner = readDer(signed);
  const der = writeDer(sequence([inner.ok ? inner.value : NULL, ALGORITHM, bitString(made)]));
  return { signed, signature: made, signatureAlgorithm: SHA256_WITH_RSA, der };
}

/** A request to be given a certificate. */
export interface CertificateRequest {
  readonly subject: DistinguishedName;
  readonly publicKey: RsaPublicKey | undefined;
  readonly extensions: readonly Extension[];
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly der: Uint8Array;
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** Makes a request (PKCS #10), signed with the key that the certificate is wanted for. */
export function requestCertificate(
  subject: DistinguishedName,
  key: RsaPrivateKey,
  extensions: readonly Extension[],
): CertificateRequest {
  const wanted = sequence(extensions.map(writeExtension));
  const attribute = sequence([objectId(EXTENSION_REQUEST), sequence([wanted], TAG.set)]);
  const attributes = tagged(0, extensions.length === 0 ? [] : [attribute]);
  const signed = writeDer(sequence([integer(0n), writeName(subject), subjectPublicKey(key), attributes]));
  return { subject, publicKey: key, extensions, ...signature(signed, key) };
}

function writeExtension({ oid, critical, value }: Extension): Der {
  const flag = critical ? [primitive(TAG.boolean, Uint8Array.of(0xff))] : [];
  return sequence([objectId(oid), ...flag, primitive(TAG.octetString, value)]);
}

function readExtensions(list: Der | undefined): readonly Extension[] {
  return (list?.parts ?? []).map(({ parts }) => ({
    oid: objectIdOf(parts[0]),
    critical: parts.length === 3 && parts[1]?.bytes[0] !== 0,
    value: parts.at(-1)?.bytes ?? new Uint8Array(),
  }));
}

/** Reads a certificate. */
export function readCertificate(bytes: Uint8Array): Result<Certificate> {
  const der = readDer(bytes);
  if (!der.ok) return der;
  const [signed, algorithm, signatureBits] = der.value.parts;
  const parts = signed?.parts ?? [];
  const versioned = parts[0]?.context === true;
  const [serial, , issuer, validity, subject, spki, ...rest] = versioned ? parts.slice(1) : parts;
  if (!signed || !signatureBits || serial?.tag !== TAG.integer || !spki) return bad('not a certificate');
  const extensions = rest.find(({ context, tag }) => context && tag === 3)?.parts[0];
  return good({
    version: versioned ? Number(integerOf(parts[0]?.parts[0])) + 1 : 1,
    serial: integerOf(serial),
    signatureAlgorithm: objectIdOf(algorithm?.parts[0]),
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: timeOf(validity?.parts[0]),
    notAfter: timeOf(validity?.parts[1]),
    publicKey: publicKeyOf(spki),
    extensions: readExtensions(extensions),
    signature: signatureBits.bytes.slice(1),
    signed: writeDer(signed),
    der: bytes,
  });
}

/** Reads a request for a certificate. */
export function readRequest(bytes: Uint8Array): Result<CertificateRequest> {
  const der = readDer(bytes);
  if (!der.ok) return der;
  const [signed, , signatureBits] = der.value.parts;
  const [, subject, spki, attributes] = signed?.parts ?? [];
  if (!signed || !signatureBits || !spki) return bad('not a certificate request');
  const wanted = attributes?.parts.find(({ parts }) => objectIdOf(parts[0]) === EXTENSION_REQUEST);
  return good({
    subject: readName(subject),
    publicKey: publicKeyOf(spki),
    extensions: readExtensions(wanted?.parts[1]?.parts[0]),
    signed: writeDer(signed),
    signature: signatureBits.bytes.slice(1),
    der: bytes,
  });
}

/** The certificates of a PEM text, in order. */
export function certificatesOf(text: string): readonly Certificate[] {
  return readPem(text).flatMap(({ label, bytes }) => {
    if (!/^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label)) return [];
    const read = readCertificate(bytes);
    return read.ok ? [read.value] : [];
  });
}

/** A certificate as a file. */
export function certificatePem({ der }: Pick<Certificate, 'der'>): string {
  return writePem('CERTIFICATE', der);
}

/** Whether the holder of a key has signed this certificate or request. */
export function isSignedBy(
  { signed, signature: made }: Pick<Certificate, 'signed' | 'signature'>,
  key: RsaPublicKey | undefined,
): boolean {
  return key !== undefined && verifiesSha256(key, signed, made);
}

/** The extension of a certificate with that identifier, read. */
export function extensionOf({ extensions }: Pick<Certificate, 'extensions'>, oid: string): Der | undefined {
  const found = extensions.find((extension) => extension.oid === oid);
  const der = found && readDer(found.value);
  return der?.ok === true ? der.value : undefined;
}

/** What identifies a key in certificates: SHA-1 over its bytes. */
export function keyIdentifier(key: RsaPublicKey): Uint8Array {
  return sha1(rsaPublicKeyBytes(key));
}

/** The key identifier that a certificate says of its own key. */
export function subjectKeyIdentifier(certificate: Pick<Certificate, 'extensions'>): Uint8Array | undefined {
  return extensionOf(certificate, EXTENSION.subjectKeyIdentifier)?.bytes;
}

/** The key identifier that a certificate says of its issuer's key. */
export function authorityKeyIdentifier(certificate: Pick<Certificate, 'extensions'>): Uint8Array | undefined {
  const der = extensionOf(certificate, EXTENSION.authorityKeyIdentifier);
  return der?.parts.find(({ context, tag }) => context && tag === 0)?.bytes;
}

/** Whether a certificate may sign others. Undefined when it does not say. */
export function isAuthority(certificate: Pick<Certificate, 'extensions'>): boolean | undefined {
  const der = extensionOf(certificate, EXTENSION.basicConstraints);
  return der && der.parts.some(({ tag, bytes }) => tag === TAG.boolean && bytes[0] !== 0);
}

/** Names and addresses that a certificate is for, beside its subject; undefined without the extension. */
export function alternativeNames(
  certificate: Pick<Certificate, 'extensions'>,
):
  readonly { readonly type: 'DNS' | 'IP' | 'email' | 'URI' | 'other'; readonly value: string }[] | undefined {
  return extensionOf(certificate, EXTENSION.subjectAltName)?.parts.map((name) => {
    const type = ({ 1: 'email', 2: 'DNS', 6: 'URI', 7: 'IP' } as const)[name.tag] ?? 'other';
    return { type, value: type === 'IP' ? addressOf(name.bytes) : textOf(name) };
  });
}

function addressOf(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16).toUpperCase(),
  );
  return groups.join(':');
}

/** A serial number as bytes, the way fingerprints and texts show it. */
export function serialBytes(serial: bigint): Uint8Array {
  return bytesOf(serial < 0n ? -serial : serial);
}

/** A serial number out of 20 bytes of chance: positive and not longer than the standard allows. */
export function serialFrom(chance: Uint8Array): bigint {
  return bigintOf(chance) & ((1n << 159n) - 1n);
}

/** Until 2049 a time is written with two digits of the year. */
function time(at: number): Der {
  const iso = new Date(at).toISOString();
  const digits = `${iso.slice(0, 19).replace(/\D/g, '')}Z`;
  return iso < '2050'
    ? primitive(TAG.utcTime, encodeUtf8(digits.slice(2)))
    : primitive(TAG.generalizedTime, encodeUtf8(digits));
}

function timeOf(der: Der | undefined): number {
  const text = textOf(der);
  const full = der?.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/.exec(full) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
