import { sha256 } from '../../base/crypto/sha256.ts';
import { Random } from '../../base/random.ts';

/** Bytes that a sealed record has more than its content: the kind inside, and the tag. */
const KIND_BYTES = 1;
const TAG_BYTES = 16;

/** Makes noise of records and takes it away again, each direction with its own count. Not cryptography: see the README. */
export class Seal {
  readonly #name: string;
  readonly #key: number;
  #count = 0;

  constructor(shared: Uint8Array, name: string) {
    const [a = 0, b = 0, c = 0, d = 0] = sha256(shared);
    this.#key = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    this.#name = name;
  }

  /** A record's content as noise; its kind is hidden with it. */
  close(kind: number, content: Uint8Array): Uint8Array {
    const plain = new Uint8Array(content.length + KIND_BYTES + TAG_BYTES);
    plain.set(content);
    plain[content.length] = kind;
    return this.#mix(plain);
  }

  /** What was in the noise. */
  open(sealed: Uint8Array): { readonly kind: number; readonly content: Uint8Array } {
    const plain = this.#mix(sealed);
    const end = plain.length - KIND_BYTES - TAG_BYTES;
    return { kind: plain[end] ?? 0, content: plain.slice(0, end) };
  }

  #mix(bytes: Uint8Array): Uint8Array {
    const noise = new Random(this.#key, `${this.#name}/${this.#count++}`);
    const mixed = new Uint8Array(bytes.length);
    for (let at = 0, word = 0; at < bytes.length; at++) {
      word = at % 4 === 0 ? noise.bits() : word >>> 8;
      mixed[at] = (bytes[at] ?? 0) ^ (word & 255);
    }
    return mixed;
  }
}
