/** Bytes of a file as a few frozen parts, so that appending a line does not copy what is there already. */
export interface Content {
  readonly size: number;
  readonly parts: readonly Uint8Array[];
}

/** A file without bytes. */
export const EMPTY: Content = Object.freeze({ size: 0, parts: Object.freeze([]) });

/** Wraps bytes that nobody changes any more. */
export function contentOf(bytes: Uint8Array): Content {
  return bytes.length === 0 ? EMPTY : { size: bytes.length, parts: [bytes] };
}

/** All bytes in one array; the caller must not write into it. */
export function bytesOf(content: Content): Uint8Array {
  const [only] = content.parts;
  if (!only) return new Uint8Array(0);
  return content.parts.length === 1 ? only : join(content.parts, content.size);
}

/** Adds bytes at the end. Parts are merged so that their sizes fall: at most log(size) of them, each byte copied log(size) times. */
export function append(content: Content, bytes: Uint8Array): Content {
  if (bytes.length === 0) return content;
  const parts = [...content.parts, bytes];
  for (;;) {
    const last = parts.at(-1);
    const before = parts.at(-2);
    if (!last || !before || before.length > 2 * last.length) break;
    parts.splice(-2, 2, join([before, last], before.length + last.length));
  }
  return { size: content.size + bytes.length, parts };
}

/** Puts bytes at an offset, over what is there; a gap is filled with zeros. */
export function overwrite(content: Content, offset: number, bytes: Uint8Array): Content {
  if (offset === content.size) return append(content, bytes);
  const whole = new Uint8Array(Math.max(content.size, offset + bytes.length));
  whole.set(bytesOf(content));
  whole.set(bytes, offset);
  return contentOf(whole);
}

/** Up to `max` bytes from an offset. */
export function slice(content: Content, offset: number, max: number): Uint8Array {
  let start = 0;
  for (const part of content.parts) {
    if (offset < start + part.length) return part.subarray(offset - start, offset - start + max);
    start += part.length;
  }
  return new Uint8Array(0);
}

/** One array with the bytes of several. */
export function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
