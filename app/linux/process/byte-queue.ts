import { lengthUpTo } from './open-file.ts';

/** Bytes that wait to be read, as the chunks in which they came. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#size += bytes.length;
  }

  /** Takes up to `max` bytes out, at most to the first stop byte of the first chunks. Empty when there are none. */
  take(max: number, stop?: number): Uint8Array {
    const first = this.#chunks[this.#head];
    if (!first) return new Uint8Array(0);
    if (stop === undefined && first.length < max && this.#size > first.length) return this.#takeMany(max);
    return this.#takeFrom(first, lengthUpTo(first, max, stop));
  }

  clear(): void {
    this.#chunks = [];
    this.#head = 0;
    this.#size = 0;
  }

  #takeMany(max: number): Uint8Array {
    const whole = new Uint8Array(Math.min(max, this.#size));
    let at = 0;
    while (at < whole.length) {
      const chunk = this.#chunks[this.#head];
      if (!chunk) break;
      const part = this.#takeFrom(chunk, Math.min(chunk.length, whole.length - at));
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #takeFrom(chunk: Uint8Array, length: number): Uint8Array {
    this.#size -= length;
    if (length < chunk.length) {
      this.#chunks[this.#head] = chunk.subarray(length);
      return chunk.subarray(0, length);
    }
    this.#head += 1;
    if (this.#head === this.#chunks.length) {
      this.#chunks = [];
      this.#head = 0;
    } else if (this.#head > 1024) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
    return chunk;
  }
}
