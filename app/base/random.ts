/** A seeded stream of chance: the same seed and name give the same draws, whatever other streams do. */
export class Random {
  #state: [number, number, number, number];

  constructor(seed: number, name: string) {
    const mix = seedMixer(seed, name);
    this.#state = [mix(), mix(), mix(), mix()];
  }

  /** The next 32 random bits as an unsigned number (xoshiro128**). */
  bits(): number {
    const s = this.#state;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11);
    return result;
  }

  /** A fraction in [0, 1) with 32 random bits. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number in [0, bound), each equally likely; `bound` from 1 to 2^32. */
  below(bound: number): number {
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
    for (;;) {
      const bits = this.bits();
      if (bits < limit) return bits % bound;
    }
  }

  /** One of the items, each equally likely; the list must not be empty. */
  pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Where the stream stands, for hashing. */
  get state(): readonly number[] {
    return this.#state;
  }
}

/** All streams of a world, by name. A world may list the first draws of a stream: they are taken before chance is asked. */
export class RandomStreams {
  readonly seed: number;
  readonly #streams = new Map<string, Random>();
  readonly #listed: ReadonlyMap<string, readonly string[]>;
  readonly #taken = new Map<string, number>();

  constructor(seed: number, draws: Readonly<Record<string, readonly string[]>> = {}) {
    this.seed = seed;
    this.#listed = new Map(Object.entries(draws));
  }

  /** The stream of that name, the same object at every call: `pod-names`, `uid`, `endpoint-choice/node-905m`. */
  stream(name: string): Random {
    const known = this.#streams.get(name);
    if (known) return known;
    const made = new Random(this.seed, name);
    this.#streams.set(name, made);
    return made;
  }

  /** The next draw that the world's data lists for this stream, or undefined when it lists none or all are taken. */
  listed(name: string): string | undefined {
    const taken = this.#taken.get(name) ?? 0;
    const draw = this.#listed.get(name)?.[taken];
    if (draw !== undefined) this.#taken.set(name, taken + 1);
    return draw;
  }

  /** Where every stream stands, for hashing. */
  states(): Record<string, readonly number[]> {
    const taken = [...this.#taken].map(([name, count]) => [`listed/${name}`, [count]] as const);
    return Object.fromEntries([...[...this.#streams].map(([name, s]) => [name, s.state] as const), ...taken]);
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** Spreads a seed and a name over as many words as are asked for (FNV-1a over the name, then splitmix32). */
function seedMixer(seed: number, name: string): () => number {
  let word = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let index = 0; index < name.length; index++)
    word = Math.imul(word ^ name.charCodeAt(index), 0x01000193);
  return () => {
    word = (word + 0x9e3779b9) | 0;
    let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}
