import { sha256 as digest } from '@noble/hashes/sha2.js';
import { encodeUtf8 } from '../utf8.ts';

/** SHA-256 of bytes, or of a text in UTF-8: 32 bytes. */
export function sha256(input: Uint8Array | string): Uint8Array {
  return digest(typeof input === 'string' ? encodeUtf8(input) : input);
}

/** Bytes in lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
