import { isAnyIp } from '../../base/ip.ts';
import { socketId, type Ip, type SocketId } from '../names.ts';
import { endDelivered } from '../network/flight.ts';
import { localOutput, sendIcmpError } from '../network/local-output.ts';
import type { Flight, Netns } from '../network/state.ts';
import type { Packet } from '../packet.ts';
import { resolveRoute } from '../route/route-table.ts';
import type { Opener } from '../socket/opener.ts';
import { AGAIN, type Datagram, type Endpoint, type Errno, type Tried } from '../socket/socket-layer.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import { errnoOf } from '../icmp/kinds.ts';
import { outcomeOfError } from '../trace-recorder/outcome.ts';
import type { Exchange, UdpSocket } from './udp-socket.ts';

/** Datagrams that wait for a program; more are lost. */
const RECEIVE_LIMIT = 256;
/** A question this long after the last packet begins a trace of its own. */
const EXCHANGE_MS = 5000;
/** Peers whose exchange a server remembers. */
const EXCHANGES_KEPT = 64;

/** Opens and binds a socket for datagrams. */
export function openUdp(sockets: SocketsState, netns: Netns, at: Endpoint, by: Opener): Tried<SocketId> {
  if (!isAnyIp(at.ip) && !netns.isLocal(at.ip)) return failed('EADDRNOTAVAIL');
  const { ports } = netns;
  const taken = (port: number) => ports.udpConflicts(at.ip, port);
  const port = at.port === 0 ? ports.freePort(netns.portChance, taken) : at.port;
  if (port === undefined || taken(port)) return failed('EADDRINUSE');
  const socket: UdpSocket = {
    kind: 'udp',
    id: socketId(sockets.nextSocket++),
    netns,
    local: { ip: at.ip, port },
    pid: by.pid,
    program: by.program,
    peer: undefined,
    error: undefined,
    received: [],
    exchanges: new Map(),
    latest: undefined,
  };
  ports.addUdp(socket);
  sockets.open.set(socket.id, socket);
  return { ok: true, value: socket.id };
}

/** Fixes the other end. */
export function connectUdp(socket: UdpSocket, to: Endpoint): Tried<true> {
  const resolved = resolveRoute(socket.netns, to.ip);
  if (!resolved?.face) return failed('ENETUNREACH');
  socket.peer = to;
  return { ok: true, value: true };
}

/** Sends a datagram. */
export function sendTo(
  sockets: SocketsState,
  socket: UdpSocket,
  to: Endpoint,
  bytes: Uint8Array,
): Tried<true> {
  const { net } = sockets;
  const { netns, error } = socket;
  socket.error = undefined;
  if (error) return failed(error);
  const known = socket.exchanges.get(peerKey(to));
  const source = sourceFor(socket, to, known);
  if (!source.ok) return source;
  const packet: Packet = {
    protocol: 'udp',
    src: source.value,
    dst: to.ip,
    sport: socket.local.port,
    dport: to.port,
    id: net.nextPacket++,
    ttl: 64,
    mark: 0,
    payload: bytes.slice(),
  };
  const exchange = exchangeFor(sockets, socket, packet, known);
  const journey = net.recorder.journey(
    exchange?.recording,
    packet,
    exchange?.began === 'there' ? 'reply' : 'request',
    netns.id,
  );
  if (journey && exchange?.began === 'there') {
    const by = { netns: netns.id, ip: source.value, port: socket.local.port };
    journey.answerer = { by, seenSource: { ip: to.ip, port: to.port } };
  }
  const failure = localOutput(net, netns, { packet, journey });
  return failure ? failed(failure) : { ok: true, value: true };
}

/** Takes the oldest datagram, or the error that came meanwhile. */
export function receiveFrom(socket: UdpSocket): Tried<Datagram> {
  const { error } = socket;
  socket.error = undefined;
  if (error) return failed(error);
  const datagram = socket.received.shift();
  return datagram ? { ok: true, value: datagram } : { ok: false, error: AGAIN };
}

/** Gives the port back. */
export function closeUdp(sockets: SocketsState, socket: UdpSocket): void {
  sockets.open.delete(socket.id);
  socket.netns.ports.removeUdp(socket);
}

/**
 * A datagram for this machine: to its socket, or answered with port unreachable.
 * @upstream net/ipv4/udp.c __udp4_lib_rcv
 */
export function udpInput(sockets: SocketsState, netns: Netns, flight: Flight): void {
  const { src, dst, sport, dport, payload } = flight.packet;
  const socket = netns.ports.udp(dst, dport, src, sport);
  endDelivered(sockets.net, netns, flight);
  if (!socket) {
    sendIcmpError(sockets.net, netns, flight, 'port-unreachable', { type: 'port' });
    return;
  }
  const from = { ip: src, port: sport };
  noteArrival(sockets, socket, from, flight);
  if (socket.received.length >= RECEIVE_LIMIT) return;
  socket.received.push({ from, bytes: payload });
  sockets.emit(socket.id, 'readable');
}

/**
 * An ICMP error about a datagram of this machine: an error of its socket where that is connected.
 * @upstream net/ipv4/udp.c __udp4_lib_err
 */
export function udpIcmpError(sockets: SocketsState, netns: Netns, flight: Flight): void {
  const { icmp } = flight.packet;
  const about = icmp?.about;
  if (!icmp || !about) return;
  const socket = netns.ports.udp(about.src, about.sport, about.dst, about.dport);
  if (!socket) return;
  const exchange = socket.exchanges.get(peerKey({ ip: about.dst, port: about.dport }));
  if (flight.journey && exchange?.began === 'here')
    sockets.net.recorder.settle(exchange.recording, outcomeOfError(flight.journey));
  if (!socket.peer) return;
  socket.error = errnoOf(flight.packet.protocol, icmp);
  sockets.emit(socket.id, 'error');
  sockets.emit(socket.id, 'readable');
}

function noteArrival(sockets: SocketsState, socket: UdpSocket, from: Endpoint, flight: Flight): void {
  const { journey, packet } = flight;
  const key = peerKey(from);
  const known = socket.exchanges.get(key);
  const at = sockets.net.core.now();
  if (known?.began === 'here') {
    known.unanswered = Math.max(0, known.unanswered - 1);
    known.at = at;
    if (journey?.answerer)
      sockets.net.recorder.settle(known.recording, { type: 'delivered', ...journey.answerer });
    return;
  }
  remember(socket, key, {
    recording: journey?.recording,
    began: 'there',
    localIp: packet.dst,
    unanswered: 0,
    at,
  });
  socket.latest = journey?.recording;
}

/** The exchange that a datagram to a peer belongs to: a question that follows an answered one begins a new trace. */
function exchangeFor(
  sockets: SocketsState,
  socket: UdpSocket,
  packet: Packet,
  known: Exchange | undefined,
): Exchange | undefined {
  const now = sockets.net.core.now();
  const isRecent = known !== undefined && now - known.at <= EXCHANGE_MS;
  if (known?.began === 'there' && isRecent) return known;
  if (known?.began === 'here' && isRecent && known.unanswered > 0) {
    known.unanswered++;
    known.at = now;
    return known;
  }
  const { netns, pid, program } = socket;
  const recording = sockets.net.recorder.begin(netns.id, packet, pid, program);
  const exchange: Exchange = { recording, began: 'here', localIp: undefined, unanswered: 1, at: now };
  remember(socket, peerKey({ ip: packet.dst, port: packet.dport }), exchange);
  socket.latest = recording;
  return exchange;
}

function remember(socket: UdpSocket, key: string, exchange: Exchange): void {
  socket.exchanges.delete(key);
  socket.exchanges.set(key, exchange);
  if (socket.exchanges.size <= EXCHANGES_KEPT) return;
  for (const oldest of socket.exchanges.keys()) {
    socket.exchanges.delete(oldest);
    return;
  }
}

/** Answers leave from the address that was asked; other datagrams from the one that the route gives. */
function sourceFor(socket: UdpSocket, to: Endpoint, known: Exchange | undefined): Tried<Ip> {
  if (!isAnyIp(socket.local.ip)) return { ok: true, value: socket.local.ip };
  if (known?.localIp !== undefined) return { ok: true, value: known.localIp };
  const resolved = resolveRoute(socket.netns, to.ip);
  if (!resolved) return failed('ENETUNREACH');
  if (resolved.kind === 'blackhole') return failed('EINVAL');
  return resolved.source === undefined ? failed('EADDRNOTAVAIL') : { ok: true, value: resolved.source };
}

function peerKey({ ip, port }: Endpoint): string {
  return `${ip} ${port}`;
}

function failed(error: Errno): { readonly ok: false; readonly error: Errno } {
  return { ok: false, error };
}
