import type { Table } from '../../base/tables.ts';

/** How many addresses of one node are given, and the last one given. */
export interface PoolRow {
  readonly node: string;
  readonly last: number;
  readonly count: number;
}

/** The Pod addresses of a node: handed out upwards, none again before all others have been. */
export class AddressPool {
  readonly #table: Table<PoolRow>;
  readonly #node: string;
  readonly #network: number;
  readonly #size: number;
  readonly #given = new Set<number>();
  #last: number;

  /** `last` is the host part last given: 1, the bridge's own, in a fresh world. */
  constructor(table: Table<PoolRow>, node: string, podCidr: string, last: number) {
    this.#table = table;
    this.#node = node;
    const [address = '', bits = '24'] = podCidr.split('/');
    this.#network = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    this.#size = 2 ** (32 - Number(bits));
    this.#last = last;
  }

  /** The bridge's address, the first of the range. */
  get gateway(): string {
    return this.#text(1);
  }

  /** The next free address after the last one given; undefined when all are taken. */
  take(): string | undefined {
    for (let tries = 0; tries < this.#size; tries++) {
      const next = this.#last + 1 > this.#size - 2 ? 2 : this.#last + 1;
      this.#last = next;
      if (this.#given.has(next)) continue;
      this.#given.add(next);
      this.#write();
      return this.#text(next);
    }
    return undefined;
  }

  give(address: string): void {
    const host = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) - this.#network;
    if (this.#given.delete(host)) this.#write();
  }

  #text(host: number): string {
    const address = this.#network + host;
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  }

  #write(): void {
    this.#table.put(this.#node, { node: this.#node, last: this.#last, count: this.#given.size });
  }
}
