import { dropFlight, endDelivered } from '../network/flight.ts';
import { sendReset } from '../network/local-output.ts';
import type { Flight, Netns } from '../network/state.ts';
import type { Packet } from '../packet.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import { refusal } from '../trace-recorder/outcome.ts';
import type { TcpConnection, TcpListener } from './connection.ts';
import { destroy, enterTimeWait, fail, newConnection } from './life.ts';
import {
  SEND_BUFFER,
  finIsAcknowledged,
  isSynchronized,
  sendAck,
  sendAgain,
  sendPending,
  sendRst,
  sendSyn,
} from './segment.ts';
import { TIME_WAIT_MS, patience, setTimer, stopTimer } from './timers.ts';

/** Connections that may wait to be accepted (net.core.somaxconn). */
const BACKLOG = 4096;

type Segment = NonNullable<Packet['tcp']>;

/**
 * A TCP packet for this machine: to its connection, to a listener, or answered with RST.
 * @upstream net/ipv4/tcp_ipv4.c tcp_v4_rcv
 */
export function tcpInput(sockets: SocketsState, netns: Netns, flight: Flight): void {
  const { tcp, dst, dport, src, sport } = flight.packet;
  if (!tcp) return;
  const connection = netns.ports.connection(dst, dport, src, sport);
  if (connection && !takesNewSyn(connection, tcp)) {
    endDelivered(sockets.net, netns, flight);
    connectionInput(sockets, connection, flight, tcp);
    return;
  }
  if (connection) destroy(sockets, connection);
  const listener = tcp.syn && !tcp.ack && !tcp.rst ? netns.ports.listener(dst, dport) : undefined;
  if (listener) greet(sockets, listener, flight, tcp);
  else if (tcp.syn && !tcp.ack) {
    endDelivered(sockets.net, netns, flight);
    sendReset(sockets.net, netns, flight);
  } else {
    dropFlight(sockets.net, netns, flight, 'reply-unknown');
    sendReset(sockets.net, netns, flight);
  }
}

/** A new attempt may take over ports that are only waiting for late packets. */
function takesNewSyn(connection: TcpConnection, tcp: Segment): boolean {
  return connection.state === 'TIME-WAIT' && tcp.syn && !tcp.ack && !tcp.rst;
}

function greet(sockets: SocketsState, listener: TcpListener, flight: Flight, tcp: Segment): void {
  const { netns } = listener;
  const { packet, journey } = flight;
  endDelivered(sockets.net, netns, flight);
  if (listener.ready.length >= BACKLOG) return;
  const connection = newConnection(sockets, {
    netns,
    local: { ip: packet.dst, port: packet.dport },
    peer: { ip: packet.src, port: packet.sport },
    pid: listener.pid,
    listener,
    recording: journey?.recording,
  });
  connection.expected = tcp.seq + 1;
  connection.peerWindow = tcp.window ?? 65_535;
  sendSyn(sockets, connection);
  setTimer(sockets, connection, patience(connection) ?? 1000);
}

function connectionInput(
  sockets: SocketsState,
  connection: TcpConnection,
  flight: Flight,
  tcp: Segment,
): void {
  const { state } = connection;
  if (state === 'SYN-SENT') synSentInput(sockets, connection, flight, tcp);
  else if (state === 'SYN-RECV') synReceivedInput(sockets, connection, flight, tcp);
  else if (state !== 'TIME-WAIT') establishedInput(sockets, connection, flight, tcp);
  else if (tcp.rst) destroy(sockets, connection);
  else if (tcp.fin) sendAck(sockets, connection);
}

function synSentInput(sockets: SocketsState, connection: TcpConnection, flight: Flight, tcp: Segment): void {
  if (!tcp.ack || tcp.ackSeq !== connection.nextSequence) {
    if (!tcp.rst) sendReset(sockets.net, connection.netns, flight);
    return;
  }
  const { recorder } = sockets.net;
  if (tcp.rst) {
    if (flight.journey) recorder.settle(connection.recording, refusal(flight.journey));
    fail(sockets, connection, 'ECONNREFUSED');
    return;
  }
  if (!tcp.syn) return;
  connection.expected = tcp.seq + 1;
  acknowledge(connection, tcp);
  connection.state = 'ESTAB';
  connection.retries = 0;
  stopTimer(connection);
  const answerer = flight.journey?.answerer;
  if (answerer) recorder.settle(connection.recording, { type: 'delivered', ...answerer });
  sendAck(sockets, connection);
  sockets.emit(connection.id, 'connected');
  sockets.emit(connection.id, 'writable');
  sendPending(sockets, connection);
}

function synReceivedInput(
  sockets: SocketsState,
  connection: TcpConnection,
  flight: Flight,
  tcp: Segment,
): void {
  const { listener } = connection;
  if (tcp.rst) {
    if (tcp.seq === connection.expected) destroy(sockets, connection);
  } else if (tcp.syn) {
    connection.nextSequence = connection.initialSequence;
    sendSyn(sockets, connection);
  } else if (tcp.ack && tcp.ackSeq === connection.nextSequence && listener) {
    acknowledge(connection, tcp);
    connection.state = 'ESTAB';
    connection.retries = 0;
    stopTimer(connection);
    listener.ready.push(connection);
    sockets.open.set(connection.id, connection);
    sockets.emit(listener.id, 'accepted');
    if (flight.packet.payload.length > 0 || tcp.fin) establishedInput(sockets, connection, flight, tcp);
  }
}

/** @upstream net/ipv4/tcp_input.c tcp_rcv_state_process */
function establishedInput(
  sockets: SocketsState,
  connection: TcpConnection,
  flight: Flight,
  tcp: Segment,
): void {
  const { packet } = flight;
  if (tcp.rst) {
    resetByPeer(sockets, connection, flight, tcp);
    return;
  }
  if (tcp.syn || !tcp.ack || tcp.ackSeq > connection.highestSequence) {
    sendAck(sockets, connection);
    return;
  }
  ackInput(sockets, connection, tcp);
  if (connection.state === 'CLOSED' || connection.state === 'TIME-WAIT') return;
  if (packet.payload.length > 0 && connection.orphan) {
    // Nobody will ever read this: the peer is told so.
    sendRst(sockets, connection);
    destroy(sockets, connection);
    return;
  }
  if (packet.payload.length > 0 || tcp.fin) textInput(sockets, connection, packet, tcp);
  else if (tcp.seq < connection.expected) sendAck(sockets, connection);
}

function resetByPeer(sockets: SocketsState, connection: TcpConnection, flight: Flight, tcp: Segment): void {
  if (tcp.seq !== connection.expected) return;
  if (connection.isClient && flight.journey)
    sockets.net.recorder.settle(connection.recording, { type: 'reset', by: flight.journey.place });
  fail(sockets, connection, connection.state === 'CLOSE-WAIT' ? 'EPIPE' : 'ECONNRESET');
}

function ackInput(sockets: SocketsState, connection: TcpConnection, tcp: Segment): void {
  const before = connection.unacknowledged;
  acknowledge(connection, tcp);
  const outstanding = connection.highestSequence > connection.unacknowledged;
  if (connection.unacknowledged > before || !outstanding) connection.retries = 0;
  if (connection.unacknowledged > before) connection.softError = undefined;
  if (connection.wantsRoom && connection.sending.length < SEND_BUFFER) {
    connection.wantsRoom = false;
    sockets.emit(connection.id, 'writable');
  }
  sendPending(sockets, connection);
  if (finIsAcknowledged(connection)) finAcknowledged(sockets, connection);
}

/** Takes in what the peer has and how much more it takes. */
function acknowledge(connection: TcpConnection, tcp: Segment): void {
  connection.peerWindow = tcp.window ?? 65_535;
  const count = tcp.ackSeq - connection.unacknowledged;
  if (count <= 0) return;
  connection.sending.drop(count);
  connection.unacknowledged = tcp.ackSeq;
  if (connection.nextSequence < tcp.ackSeq) connection.nextSequence = tcp.ackSeq;
}

function finAcknowledged(sockets: SocketsState, connection: TcpConnection): void {
  if (connection.state === 'FIN-WAIT-1') {
    connection.state = 'FIN-WAIT-2';
    if (connection.orphan) setTimer(sockets, connection, TIME_WAIT_MS);
  } else if (connection.state === 'CLOSING') enterTimeWait(sockets, connection);
  else if (connection.state === 'LAST-ACK') destroy(sockets, connection);
}

/** Takes bytes in order; what comes too early is not kept, its sender repeats it. */
function textInput(sockets: SocketsState, connection: TcpConnection, packet: Packet, tcp: Segment): void {
  const skip = connection.expected - tcp.seq;
  const fresh = packet.payload.length - skip;
  if (skip < 0 || fresh < 0 || connection.gotFin) {
    sendAck(sockets, connection);
    return;
  }
  if (fresh > 0) {
    connection.received.push(skip === 0 ? packet.payload : packet.payload.subarray(skip));
    connection.expected += fresh;
  }
  if (tcp.fin) finInput(sockets, connection);
  sendAck(sockets, connection);
  if (!connection.orphan) sockets.emit(connection.id, 'readable');
  if (connection.gotFin && connection.state === 'FIN-WAIT-2') enterTimeWait(sockets, connection);
}

function finInput(sockets: SocketsState, connection: TcpConnection): void {
  connection.gotFin = true;
  connection.expected++;
  if (connection.state === 'ESTAB') connection.state = 'CLOSE-WAIT';
  else if (connection.state === 'FIN-WAIT-1') connection.state = 'CLOSING';
}

/** The timer of a connection has rung: repeat, or give up. */
export function tcpTimeout(sockets: SocketsState, connection: TcpConnection): void {
  if (connection.state === 'FIN-WAIT-2') {
    destroy(sockets, connection);
    return;
  }
  connection.retries++;
  const delay = patience(connection);
  if (delay === undefined) {
    giveUp(sockets, connection);
    return;
  }
  if (isSynchronized(connection)) {
    sendAgain(sockets, connection);
    return;
  }
  sendSyn(sockets, connection);
  setTimer(sockets, connection, delay);
}

function giveUp(sockets: SocketsState, connection: TcpConnection): void {
  const { recording, netns } = connection;
  if (connection.state === 'SYN-RECV') {
    destroy(sockets, connection);
    return;
  }
  if (connection.isClient && recording?.established)
    sockets.net.recorder.settle(recording, { type: 'reset', by: netns.id });
  fail(sockets, connection, connection.softError ?? 'ETIMEDOUT');
}
