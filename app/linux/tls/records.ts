import type { VirtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { ByteStream } from '../http/byte-stream.ts';
import type { Sys } from '../process/program.ts';
import type { Errno } from '../socket/socket-layer.ts';
import type { Seal } from './seal.ts';

/** Kinds of records by their numbers. */
export const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

const HEADER_BYTES = 5;
const MOST_CONTENT = 16_384;
/** Content, kind, tag and the room that the standard allows. */
const MOST_SEALED = MOST_CONTENT + 256;

/** One record, opened. */
export interface TlsRecord {
  readonly kind: number;
  readonly content: Uint8Array;
}

/** Why no record could be read. `not-tls`: what came is no record. */
export type RecordError = Errno | 'TIMEOUT' | 'CLOSED' | 'not-tls';

/** Puts records on a stream and takes them from it; sealed from the moment it is told how. */
export class Records {
  readonly #stream: ByteStream;
  #held: Uint8Array;
  writing: Seal | undefined;
  reading: Seal | undefined;

  constructor(stream: ByteStream, held: Uint8Array = new Uint8Array()) {
    this.#stream = stream;
    this.#held = held;
  }

  /** The bytes of records with that content, as many as it needs. */
  wrap(kind: number, content: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at === 0 || at < content.length; at += MOST_CONTENT)
      pieces.push(this.#one(kind, content.subarray(at, at + MOST_CONTENT)));
    return joined(pieces);
  }

  send(bytes: Uint8Array): Sys<Result<void, Errno>> {
    return this.#stream.send(bytes);
  }

  /** The next record. */
  *next(until?: VirtualMs): Sys<Result<TlsRecord, RecordError>> {
    for (;;) {
      const [kind = 0, major = 0, , high = 0, low = 0] = this.#held;
      const length = (high << 8) | low;
      const isRecord =
        kind >= RECORD.changeCipherSpec &&
        kind <= RECORD.applicationData &&
        (this.#held.length < 2 || major === 3);
      if (this.#held.length > 0 && (!isRecord || length > MOST_SEALED)) return bad('not-tls');
      if (this.#held.length >= HEADER_BYTES + length && this.#held.length > 0) {
        const content = this.#held.slice(HEADER_BYTES, HEADER_BYTES + length);
        this.#held = this.#held.slice(HEADER_BYTES + length);
        // The change of ciphers is an empty gesture in TLS 1.3, sent for old middleboxes and never sealed.
        if (kind === RECORD.changeCipherSpec) continue;
        const isSealed = this.reading !== undefined && kind === RECORD.applicationData;
        return good(isSealed && this.reading ? this.reading.open(content) : { kind, content });
      }
      const more = yield* this.#stream.receive(until);
      if (!more.ok) return more;
      if (more.value === null) return bad('CLOSED');
      this.#held = joined([this.#held, more.value]);
    }
  }

  /** What has arrived and was not taken. */
  get pending(): Uint8Array {
    return this.#held;
  }

  #one(kind: number, content: Uint8Array): Uint8Array {
    const isPlain = !this.writing || kind === RECORD.changeCipherSpec;
    const body = isPlain || !this.writing ? content : this.writing.close(kind, content);
    const version = kind === RECORD.handshake && isPlain && content[0] === 1 ? 1 : 3;
    const outer = isPlain ? kind : RECORD.applicationData;
    return Uint8Array.from([outer, 3, version, body.length >> 8, body.length & 255, ...body]);
  }
}

/** Bytes one after the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
