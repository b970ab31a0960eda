import type { FiveTuple } from '../../packet.ts';
import type { LiveConnection } from './live-connection.ts';

/** Which half of an exchange a tuple is looked up as: echo requests and replies of the same identifier differ. */
export type Half = 'request' | 'reply';

interface Entry {
  readonly tuple: FiveTuple;
  readonly half: Half;
  readonly connection: LiveConnection;
}

/** The connections of a namespace by their two tuples, in buckets by ports: a packet makes no key of text. */
export class TupleIndex {
  readonly #buckets = new Map<number, Entry[]>();

  find(tuple: FiveTuple, half: Half): LiveConnection | undefined {
    const bucket = this.#buckets.get(bucketOf(tuple));
    if (!bucket) return undefined;
    for (const entry of bucket) if (fits(entry, tuple, half)) return entry.connection;
    return undefined;
  }

  add(connection: LiveConnection): void {
    this.#put({ tuple: connection.original, half: 'request', connection });
    this.#put({ tuple: connection.reply, half: 'reply', connection });
  }

  remove(connection: LiveConnection): void {
    this.#drop(connection.original, connection);
    this.#drop(connection.reply, connection);
  }

  #put(entry: Entry): void {
    const key = bucketOf(entry.tuple);
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.push(entry);
    else this.#buckets.set(key, [entry]);
  }

  #drop(tuple: FiveTuple, connection: LiveConnection): void {
    const key = bucketOf(tuple);
    const bucket = this.#buckets.get(key);
    if (!bucket) return;
    const left = bucket.filter((entry) => entry.connection !== connection);
    if (left.length > 0) this.#buckets.set(key, left);
    else this.#buckets.delete(key);
  }
}

function isEcho({ protocol }: FiveTuple): boolean {
  return protocol === 'icmp' || protocol === 'icmpv6';
}

/** Pings know one number only, and it is the same both ways. */
function bucketOf(tuple: FiveTuple): number {
  return isEcho(tuple) ? tuple.sport : tuple.sport * 65_536 + tuple.dport;
}

function fits(entry: Entry, tuple: FiveTuple, half: Half): boolean {
  const known = entry.tuple;
  if (known.sport !== tuple.sport || known.src !== tuple.src || known.dst !== tuple.dst) return false;
  if (known.protocol !== tuple.protocol) return false;
  return isEcho(tuple) ? entry.half === half : known.dport === tuple.dport;
}
