import type { Core } from '../../base/core.ts';
import type { Ip, NetnsId } from '../names.ts';
import type { NetfilterTables, RecentRow } from './netfilter-tables.ts';
import type { RecentLists } from './walk.ts';

/** A list holds so many addresses; the one not seen for longest makes room. */
const MOST_ADDRESSES = 100;
/** So many instants are kept of one address. */
const MOST_STAMPS = 20;

/** The lists of the recent match of one namespace. */
export class RecentStore implements RecentLists {
  readonly #core: Core;
  readonly #netns: NetnsId;
  readonly #table: NetfilterTables['recent'];

  constructor(core: Core, netns: NetnsId, table: NetfilterTables['recent']) {
    this.#core = core;
    this.#netns = netns;
    this.#table = table;
  }

  stamps(list: string, address: Ip): readonly number[] | undefined {
    return this.#table.get(this.#key(list, address))?.stamps;
  }

  note(list: string, address: Ip, ttl: number): void {
    const key = this.#key(list, address);
    const known = this.#table.get(key);
    if (!known) this.#makeRoom(list);
    const stamps = [...(known?.stamps ?? []), this.#core.now()].slice(-MOST_STAMPS);
    this.#table.put(key, { netns: this.#netns, list, address, ttl, stamps });
  }

  remove(list: string, address: Ip): void {
    this.#table.delete(this.#key(list, address));
  }

  reap(list: string, before: number): void {
    for (const row of this.rows(list))
      if ((row.stamps.at(-1) ?? 0) < before) this.#table.delete(this.#key(list, row.address));
  }

  /** The addresses of a list. */
  rows(list: string): readonly RecentRow[] {
    return [...this.#table.rows()].filter((row) => row.netns === this.#netns && row.list === list);
  }

  /** A list as /proc/net/xt_recent/NAME shows it; times are jiffies of 4 ms since 5 minutes before the machine's start. */
  print(list: string): string {
    const jiffies = (ms: number): number => 4_294_892_296 + Math.floor(ms / 4);
    return this.rows(list)
      .map(({ address, ttl, stamps }) => {
        const seen = stamps.map((stamp) => String(jiffies(stamp)));
        return `src=${address} ttl: ${ttl} last_seen: ${seen.at(-1) ?? '0'} oldest_pkt: ${stamps.length % MOST_STAMPS} ${seen.join(', ')}\n`;
      })
      .join('');
  }

  #makeRoom(list: string): void {
    const rows = this.rows(list);
    if (rows.length < MOST_ADDRESSES) return;
    const oldest = rows.toSorted((a, b) => (a.stamps.at(-1) ?? 0) - (b.stamps.at(-1) ?? 0))[0];
    if (oldest) this.#table.delete(this.#key(list, oldest.address));
  }

  #key(list: string, address: string): string {
    return `${this.#netns} ${list} ${address}`;
  }
}
