import { isAnyIp } from '../../base/ip.ts';
import type { Random } from '../../base/random.ts';
import type { Ip } from '../names.ts';
import type { PingSocket } from '../icmp/ping-socket.ts';
import type { TcpConnection, TcpListener } from '../tcp/connection.ts';
import type { UdpSocket } from '../udp/udp-socket.ts';

/** First port of those that the kernel hands out by itself (net.ipv4.ip_local_port_range). */
const FIRST_EPHEMERAL = 32768;
/** Last port of those. */
const LAST_EPHEMERAL = 60999;

/** Who has which port in one namespace. */
export class SocketPorts {
  readonly #listeners = new Map<number, TcpListener[]>();
  readonly #connections = new Map<number, TcpConnection[]>();
  readonly #udp = new Map<number, UdpSocket[]>();
  readonly pings = new Map<number, PingSocket>();

  addListener(listener: TcpListener): void {
    push(this.#listeners, listener.local.port, listener);
  }

  removeListener(listener: TcpListener): void {
    pull(this.#listeners, listener.local.port, listener);
  }

  /** Who listens for connections to an address: its own listener before one for every address. */
  listener(address: Ip, port: number): TcpListener | undefined {
    return mostSpecific(this.#listeners.get(port), address);
  }

  /** Whether a listener at that address would take what another one takes. */
  listenerConflicts(address: Ip, port: number): boolean {
    return (this.#listeners.get(port) ?? []).some(({ local }) => overlaps(local.ip, address));
  }

  addConnection(connection: TcpConnection): void {
    push(this.#connections, pairKey(connection.local.port, connection.peer.port), connection);
  }

  removeConnection(connection: TcpConnection): void {
    pull(this.#connections, pairKey(connection.local.port, connection.peer.port), connection);
  }

  connection(local: Ip, localPort: number, peer: Ip, peerPort: number): TcpConnection | undefined {
    const candidates = this.#connections.get(pairKey(localPort, peerPort));
    if (!candidates) return undefined;
    return candidates.find((one) => one.peer.ip === peer && one.local.ip === local);
  }

  addUdp(socket: UdpSocket): void {
    push(this.#udp, socket.local.port, socket);
  }

  removeUdp(socket: UdpSocket): void {
    pull(this.#udp, socket.local.port, socket);
  }

  udpConflicts(address: Ip, port: number): boolean {
    return (this.#udp.get(port) ?? []).some(({ local }) => overlaps(local.ip, address));
  }

  /** Who takes a datagram: a socket connected to its sender, else one bound to the address, else one bound to all. */
  udp(local: Ip, port: number, peer: Ip, peerPort: number): UdpSocket | undefined {
    const sockets = this.#udp.get(port);
    const connected = sockets?.find((socket) => socket.peer?.ip === peer && socket.peer.port === peerPort);
    return (
      connected ??
      mostSpecific(
        sockets?.filter((socket) => !socket.peer),
        local,
      )
    );
  }

  /**
   * A free port for a new connection: connecting takes even ports first, as the kernel leaves the odd ones to bind.
   * @upstream net/ipv4/inet_hashtables.c __inet_hash_connect
   */
  connectPort(chance: Random, local: Ip, peer: Ip, peerPort: number): number | undefined {
    const half = (LAST_EPHEMERAL - FIRST_EPHEMERAL + 1) / 2;
    const start = chance.below(half);
    for (const parity of [0, 1]) {
      for (let step = 0; step < half; step++) {
        const port = FIRST_EPHEMERAL + ((start + step) % half) * 2 + parity;
        if (!this.connection(local, port, peer, peerPort)) return port;
      }
    }
    return undefined;
  }

  /** A free port for a socket that asks for any, by what counts as taken. */
  freePort(chance: Random, taken: (port: number) => boolean): number | undefined {
    const count = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;
    const start = chance.below(count);
    for (let step = 0; step < count; step++) {
      const port = FIRST_EPHEMERAL + ((start + step) % count);
      if (!taken(port)) return port;
    }
    return undefined;
  }

  /** Every TCP socket of the namespace, listeners first. */
  allTcp(): readonly (TcpListener | TcpConnection)[] {
    return [...[...this.#listeners.values()].flat(), ...[...this.#connections.values()].flat()];
  }

  allUdp(): readonly UdpSocket[] {
    return [...this.#udp.values()].flat();
  }
}

function pairKey(localPort: number, peerPort: number): number {
  return localPort * 65536 + peerPort;
}

function push<Item>(map: Map<number, Item[]>, key: number, item: Item): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}

function pull<Item>(map: Map<number, Item[]>, key: number, item: Item): void {
  const items = map.get(key);
  const at = items?.indexOf(item) ?? -1;
  if (!items || at < 0) return;
  items.splice(at, 1);
  if (items.length === 0) map.delete(key);
}

function overlaps(a: Ip, b: Ip): boolean {
  return a === b || isAnyIp(a) || isAnyIp(b);
}

function mostSpecific<Bound extends { readonly local: { readonly ip: Ip } }>(
  bound: readonly Bound[] | undefined,
  address: Ip,
): Bound | undefined {
  if (!bound) return undefined;
  return bound.find(({ local }) => local.ip === address) ?? bound.find(({ local }) => isAnyIp(local.ip));
}
