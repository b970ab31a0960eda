import type { VirtualMs } from '../base/brand.ts';
import { PROTOCOL, type Entry, type Input, type Journal } from './protocol.ts';

/** The session's log of inputs: append only, numbered, each with its virtual time. */
export class JournalLog {
  readonly world: string;
  readonly seed: number;
  #entries: Entry[];

  constructor(world: string, seed: number, entries: readonly Entry[] = []) {
    this.world = world;
    this.seed = seed;
    this.#entries = [...entries];
  }

  /** All entries so far. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Writes down an input that is about to be applied. */
  append(at: VirtualMs, input: Input): Entry {
    const entry = { n: this.#entries.length, at, input };
    this.#entries.push(entry);
    return entry;
  }

  /** The journal as data, reaching to `now`. */
  export(now: VirtualMs): Journal {
    return { version: PROTOCOL, world: this.world, seed: this.seed, entries: [...this.#entries], now };
  }
}
