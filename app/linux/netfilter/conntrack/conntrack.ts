import { assertNever } from '../../../base/assert.ts';
import { virtualMs } from '../../../base/brand.ts';
import type { Core } from '../../../base/core.ts';
import type { Table } from '../../../base/tables.ts';
import type { NetnsId } from '../../names.ts';
import { tupleOf, type FiveTuple, type Packet } from '../../packet.ts';
import type { CtState } from '../walk.ts';
import { icmpRole, keysOf, mirror, tupleKey, type Connection, type Direction } from './connection.ts';
import { firstSequence, firstTcpState, followTcp } from './tcp-states.ts';
import { GENERIC, ICMP, tcpTimeout, UDP, UDP_STREAM, type Timeouts } from './timeouts.ts';

/** A packet with the connection it belongs to. `confirmed`: the connection is in the table, or was. */
export interface Tracked {
  connection: Connection | undefined;
  readonly direction: Direction;
  readonly state: CtState;
  confirmed: boolean;
  /** An ICMP error about the connection: both its own addresses and those it quotes are translated. */
  readonly error: boolean;
}

const INVALID: Tracked = {
  connection: undefined,
  direction: 'original',
  state: 'INVALID',
  confirmed: true,
  error: false,
};

/** Least time between two looks for expired entries. */
const SWEEP = 1000;

/** The connections that one namespace follows. */
export class Conntrack {
  readonly #core: Core;
  readonly #netns: NetnsId;
  readonly #table: Table<Connection>;
  readonly #timeouts: () => Timeouts;
  readonly #byTuple = new Map<string, Connection>();
  readonly #byId = new Map<number, Connection>();
  readonly #owner: string;
  #nextId = 1;
  #sweepDue = false;

  constructor(core: Core, netns: NetnsId, table: Table<Connection>, timeouts: () => Timeouts) {
    this.#core = core;
    this.#netns = netns;
    this.#table = table;
    this.#timeouts = timeouts;
    this.#owner = `conntrack/${netns}`;
    core.agenda.handle(this.#owner, () => this.#sweep());
  }

  /** Finds or begins the connection of a packet that enters this namespace or leaves a process of it. */
  track(packet: Packet): Tracked {
    const role = packet.icmp ? icmpRole(packet) : 'request';
    if (role === 'error') return this.#trackError(packet);
    const found = this.find(tupleKey(packet, role === 'reply' ? 'reply' : 'request'));
    if (!found) return role === 'request' ? this.#begin(packet) : INVALID;
    const direction = role === 'reply' || !sameTuple(found.original, packet) ? 'reply' : 'original';
    return this.#follow(found, direction, packet);
  }

  /** A new entry enters the table; false when another one has taken its addresses meanwhile. */
  confirm(connection: Connection): boolean {
    if (keysOf(connection).some((key) => this.find(key) !== undefined)) return false;
    this.#put(connection);
    return true;
  }

  /** Whether another connection uses these addresses already, in either direction. */
  taken(tuple: FiveTuple): boolean {
    const [reply, request] = [tupleKey(tuple, 'reply'), tupleKey(tuple, 'request')];
    return this.find(reply) !== undefined || (request !== reply && this.find(request) !== undefined);
  }

  find(key: string): Connection | undefined {
    const found = this.#byTuple.get(key);
    if (!found || found.expiresAt > this.#core.now()) return found;
    this.remove(found);
    return undefined;
  }

  /** The entry as it stands now. */
  current(id: number): Connection | undefined {
    return this.#byId.get(id);
  }

  remove(connection: Connection): void {
    const known = this.#byId.get(connection.id);
    if (!known) return;
    this.#byId.delete(known.id);
    for (const key of keysOf(known)) this.#byTuple.delete(key);
    this.#table.delete(this.#key(known));
  }

  /** Tells of every entry that is new, changes its state or goes, as `conntrack -E` does. Returns how to stop. */
  listen(listener: (type: 'NEW' | 'UPDATE' | 'DESTROY', connection: Connection) => void): () => void {
    return this.#table.listen(({ before, after }) => {
      if ((after ?? before)?.netns !== this.#netns) return;
      if (after && !before) listener('NEW', after);
      else if (before && !after) listener('DESTROY', before);
      else if (before && after && changed(before, after)) listener('UPDATE', after);
    });
  }

  /** Everything that is followed now, oldest first. */
  list(): readonly Connection[] {
    const now = this.#core.now();
    return [...this.#byId.values()].filter(({ expiresAt }) => expiresAt > now);
  }

  #begin(packet: Packet): Tracked {
    const now = this.#core.now();
    const state = packet.protocol === 'tcp' ? firstTcpState(packet) : 'NONE';
    if (!state) return INVALID;
    const original = tupleOf(packet);
    const connection: Connection = {
      id: this.#nextId++,
      netns: this.#netns,
      protocol: packet.protocol,
      state,
      original,
      reply: mirror(original),
      seenReply: false,
      assured: false,
      mark: 0,
      expiresAt: virtualMs(now + this.#firstLifetime(packet, state) * 1000),
      streamAt: now + 2000,
      decided: { dst: false, src: false },
      natRules: {},
      ...(packet.icmp ? { icmp: { type: packet.icmp.type, code: packet.icmp.code } } : {}),
      ...(packet.protocol === 'tcp' ? { tcp: firstSequence(packet) } : {}),
    };
    return { connection, direction: 'original', state: 'NEW', confirmed: false, error: false };
  }

  #firstLifetime(packet: Packet, state: Connection['state']): number {
    switch (packet.protocol) {
      case 'tcp':
        return state === 'ESTABLISHED' ? 300 : tcpTimeout(state, this.#timeouts());
      case 'udp':
        return UDP;
      case 'icmp':
      case 'icmpv6':
        return ICMP;
      case 'sctp':
        return GENERIC;
      default:
        return assertNever(packet.protocol);
    }
  }

  #follow(found: Connection, direction: Direction, packet: Packet): Tracked {
    const state: CtState = direction === 'reply' || found.seenReply ? 'ESTABLISHED' : 'NEW';
    const tracked: Tracked = { connection: found, direction, state, confirmed: true, error: false };
    if (packet.protocol !== 'tcp') {
      this.#refresh(tracked, found, direction);
      return tracked;
    }
    const outcome = followTcp(found, direction, packet, this.#core.now(), this.#timeouts());
    switch (outcome.type) {
      case 'invalid':
        return INVALID;
      case 'ignore':
        return tracked;
      case 'reopen':
        this.remove(found);
        return this.#begin(packet);
      case 'kill':
        this.remove(found);
        return tracked;
      case 'update':
        tracked.connection = this.#put(
          direction === 'reply' ? { ...outcome.connection, seenReply: true } : outcome.connection,
        );
        return tracked;
      default:
        return assertNever(outcome);
    }
  }

  /** Datagrams and pings: a longer life for what goes on for a while in both directions. */
  #refresh(tracked: Tracked, found: Connection, direction: Direction): void {
    const now = this.#core.now();
    const stream = found.protocol === 'udp' && found.seenReply && now > found.streamAt;
    const seconds =
      found.protocol === 'udp' ? (stream ? UDP_STREAM : UDP) : found.protocol === 'sctp' ? GENERIC : ICMP;
    tracked.connection = this.#put({
      ...found,
      seenReply: found.seenReply || direction === 'reply',
      assured: found.assured || stream,
      expiresAt: virtualMs(now + seconds * 1000),
    });
  }

  /** An ICMP error belongs to the connection whose packet it quotes, in the opposite direction. */
  #trackError(packet: Packet): Tracked {
    const about = packet.icmp?.about;
    if (!about) return INVALID;
    const back = mirror(about);
    const reply = this.find(tupleKey(back, 'reply'));
    const found = reply ?? this.find(tupleKey(back, 'request'));
    if (!found) return INVALID;
    const direction = sameTuple(found.reply, back) ? 'reply' : 'original';
    return { connection: found, direction, state: 'RELATED', confirmed: true, error: true };
  }

  #put(connection: Connection): Connection {
    this.#byId.set(connection.id, connection);
    for (const key of keysOf(connection)) this.#byTuple.set(key, connection);
    this.#table.put(this.#key(connection), connection);
    if (!this.#sweepDue) this.#planSweep(connection.expiresAt - this.#core.now());
    return connection;
  }

  #planSweep(delay: number): void {
    this.#sweepDue = true;
    this.#core.agenda.after(Math.max(SWEEP, delay), this.#owner, null, { periodic: true });
  }

  #sweep(): void {
    this.#sweepDue = false;
    const now = this.#core.now();
    let earliest = Infinity;
    for (const connection of this.#byId.values()) {
      if (connection.expiresAt <= now) this.remove(connection);
      else earliest = Math.min(earliest, connection.expiresAt);
    }
    if (earliest !== Infinity) this.#planSweep(earliest - now);
  }

  #key({ id }: Connection): string {
    return `${this.#netns} ${id}`;
  }
}

function changed(before: Connection, after: Connection): boolean {
  return (
    before.state !== after.state || before.assured !== after.assured || before.seenReply !== after.seenReply
  );
}

function sameTuple(a: FiveTuple, b: FiveTuple): boolean {
  return a.src === b.src && a.dst === b.dst && a.sport === b.sport && a.dport === b.dport;
}
