import { encodeUtf8 } from '../../base/utf8.ts';
import type { Value } from './value.ts';

const FIRST_MASK = 63;
const LONGEST_LIST = 12;

/** An associative array. `for (k in a)` visits its keys in the order of mawk's hash table. */
export class AwkArray {
  readonly #elements = new Map<string, Value>();

  get size(): number {
    return this.#elements.size;
  }

  get(key: string): Value | undefined {
    return this.#elements.get(key);
  }

  set(key: string, value: Value): void {
    this.#elements.set(key, value);
  }

  has(key: string): boolean {
    return this.#elements.has(key);
  }

  delete(key: string): void {
    this.#elements.delete(key);
  }

  clear(): void {
    this.#elements.clear();
  }

  /** Keys by their place in the table: by hash, later ones first in one list. */
  keys(): readonly string[] {
    let mask = FIRST_MASK;
    while (this.#elements.size > (mask + 1) * LONGEST_LIST) mask = mask * 2 + 1;
    return [...this.#elements.keys()]
      .map((key, at) => ({ key, at, place: fnv1a(key) & mask }))
      .toSorted((a, b) => a.place - b.place || b.at - a.at)
      .map(({ key }) => key);
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c_9dc5;
  for (const byte of encodeUtf8(text)) hash = Math.imul(hash ^ byte, 0x0100_0193);
  return hash >>> 0;
}
