import { assertNever } from '../../../base/assert.ts';
import { virtualMs } from '../../../base/brand.ts';
import type { Core } from '../../../base/core.ts';
import type { Table } from '../../../base/tables.ts';
import type { NetnsId } from '../../names.ts';
import type { FiveTuple, Packet } from '../../packet.ts';
import type { CtState } from '../walk.ts';
import { icmpRole, mirror, type Connection, type Direction } from './connection.ts';
import { LiveConnection } from './live-connection.ts';
import { firstTcpState, followTcp } from './tcp-states.ts';
import { TupleIndex, type Half } from './tuple-index.ts';
import { GENERIC, ICMP, tcpTimeout, UDP, UDP_STREAM, type Timeouts } from './timeouts.ts';

/** A packet with the connection it belongs to. `confirmed`: the connection is in the table, or was. */
export interface Tracked {
  readonly connection: LiveConnection | undefined;
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

/** What `conntrack -E` tells of. */
export type ConntrackListener = (type: 'NEW' | 'UPDATE' | 'DESTROY', connection: Connection) => void;

/** Least time between two looks for expired entries. */
const SWEEP = 1000;

/** The connections that one namespace follows. */
export class Conntrack {
  readonly #core: Core;
  readonly #netns: NetnsId;
  readonly #table: Table<Connection>;
  readonly #timeouts: () => Timeouts;
  readonly #byTuple = new TupleIndex();
  readonly #byId = new Map<number, LiveConnection>();
  readonly #owner: string;
  #listeners: readonly ConntrackListener[] = [];
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
    const found = this.#find(packet, role === 'reply' ? 'reply' : 'request');
    if (!found) return role === 'request' ? this.#begin(packet) : INVALID;
    const direction = role === 'reply' || !sameTuple(found.original, packet) ? 'reply' : 'original';
    return this.#follow(found, direction, packet);
  }

  /** An ICMP error about a packet that is still under way belongs to its connection, in the other direction. */
  trackErrorAbout(about: Tracked): Tracked {
    const direction = about.direction === 'original' ? 'reply' : 'original';
    return { connection: about.connection, direction, state: 'RELATED', confirmed: true, error: true };
  }

  /** A new entry enters the table; false when another one has taken its addresses meanwhile. */
  confirm(connection: LiveConnection): boolean {
    const { original, reply } = connection;
    if (this.#find(original, 'request') ?? this.#find(reply, 'reply')) return false;
    this.#byId.set(connection.id, connection);
    this.#byTuple.add(connection);
    this.#write('NEW', connection);
    if (!this.#sweepDue) this.#planSweep(connection.expiresAt - this.#core.now());
    return true;
  }

  /** Whether another connection uses these addresses already, in either direction. */
  taken(tuple: FiveTuple): boolean {
    if (this.#find(tuple, 'reply')) return true;
    return tuple.protocol.startsWith('icmp') && this.#find(tuple, 'request') !== undefined;
  }

  /** The entry of that number as it stands now. */
  current(id: number): Connection | undefined {
    return this.#byId.get(id)?.snapshot();
  }

  remove({ id }: { readonly id: number }): void {
    const known = this.#byId.get(id);
    if (!known) return;
    this.#byId.delete(id);
    this.#byTuple.remove(known);
    this.#table.delete(known.rowKey);
    this.#tell('DESTROY', known);
  }

  /** Tells of every entry that is new, changes its state or goes, as `conntrack -E` does. Returns how to stop. */
  listen(listener: ConntrackListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** Everything that is followed now, oldest first. */
  list(): readonly Connection[] {
    const now = this.#core.now();
    return [...this.#byId.values()]
      .filter(({ expiresAt }) => expiresAt > now)
      .map((connection) => connection.snapshot());
  }

  #find(tuple: FiveTuple, half: Half): LiveConnection | undefined {
    const found = this.#byTuple.find(tuple, half);
    if (!found || found.expiresAt > this.#core.now()) return found;
    this.remove(found);
    return undefined;
  }

  #begin(packet: Packet): Tracked {
    const now = this.#core.now();
    const state = packet.protocol === 'tcp' ? firstTcpState(packet) : 'NONE';
    if (!state) return INVALID;
    const connection = new LiveConnection(this.#nextId++, this.#netns, packet, state);
    connection.expiresAt = virtualMs(now + this.#firstLifetime(packet, state) * 1000);
    connection.streamAt = now + 2000;
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

  #follow(found: LiveConnection, direction: Direction, packet: Packet): Tracked {
    const state: CtState = direction === 'reply' || found.seenReply ? 'ESTABLISHED' : 'NEW';
    const tracked: Tracked = { connection: found, direction, state, confirmed: true, error: false };
    const { state: before, seenReply, assured } = found;
    const outcome =
      packet.protocol === 'tcp'
        ? followTcp(found, direction, packet, this.#core.now(), this.#timeouts())
        : this.#refresh(found);
    switch (outcome) {
      case 'invalid':
        return INVALID;
      case 'reopen':
        this.remove(found);
        return this.#begin(packet);
      case 'kill':
        this.remove(found);
        return tracked;
      case 'ignore':
        return tracked;
      case 'update':
        if (direction === 'reply') found.seenReply = true;
        if (before !== found.state || seenReply !== found.seenReply || assured !== found.assured)
          this.#write('UPDATE', found);
        return tracked;
      default:
        return assertNever(outcome);
    }
  }

  /** Datagrams and pings: a longer life for what goes on for a while in both directions. */
  #refresh(found: LiveConnection): 'update' {
    const { protocol } = found;
    const now = this.#core.now();
    const stream = protocol === 'udp' && found.seenReply && now > found.streamAt;
    const seconds = protocol === 'udp' ? (stream ? UDP_STREAM : UDP) : protocol === 'sctp' ? GENERIC : ICMP;
    found.assured ||= stream;
    found.expiresAt = virtualMs(now + seconds * 1000);
    return 'update';
  }

  /** An ICMP error belongs to the connection whose packet it quotes, in the opposite direction. */
  #trackError(packet: Packet): Tracked {
    const about = packet.icmp?.about;
    if (!about) return INVALID;
    const back = mirror(about);
    const reply = this.#find(back, 'reply');
    const found = reply ?? this.#find(back, 'request');
    if (!found) return INVALID;
    const direction = sameTuple(found.reply, back) ? 'reply' : 'original';
    return { connection: found, direction, state: 'RELATED', confirmed: true, error: true };
  }

  #write(type: 'NEW' | 'UPDATE', connection: LiveConnection): void {
    this.#table.put(connection.rowKey, connection.snapshot());
    this.#tell(type, connection);
  }

  #tell(type: 'NEW' | 'UPDATE' | 'DESTROY', connection: LiveConnection): void {
    for (const listener of this.#listeners) listener(type, connection.snapshot());
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
}

function sameTuple(a: FiveTuple, b: FiveTuple): boolean {
  return a.src === b.src && a.dst === b.dst && a.sport === b.sport && a.dport === b.dport;
}
