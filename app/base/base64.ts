import { bad, good, type Result } from './result.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET[word >> 18] ?? '';
    text += ALPHABET[(word >> 12) & 63] ?? '';
    text += rest > 1 ? (ALPHABET[(word >> 6) & 63] ?? '') : '=';
    text += rest > 2 ? (ALPHABET[word & 63] ?? '') : '=';
  }
  return text;
}

/**
 * Decodes standard base64 the way Go's encoding/base64 StdEncoding does: line feeds and carriage returns are skipped,
 * anything else is an error at a byte offset of the input.
 * @upstream encoding/base64 (*Encoding).Decode
 */
export function decodeBase64(text: string): Result<Uint8Array, { readonly at: number }> {
  const bytes: number[] = [];
  let quantum: number[] = [];
  let padded = 0;
  let firstPad = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') continue;
    if (padded > 0 && quantum.length + padded === 4) return bad({ at });
    if (character === '=') {
      if (quantum.length < 2) return bad({ at });
      if (padded === 0) firstPad = at;
      padded++;
      continue;
    }
    const value = ALPHABET.indexOf(character);
    if (value < 0 || padded > 0) return bad({ at });
    quantum.push(value);
    if (quantum.length === 4) {
      bytes.push(...quantumBytes(quantum));
      quantum = [];
    }
  }
  if (quantum.length === 0) return good(Uint8Array.from(bytes));
  if (quantum.length + padded !== 4) return bad({ at: padded > 0 ? firstPad + padded : text.length });
  return good(Uint8Array.from([...bytes, ...quantumBytes(quantum)]));
}

/** Base32 (RFC 4648) without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let word = 0;
  let bits = 0;
  for (const byte of bytes) {
    word = ((word << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(word >> (bits - 5)) & 31] ?? '';
  }
  return bits > 0 ? text + (BASE32[(word << (5 - bits)) & 31] ?? '') : text;
}

function quantumBytes(quantum: readonly number[]): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = quantum;
  const word = (a << 18) | (b << 12) | (c << 6) | d;
  return [word >> 16, (word >> 8) & 255, word & 255].slice(0, quantum.length - 1);
}
