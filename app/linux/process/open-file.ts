import type { Task } from './task.ts';

/** The answer of a descriptor that has nothing now: the process must wait. */
export const WAIT = 'wait';

/** What a read gives: bytes, null at the end, or the wish to wait. */
export type ReadAnswer = Uint8Array | null | typeof WAIT;

/** What a write gives: how many bytes were taken (0: wait for room), or that nobody reads any more. */
export type WriteAnswer = number | 'broken' | 'unwritable' | 'full';

/**
 * An open file description: what descriptors of one or several processes stand for. It is closed when the last of them
 * lets it go. Reads and writes answer at once; who has to wait enters the queue and is woken by whoever changes things.
 */
export abstract class OpenFile {
  readonly waiting = new Set<Task>();
  /** Takes only so many bytes in a millisecond: whoever has more tries again a millisecond later. */
  readonly paced: boolean = false;
  #holders = 0;

  /** Up to `max` bytes; with `stop`, not beyond the first byte of that value. */
  abstract read(max: number, reader: Task, stop?: number): ReadAnswer;
  abstract write(bytes: Uint8Array, writer: Task): WriteAnswer;
  /** The last holder has let go. */
  protected abstract closed(): void;

  /** Whether anybody holds it. */
  get held(): boolean {
    return this.#holders > 0;
  }

  retain(): this {
    this.#holders += 1;
    return this;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.closed();
  }
}

/** How many of the bytes to give out, so that nothing follows the first stop byte. */
export function lengthUpTo(bytes: Uint8Array, max: number, stop: number | undefined): number {
  const limit = Math.min(bytes.length, max);
  if (stop === undefined) return limit;
  const found = bytes.indexOf(stop);
  return found >= 0 && found < limit ? found + 1 : limit;
}
