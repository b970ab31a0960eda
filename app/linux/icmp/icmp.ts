import { socketId, type Ip, type SocketId } from '../names.ts';
import { dropFlight, endDelivered } from '../network/flight.ts';
import { answerFlight, localOutput } from '../network/local-output.ts';
import type { Flight, Netns } from '../network/state.ts';
import type { FiveTuple, Packet } from '../packet.ts';
import { resolveRoute } from '../route/route-table.ts';
import type { Opener } from '../socket/opener.ts';
import { AGAIN, type PingAnswer, type Tried } from '../socket/socket-layer.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import { outcomeOfError } from '../trace-recorder/outcome.ts';
import { tcpIcmpError } from '../tcp/icmp-error.ts';
import { udpIcmpError } from '../udp/udp.ts';
import { echoReply, echoRequest, icmpProtocol } from './kinds.ts';
import type { PingSocket } from './ping-socket.ts';

/** Requests whose trace a socket remembers. */
const ASKED_KEPT = 64;

/** Opens an echo socket with a free identifier. */
export function openPing(sockets: SocketsState, netns: Netns, by: Opener): Tried<SocketId> {
  const { pings } = netns.ports;
  const identifier = netns.ports.freePort(netns.portChance, (port) => pings.has(port));
  if (identifier === undefined) return { ok: false, error: 'EADDRINUSE' };
  const socket: PingSocket = {
    kind: 'ping',
    id: socketId(sockets.nextSocket++),
    netns,
    identifier,
    pid: by.pid,
    program: by.program,
    received: [],
    asked: new Map(),
    latest: undefined,
  };
  pings.set(identifier, socket);
  sockets.open.set(socket.id, socket);
  return { ok: true, value: socket.id };
}

/** Sends one echo request; each has a trace of its own. */
export function sendPing(
  sockets: SocketsState,
  socket: PingSocket,
  to: Ip,
  request: { readonly seq: number; readonly bytes: number; readonly ttl: number },
): Tried<true> {
  const { net } = sockets;
  const { netns, identifier } = socket;
  const source = resolveRoute(netns, to)?.source;
  if (source === undefined) return { ok: false, error: 'ENETUNREACH' };
  const packet: Packet = {
    protocol: icmpProtocol(to),
    src: source,
    dst: to,
    sport: identifier,
    dport: 0,
    id: net.nextPacket++,
    ttl: request.ttl,
    mark: 0,
    icmp: { type: echoRequest(icmpProtocol(to)), code: 0, seq: request.seq },
    payload: new Uint8Array(request.bytes),
  };
  const recording = net.recorder.begin(netns.id, packet, socket.pid, socket.program);
  socket.latest = recording;
  if (recording) socket.asked.set(request.seq, recording);
  for (const seq of socket.asked.keys()) if (socket.asked.size > ASKED_KEPT) socket.asked.delete(seq);
  const journey = net.recorder.journey(recording, packet, 'request', netns.id);
  const failure = localOutput(net, netns, { packet, journey });
  return failure ? { ok: false, error: failure } : { ok: true, value: true };
}

/** Takes the oldest answer. */
export function receivePing(socket: PingSocket): Tried<PingAnswer> {
  const answer = socket.received.shift();
  return answer ? { ok: true, value: answer } : { ok: false, error: AGAIN };
}

/** Gives the identifier back. */
export function closePing(sockets: SocketsState, socket: PingSocket): void {
  sockets.open.delete(socket.id);
  socket.netns.ports.pings.delete(socket.identifier);
}

/**
 * An ICMP packet for this machine: the kernel answers echo requests and hands replies and errors to the sockets.
 * @upstream net/ipv4/icmp.c icmp_rcv
 */
export function icmpInput(sockets: SocketsState, netns: Netns, flight: Flight): void {
  const { icmp, sport, protocol } = flight.packet;
  if (icmp?.about) errorInput(sockets, netns, flight, icmp.about);
  else if (icmp?.type === echoRequest(protocol)) {
    endDelivered(sockets.net, netns, flight);
    answerEcho(sockets, netns, flight);
  } else {
    const socket = netns.ports.pings.get(sport);
    if (!socket || icmp?.type !== echoReply(protocol)) {
      dropFlight(sockets.net, netns, flight, 'reply-unknown');
      return;
    }
    endDelivered(sockets.net, netns, flight);
    const answerer = flight.journey?.answerer;
    if (answerer) sockets.net.recorder.settle(flight.journey?.recording, { type: 'delivered', ...answerer });
    hand(sockets, socket, flight.packet, icmp.seq ?? 0);
  }
}

/** @upstream net/ipv4/icmp.c icmp_echo */
function answerEcho(sockets: SocketsState, netns: Netns, flight: Flight): void {
  const { packet } = flight;
  const reply: Packet = {
    ...packet,
    src: packet.dst,
    dst: packet.src,
    id: sockets.net.nextPacket++,
    ttl: 64,
    mark: 0,
    icmp: { type: echoReply(packet.protocol), code: 0, seq: packet.icmp?.seq ?? 0 },
  };
  const answer = answerFlight(sockets.net, netns, flight, reply);
  if (answer.journey) {
    const by = { netns: netns.id, ip: packet.dst, port: 0 };
    answer.journey.answerer = { by, seenSource: { ip: packet.src, port: packet.sport } };
  }
  localOutput(sockets.net, netns, answer);
}

function errorInput(sockets: SocketsState, netns: Netns, flight: Flight, about: FiveTuple): void {
  endDelivered(sockets.net, netns, flight);
  if (about.protocol === 'tcp') tcpIcmpError(sockets, netns, flight);
  else if (about.protocol === 'udp') udpIcmpError(sockets, netns, flight);
  else {
    const socket = netns.ports.pings.get(about.sport);
    if (!socket) return;
    if (flight.journey) sockets.net.recorder.settle(flight.journey.recording, outcomeOfError(flight.journey));
    hand(sockets, socket, flight.packet, flight.packet.icmp?.seq ?? 0);
  }
}

function hand(sockets: SocketsState, socket: PingSocket, packet: Packet, seq: number): void {
  const { type = 0, code = 0 } = packet.icmp ?? {};
  socket.received.push({ from: packet.src, type, code, seq, ttl: packet.ttl });
  sockets.emit(socket.id, 'readable');
}
