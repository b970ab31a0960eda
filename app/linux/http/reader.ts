import type { VirtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { Sys } from '../process/program.ts';
import type { Errno } from '../socket/socket-layer.ts';
import type { ByteStream } from './byte-stream.ts';
import type { BodyLength } from './codec.ts';

/** Why reading ended before a message was whole. */
export type ReadError = Errno | 'TIMEOUT' | 'CLOSED' | 'MALFORMED' | 'TOO_LARGE';

const MAX_HEAD = 32_768;
const NOTHING = new Uint8Array();

/** Takes messages out of a stream; what was read too far stays for the next one. */
export class HttpReader {
  readonly #stream: ByteStream;
  #held: Uint8Array = NOTHING;
  /** Bytes received for the current message. */
  received = 0;

  constructor(stream: ByteStream) {
    this.#stream = stream;
  }

  /** The lines of a head without the empty line that ends it. CLOSED: the other end closed; see `received`. */
  *head(until?: VirtualMs): Sys<Result<string, ReadError>> {
    this.received = this.#held.length;
    for (;;) {
      const end = headEnd(this.#held);
      if (end) {
        const text = decodeUtf8(this.#held.subarray(0, end.text));
        this.#held = end.next === this.#held.length ? NOTHING : this.#held.slice(end.next);
        return good(text);
      }
      if (isNoText(this.#held[0])) return bad('MALFORMED');
      if (this.#held.length > MAX_HEAD) return bad('TOO_LARGE');
      const more = yield* this.#more(until);
      if (!more.ok) return more;
    }
  }

  /** What has arrived and was not yet taken. */
  get pending(): Uint8Array {
    return this.#held;
  }

  /** Hands the body to `sink` piece by piece as it arrives. */
  *body(
    length: BodyLength,
    sink: (piece: Uint8Array) => Sys<void>,
    until?: VirtualMs,
  ): Sys<Result<void, ReadError>> {
    switch (length.type) {
      case 'none':
        return good(undefined);
      case 'length':
        return yield* this.#counted(length.bytes, sink, until);
      case 'chunked':
        return yield* this.#chunked(sink, until);
      case 'close':
        return yield* this.#toEnd(sink, until);
    }
  }

  *#counted(
    bytes: number,
    sink: (piece: Uint8Array) => Sys<void>,
    until?: VirtualMs,
  ): Sys<Result<void, ReadError>> {
    for (let left = bytes; left > 0;) {
      if (this.#held.length === 0) {
        const more = yield* this.#more(until);
        if (!more.ok) return more;
        continue;
      }
      const piece = this.#held.slice(0, left);
      this.#held = this.#held.slice(piece.length);
      left -= piece.length;
      yield* sink(piece);
    }
    return good(undefined);
  }

  *#toEnd(sink: (piece: Uint8Array) => Sys<void>, until?: VirtualMs): Sys<Result<void, ReadError>> {
    for (;;) {
      if (this.#held.length > 0) {
        const piece = this.#held;
        this.#held = NOTHING;
        yield* sink(piece);
      }
      const more = yield* this.#more(until);
      if (!more.ok) return more.error === 'CLOSED' ? good(undefined) : more;
    }
  }

  *#chunked(sink: (piece: Uint8Array) => Sys<void>, until?: VirtualMs): Sys<Result<void, ReadError>> {
    for (;;) {
      const size = yield* this.#line(until);
      if (!size.ok) return size;
      const bytes = Number.parseInt(size.value, 16);
      if (Number.isNaN(bytes)) return bad('MALFORMED');
      if (bytes > 0) {
        const piece = yield* this.#counted(bytes, sink, until);
        if (!piece.ok) return piece;
      }
      const end = yield* this.#line(until);
      if (!end.ok) return end;
      if (bytes === 0) return good(undefined);
    }
  }

  *#line(until?: VirtualMs): Sys<Result<string, ReadError>> {
    for (;;) {
      const feed = this.#held.indexOf(10);
      if (feed >= 0) {
        const text = decodeUtf8(this.#held.slice(0, feed)).replace(/\r$/, '');
        this.#held = this.#held.slice(feed + 1);
        return good(text);
      }
      const more = yield* this.#more(until);
      if (!more.ok) return more;
    }
  }

  *#more(until?: VirtualMs): Sys<Result<void, ReadError>> {
    const got = yield* this.#stream.receive(until);
    if (!got.ok) return got;
    if (got.value === null) return bad('CLOSED');
    this.received += got.value.length;
    if (this.#held.length === 0) {
      this.#held = got.value;
      return good(undefined);
    }
    const joined = new Uint8Array(this.#held.length + got.value.length);
    joined.set(this.#held);
    joined.set(got.value, this.#held.length);
    this.#held = joined;
    return good(undefined);
  }
}

/** A head begins with a letter, perhaps after empty lines; a client that speaks TLS to a plain port begins otherwise. */
function isNoText(first: number | undefined): boolean {
  return first !== undefined && first < 32 && first !== 10 && first !== 13;
}

/** Where a head ends: at an empty line. */
function headEnd(bytes: Uint8Array): { readonly text: number; readonly next: number } | undefined {
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return { text: lineEnd(bytes, at), next: at + 2 };
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return { text: lineEnd(bytes, at), next: at + 3 };
  }
  return undefined;
}

function lineEnd(bytes: Uint8Array, feed: number): number {
  return bytes[feed - 1] === 13 ? feed - 1 : feed;
}
