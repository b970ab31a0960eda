import { Invariant } from '../../base/assert.ts';
import { ip, type Ip, type NetnsId, type SocketId } from '../names.ts';
import type { Flight, Netns, NetworkState } from '../network/state.ts';
import { hasPower } from '../link/links.ts';
import { dropFlight } from '../network/flight.ts';
import type { TraceNote } from '../trace.ts';
import type { Recording } from '../trace-recorder/trace-recorder.ts';
import { closePing, icmpInput, openPing, receivePing, sendPing } from '../icmp/icmp.ts';
import type { PingSocket } from '../icmp/ping-socket.ts';
import * as tcp from '../tcp/calls.ts';
import type { TcpConnection } from '../tcp/connection.ts';
import { tcpInput, tcpTimeout } from '../tcp/input.ts';
import { destroy, endTimeWaits } from '../tcp/life.ts';
import { TCP_TIMER, TCP_TIME_WAIT, setTimer, timerRang } from '../tcp/timers.ts';
import { closeUdp, connectUdp, openUdp, receiveFrom, sendTo, udpInput } from '../udp/udp.ts';
import type { UdpSocket } from '../udp/udp-socket.ts';
import type { Opener } from './opener.ts';
import type {
  Datagram,
  Endpoint,
  PingAnswer,
  SocketEvent,
  SocketLayer,
  SocketView,
  Tried,
} from './socket-layer.ts';
import type { Socket, SocketsState } from './sockets-state.ts';

/** Routers that an echo request passes at most, where `ping -t` says nothing else. */
const DEFAULT_TTL = 64;
/** How often a timer that rings without power asks again. */
const POWERLESS_MS = 1000;

/** All sockets of the world and the kernel's half of TCP, UDP and ICMP. */
export class Sockets implements SocketLayer {
  readonly #state: SocketsState;
  #listener: (socket: SocketId, event: SocketEvent) => void = () => undefined;

  constructor(net: NetworkState) {
    this.#state = {
      net,
      open: new Map(),
      timed: new Map(),
      timeWait: [],
      sequenceChance: net.core.random.stream('tcp-sequence'),
      rows: net.core.tables.open<SocketView>({ name: 'net.sockets', lasting: false }),
      nextSocket: 1,
      emit: (socket, event) => this.#listener(socket, event),
    };
    net.core.agenda.handle(TCP_TIMER, (payload) => this.#timer(payload));
    net.core.agenda.handle(TCP_TIME_WAIT, () => endTimeWaits(this.#state));
  }

  onEvent(listener: (socket: SocketId, event: SocketEvent) => void): void {
    this.#listener = listener;
  }

  connectTcp(
    netns: NetnsId,
    to: Endpoint,
    options: Opener & { readonly from?: Endpoint } = {},
  ): Tried<SocketId> {
    return tcp.connectTcp(this.#state, this.#netns(netns), to, options);
  }

  listenTcp(netns: NetnsId, at: Endpoint, options: Opener = {}): Tried<SocketId> {
    return this.#shown(tcp.listenTcp(this.#state, this.#netns(netns), at, options));
  }

  accept(listener: SocketId): Tried<SocketId> {
    const socket = this.#state.open.get(listener);
    return socket?.kind === 'listener' ? tcp.accept(socket) : CLOSED;
  }

  connected(socket: SocketId): Tried<true> {
    const connection = this.#connection(socket);
    return connection ? tcp.connected(connection) : CLOSED;
  }

  send(socket: SocketId, bytes: Uint8Array): Tried<number> {
    const connection = this.#connection(socket);
    return connection ? tcp.send(this.#state, connection, bytes) : CLOSED;
  }

  receive(socket: SocketId, max: number): Tried<Uint8Array> {
    const connection = this.#connection(socket);
    return connection ? tcp.receive(this.#state, connection, max) : CLOSED;
  }

  shutdown(socket: SocketId): void {
    const connection = this.#connection(socket);
    if (connection) tcp.shutdown(this.#state, connection);
  }

  close(id: SocketId): void {
    const socket = this.#state.open.get(id);
    if (!socket) return;
    if (socket.kind === 'connection') tcp.close(this.#state, socket);
    else if (socket.kind === 'listener') tcp.closeListener(this.#state, socket);
    else if (socket.kind === 'udp') closeUdp(this.#state, socket);
    else closePing(this.#state, socket);
    this.#state.rows.delete(String(id));
  }

  abort(socket: SocketId): void {
    const connection = this.#connection(socket);
    if (connection) tcp.abort(this.#state, connection);
    else this.close(socket);
  }

  openUdp(netns: NetnsId, at: Endpoint, options: Opener = {}): Tried<SocketId> {
    const opened = openUdp(this.#state, this.#netns(netns), at, options);
    return at.port === 0 ? opened : this.#shown(opened);
  }

  connectUdp(socket: SocketId, to: Endpoint): Tried<true> {
    const udp = this.#udp(socket);
    return udp ? connectUdp(udp, to) : CLOSED;
  }

  sendTo(socket: SocketId, to: Endpoint, bytes: Uint8Array): Tried<true> {
    const udp = this.#udp(socket);
    return udp ? sendTo(this.#state, udp, to, bytes) : CLOSED;
  }

  receiveFrom(socket: SocketId): Tried<Datagram> {
    const udp = this.#udp(socket);
    return udp ? receiveFrom(udp) : CLOSED;
  }

  openPing(netns: NetnsId, options: Opener = {}): Tried<SocketId> {
    return openPing(this.#state, this.#netns(netns), options);
  }

  sendPing(socket: SocketId, to: Ip, seq: number, bytes: number, ttl = DEFAULT_TTL): Tried<true> {
    const ping = this.#ping(socket);
    return ping ? sendPing(this.#state, ping, to, { seq, bytes, ttl }) : CLOSED;
  }

  receivePing(socket: SocketId): Tried<PingAnswer> {
    const ping = this.#ping(socket);
    return ping ? receivePing(ping) : CLOSED;
  }

  view(id: SocketId): SocketView | undefined {
    const socket = this.#state.open.get(id);
    return socket && viewOf(socket);
  }

  list(netns: NetnsId): readonly SocketView[] {
    const { ports } = this.#netns(netns);
    const sockets = [...ports.allTcp(), ...ports.allUdp(), ...ports.pings.values()];
    return sockets.toSorted((a, b) => a.id - b.id).map(viewOf);
  }

  note(id: SocketId, note: TraceNote): void {
    const socket = this.#state.open.get(id);
    this.#state.net.recorder.note(socket && recordingOf(socket), note);
  }

  /** Packets that have passed INPUT. */
  deliver(netns: Netns, flight: Flight): void {
    const { protocol } = flight.packet;
    if (protocol === 'tcp') tcpInput(this.#state, netns, flight);
    else if (protocol === 'udp') udpInput(this.#state, netns, flight);
    else if (protocol === 'sctp') dropFlight(this.#state.net, netns, flight, 'not-mine');
    else icmpInput(this.#state, netns, flight);
  }

  /** Takes away every socket of a namespace that ends: peers hear nothing. */
  removeAll(netns: Netns): void {
    for (const socket of netns.ports.allTcp()) {
      if (socket.kind === 'connection') destroy(this.#state, socket);
      else netns.ports.removeListener(socket);
      this.#forget(socket);
    }
    for (const socket of netns.ports.allUdp()) {
      netns.ports.removeUdp(socket);
      this.#forget(socket);
    }
    for (const socket of netns.ports.pings.values()) this.#forget(socket);
    netns.ports.pings.clear();
  }

  #forget(socket: Socket): void {
    this.#state.open.delete(socket.id);
    this.#state.rows.delete(String(socket.id));
    this.#state.emit(socket.id, 'error');
  }

  /** A machine without power lets its timers stand: what rings meanwhile rings again a second later. */
  #timer(payload: unknown): void {
    const connection = typeof payload === 'number' ? this.#state.timed.get(payload) : undefined;
    if (!connection || !timerRang(this.#state, connection)) return;
    if (hasPower(this.#state.net, connection.netns)) tcpTimeout(this.#state, connection);
    else setTimer(this.#state, connection, POWERLESS_MS);
  }

  #shown(opened: Tried<SocketId>): Tried<SocketId> {
    const view = opened.ok ? this.view(opened.value) : undefined;
    if (view) this.#state.rows.put(String(view.id), view);
    return opened;
  }

  #netns(id: NetnsId): Netns {
    const netns = this.#state.net.namespaces.get(id);
    if (!netns) throw new Invariant('no-such-netns', { id });
    return netns;
  }

  #connection(id: SocketId): TcpConnection | undefined {
    const socket = this.#state.open.get(id);
    return socket?.kind === 'connection' ? socket : undefined;
  }

  #udp(id: SocketId): UdpSocket | undefined {
    const socket = this.#state.open.get(id);
    return socket?.kind === 'udp' ? socket : undefined;
  }

  #ping(id: SocketId): PingSocket | undefined {
    const socket = this.#state.open.get(id);
    return socket?.kind === 'ping' ? socket : undefined;
  }
}

const ANY_ADDRESS = ip('0.0.0.0');
const CLOSED = { ok: false, error: 'ENOTCONN' } as const;

function recordingOf(socket: Socket): Recording | undefined {
  if (socket.kind === 'listener') return undefined;
  return socket.kind === 'connection' ? socket.recording : socket.latest;
}

function viewOf(socket: Socket): SocketView {
  const { id, pid } = socket;
  const base = { id, netns: socket.netns.id, ...(pid === undefined ? {} : { pid }) };
  if (socket.kind === 'listener') return { ...base, protocol: 'tcp', state: 'LISTEN', local: socket.local };
  if (socket.kind === 'connection') {
    const { state, local, peer, netns } = socket;
    if (pid !== undefined) return { id, netns: netns.id, pid, protocol: 'tcp', state, local, peer };
    return { ...base, protocol: 'tcp', state, local, peer };
  }
  if (socket.kind === 'udp') {
    const { local, peer } = socket;
    return { ...base, protocol: 'udp', state: peer ? 'ESTAB' : 'UNCONN', local, ...(peer ? { peer } : {}) };
  }
  const local = { ip: ANY_ADDRESS, port: socket.identifier };
  return { ...base, protocol: 'icmp', state: 'UNCONN', local };
}
