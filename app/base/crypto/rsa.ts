import forge from 'node-forge/lib/forge.js';
import 'node-forge/lib/rsa.js';
import 'node-forge/lib/sha256.js';
import { attempt } from '../attempt.ts';
import { bad, good, type Result } from '../result.ts';
import {
  bitString,
  fromBinary,
  integer,
  integerOf,
  NULL,
  objectId,
  objectIdOf,
  primitive,
  readDer,
  sequence,
  TAG,
  toBinary,
  writeDer,
  type Der,
} from './der.ts';
import { readPem, writePem } from './pem.ts';
import { sha256 } from './sha256.ts';

// The host's own cryptography would draw from real chance, and browsers keep it from pages that are not secure.
forge.options.usePureJavaScript = true;

/** The public half of an RSA key. */
export interface RsaPublicKey {
  readonly n: bigint;
  readonly e: bigint;
}

/** A whole RSA key with the numbers that make its use faster. */
export interface RsaPrivateKey extends RsaPublicKey {
  readonly d: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly dP: bigint;
  readonly dQ: bigint;
  readonly qInv: bigint;
}

/** Object identifier of RSA keys. */
export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

const ALGORITHM = sequence([objectId(RSA_ENCRYPTION), NULL]);

/** A public key as certificates carry it. */
export function subjectPublicKey({ n, e }: RsaPublicKey): Der {
  return sequence([ALGORITHM, bitString(rsaPublicKeyBytes({ n, e }))]);
}

/** A public key by itself, as SHA-1 identifiers are made from it. */
export function rsaPublicKeyBytes({ n, e }: RsaPublicKey): Uint8Array {
  return writeDer(sequence([integer(n), integer(e)]));
}

/** The key of a SubjectPublicKeyInfo; undefined when it is no RSA key. */
export function publicKeyOf(spki: Der | undefined): RsaPublicKey | undefined {
  if (objectIdOf(spki?.parts[0]?.parts[0]) !== RSA_ENCRYPTION) return undefined;
  const inner = readDer(spki?.parts[1]?.bytes.slice(1) ?? new Uint8Array());
  return inner.ok ? { n: integerOf(inner.value.parts[0]), e: integerOf(inner.value.parts[1]) } : undefined;
}

/** A private key as a file, `BEGIN PRIVATE KEY` (PKCS #8). */
export function privateKeyPem(key: RsaPrivateKey): string {
  const inner = primitive(TAG.octetString, writeDer(rsaPrivateKey(key)));
  return writePem('PRIVATE KEY', writeDer(sequence([integer(0n), ALGORITHM, inner])));
}

/** A private key in the older form, `BEGIN RSA PRIVATE KEY` (PKCS #1). */
export function traditionalKeyPem(key: RsaPrivateKey): string {
  return writePem('RSA PRIVATE KEY', writeDer(rsaPrivateKey(key)));
}

/** A public key as a file, `BEGIN PUBLIC KEY`. */
export function publicKeyPem(key: RsaPublicKey): string {
  return writePem('PUBLIC KEY', writeDer(subjectPublicKey(key)));
}

function rsaPrivateKey({ n, e, d, p, q, dP, dQ, qInv }: RsaPrivateKey): Der {
  return sequence([0n, n, e, d, p, q, dP, dQ, qInv].map(integer));
}

/** Why a text holds no RSA key that can be used: no key at all, one behind a pass phrase, or one of another kind. */
export type KeyFault = 'none' | 'encrypted' | 'other';

/** The first private key of a PEM text. */
export function readPrivateKey(text: string): Result<RsaPrivateKey, KeyFault> {
  const block = readPem(text).find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (!block)
    return bad(/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text) ? 'encrypted' : 'none');
  if (block.label === 'ENCRYPTED PRIVATE KEY') return bad('encrypted');
  const der = readDer(block.bytes);
  if (!der.ok) return bad('none');
  if (block.label === 'RSA PRIVATE KEY') return keyOf(der.value);
  if (objectIdOf(der.value.parts[1]?.parts[0]) !== RSA_ENCRYPTION) return bad('other');
  const inner = readDer(der.value.parts[2]?.bytes ?? new Uint8Array());
  return inner.ok ? keyOf(inner.value) : bad('none');
}

function keyOf(der: Der): Result<RsaPrivateKey, KeyFault> {
  const [, n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dP = 0n, dQ = 0n, qInv = 0n] = der.parts.map(integerOf);
  return der.parts.length >= 9 ? good({ n, e, d, p, q, dP, dQ, qInv }) : bad('none');
}

/** Signs with SHA-256, PKCS #1 v1.5. */
export function signSha256(key: RsaPrivateKey, message: Uint8Array): Uint8Array {
  const { n, e, d, p, q, dP, dQ, qInv } = key;
  const signer = forge.pki.rsa.setPrivateKey(
    number(n),
    number(e),
    number(d),
    number(p),
    number(q),
    number(dP),
    number(dQ),
    number(qInv),
  );
  return fromBinary(signer.sign(forge.md.sha256.create().update(toBinary(message))));
}

/** Whether a signature over a message was made by the holder of a key. */
export function verifiesSha256(key: RsaPublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const verifier = forge.pki.rsa.setPublicKey(number(key.n), number(key.e));
  const verified = attempt(() => verifier.verify(toBinary(sha256(message)), toBinary(signature)));
  return verified.ok && verified.value;
}

function number(value: bigint): ForgeNumber {
  return new forge.jsbn.BigInteger(value.toString(16), 16);
}
