/** Bytes in order: pushed at the end in pieces of any size, read and dropped from the front. */
export class ByteQueue {
  /** Empty queues have no list: most connections carry little, and many wait closed. */
  #pieces: Uint8Array[] | undefined;
  #first = 0;
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds bytes at the end; the caller must not change them afterwards. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces ??= [];
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  /** A copy of up to `max` bytes from `from` on, without taking them; a single whole piece is given as it is. */
  peek(from: number, max: number): Uint8Array {
    const wanted = Math.max(0, Math.min(max, this.#length - from));
    const [index, offset] = this.#find(from);
    const piece = this.#pieces?.[index];
    if (piece && offset + wanted <= piece.length)
      return offset === 0 && wanted === piece.length ? piece : piece.subarray(offset, offset + wanted);
    const copy = new Uint8Array(wanted);
    let filled = 0;
    for (let at = index, skip = offset; filled < wanted; at++, skip = 0) {
      const part = (this.#pieces?.[at] ?? copy).subarray(skip, skip + wanted - filled);
      copy.set(part, filled);
      filled += part.length;
    }
    return copy;
  }

  /** Drops bytes from the front. */
  drop(count: number): void {
    let left = Math.min(count, this.#length);
    this.#length -= left;
    while (left > 0) {
      const here = (this.#pieces?.[this.#first]?.length ?? 0) - this.#offset;
      if (left < here) {
        this.#offset += left;
        return;
      }
      left -= here;
      this.#first++;
      this.#offset = 0;
    }
    if (this.#first <= 64 && this.#length > 0) return;
    this.#pieces = this.#length === 0 ? undefined : this.#pieces?.slice(this.#first);
    this.#first = 0;
  }

  /** Takes up to `max` bytes from the front. */
  take(max: number): Uint8Array {
    const bytes = this.peek(0, max);
    this.drop(bytes.length);
    return bytes;
  }

  clear(): void {
    this.drop(this.#length);
  }

  #find(from: number): readonly [number, number] {
    let index = this.#first;
    let offset = this.#offset + from;
    for (;;) {
      const piece = this.#pieces?.[index];
      if (!piece || offset < piece.length) return [index, offset];
      offset -= piece.length;
      index++;
    }
  }
}
