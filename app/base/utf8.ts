/** Bytes of a text in UTF-8; a lone surrogate becomes U+FFFD, as TextEncoder does. */
export function encodeUtf8(text: string): Uint8Array {
  return encodeAscii(text) ?? encodeAny(text);
}

/** The bytes of a text whose characters are all one byte long, as nearly every text is. */
function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return undefined;
    bytes[at] = code;
  }
  return bytes;
}

function encodeAny(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const found = character.codePointAt(0) ?? 0;
    const code = found >= 0xd800 && found <= 0xdfff ? 0xfffd : found;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return Uint8Array.from(bytes);
}

/** Text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD, one for each malformed start, as TextDecoder does. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decodeAscii(bytes) ?? decodeAny(bytes);
}

/** Eight characters at a time: single ones would make as many strings. */
function decodeAscii(bytes: Uint8Array): string | undefined {
  let text = '';
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    const [e = 0, f = 0, g = 0, h = 0] = [bytes[at + 4], bytes[at + 5], bytes[at + 6], bytes[at + 7]];
    if ((a | b | c | d | e | f | g | h) >= 0x80) return undefined;
    text += String.fromCharCode(a, b, c, d, e, f, g, h);
  }
  for (; at < bytes.length; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 0x80) return undefined;
    text += String.fromCharCode(code);
  }
  return text;
}

function decodeAny(bytes: Uint8Array): string {
  const parts: string[] = [];
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const { code, length } = codeAt(bytes, at);
    text += String.fromCodePoint(code);
    at += length;
    if (text.length > 4096) {
      parts.push(text);
      text = '';
    }
  }
  return parts.join('') + text;
}

/** How many bytes at the end belong to a character that has only begun, so that a reader can wait for the rest. */
export function incompleteUtf8Tail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0;
  }
  return 0;
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}

function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

const REPLACEMENT = 0xfffd;

function codeAt(bytes: Uint8Array, at: number): { code: number; length: number } {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return { code: lead, length: 1 };
  if (lead < 0xc2 || lead > 0xf4) return { code: REPLACEMENT, length: 1 };
  const wanted = lengthOf(lead);
  let code = lead & (0xff >> (wanted + 1));
  for (let index = 1; index < wanted; index++) {
    const byte = bytes[at + index] ?? 0;
    if (!continues(lead, index, byte)) return { code: REPLACEMENT, length: index };
    code = (code << 6) | (byte & 0x3f);
  }
  return { code, length: wanted };
}

/** Whether a byte may stand at this place: no overlong forms, no surrogates, nothing above U+10FFFF. */
function continues(lead: number, index: number, byte: number): boolean {
  if (byte < 0x80 || byte > 0xbf) return false;
  if (index > 1) return true;
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte <= 0x9f;
  if (lead === 0xf0) return byte >= 0x90;
  return lead !== 0xf4 || byte <= 0x8f;
}
