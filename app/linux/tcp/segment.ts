import { NOTHING, localOutput } from '../network/local-output.ts';
import type { Packet } from '../packet.ts';
import type { Errno } from '../socket/socket-layer.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import type { TcpConnection } from './connection.ts';
import { patience, setTimer, stopTimer } from './timers.ts';

/** Bytes that one packet carries at most: the network card cuts larger ones, as captures on real machines show (GSO). */
const SEGMENT_MAX = 65_160;
/** Bytes a connection takes from its program before they are acknowledged (tcp_wmem). */
export const SEND_BUFFER = 262_144;
/** Bytes a connection keeps for its program (tcp_rmem). */
const RECEIVE_BUFFER = 131_072;

/** What a segment carries besides addresses. */
interface SegmentKind {
  readonly syn?: boolean;
  readonly fin?: boolean;
  readonly rst?: boolean;
  readonly psh?: boolean;
  /** Everything but the first SYN and some resets acknowledges. */
  readonly ack?: boolean;
}

/** Sends the SYN of an attempt, or the SYN-ACK that answers one. */
export function sendSyn(sockets: SocketsState, connection: TcpConnection): Errno | undefined {
  const { initialSequence } = connection;
  connection.nextSequence = initialSequence + 1;
  connection.highestSequence = initialSequence + 1;
  return sendSegment(sockets, connection, initialSequence, NOTHING, { syn: true, ack: !connection.isClient });
}

/** Sends an acknowledgement alone. */
export function sendAck(sockets: SocketsState, connection: TcpConnection): void {
  sendSegment(sockets, connection, connection.nextSequence, NOTHING, { ack: true });
}

/** Ends a connection by force. */
export function sendRst(sockets: SocketsState, connection: TcpConnection): void {
  sendSegment(sockets, connection, connection.nextSequence, NOTHING, { rst: true, ack: true });
}

/** Sends what may be sent now: bytes as far as the peer has room, then the FIN when it is wanted. */
export function sendPending(sockets: SocketsState, connection: TcpConnection): void {
  for (;;) {
    const inFlight = connection.nextSequence - connection.unacknowledged;
    const waiting = connection.sending.length - inFlight;
    const room = connection.peerWindow - inFlight;
    if (waiting <= 0 || room <= 0) break;
    const payload = connection.sending.peek(inFlight, Math.min(SEGMENT_MAX, room));
    const at = connection.nextSequence;
    advance(connection, payload.length);
    sendSegment(sockets, connection, at, payload, { ack: true, psh: payload.length === waiting });
  }
  const end = connection.unacknowledged + connection.sending.length;
  const finIsNext = connection.nextSequence === (connection.finSequence ?? end);
  if (connection.wantsFin && finIsNext && connection.nextSequence === end) {
    connection.finSequence = end;
    advance(connection, 1);
    sendSegment(sockets, connection, end, NOTHING, { ack: true, fin: true });
  }
  watch(sockets, connection);
}

/** Whether the peer has acknowledged the FIN, and with it everything. */
export function finIsAcknowledged({ finSequence, unacknowledged }: TcpConnection): boolean {
  return finSequence !== undefined && unacknowledged > finSequence;
}

/** Sends again from the oldest byte that was not acknowledged. */
export function sendAgain(sockets: SocketsState, connection: TcpConnection): void {
  const outstanding = connection.highestSequence > connection.unacknowledged;
  if (!outstanding) {
    probeWindow(sockets, connection);
    return;
  }
  connection.nextSequence = connection.unacknowledged;
  if (connection.peerWindow === 0) connection.peerWindow = 1;
  sendPending(sockets, connection);
}

/** How many bytes more the program of this end will find room for. */
export function windowOf(connection: TcpConnection): number {
  return Math.max(0, RECEIVE_BUFFER - connection.received.length);
}

/** Tells the peer of new room, when it had next to none before. */
export function announceRoom(sockets: SocketsState, connection: TcpConnection): void {
  if (connection.announcedWindow >= RECEIVE_BUFFER / 4 || windowOf(connection) < RECEIVE_BUFFER / 2) return;
  if (isSynchronized(connection)) sendAck(sockets, connection);
}

/** Whether both ends know each other and data may still come. */
export function isSynchronized({ state }: TcpConnection): boolean {
  return state !== 'SYN-SENT' && state !== 'SYN-RECV' && state !== 'CLOSED' && state !== 'LISTEN';
}

/** Keeps the timer while something is outstanding, or bytes wait for the peer to make room. */
function watch(sockets: SocketsState, connection: TcpConnection): void {
  const outstanding = connection.highestSequence > connection.unacknowledged;
  const delay = outstanding || connection.sending.length > 0 ? patience(connection) : undefined;
  if (delay === undefined) stopTimer(connection);
  else setTimer(sockets, connection, delay);
}

/** Asks a peer without room whether it has some now: an old number makes it acknowledge. */
function probeWindow(sockets: SocketsState, connection: TcpConnection): void {
  sendSegment(sockets, connection, connection.unacknowledged - 1, NOTHING, { ack: true });
  watch(sockets, connection);
}

function advance(connection: TcpConnection, count: number): void {
  connection.nextSequence += count;
  if (connection.nextSequence > connection.highestSequence)
    connection.highestSequence = connection.nextSequence;
}

function sendSegment(
  sockets: SocketsState,
  connection: TcpConnection,
  seq: number,
  payload: Uint8Array,
  kind: SegmentKind,
): Errno | undefined {
  const { net } = sockets;
  const { netns, local, peer, isClient } = connection;
  const window = windowOf(connection);
  connection.announcedWindow = window;
  const { syn = false, ack = false, fin = false, rst = false, psh = false } = kind;
  const packet: Packet = {
    protocol: 'tcp',
    src: local.ip,
    dst: peer.ip,
    sport: local.port,
    dport: peer.port,
    id: net.nextPacket++,
    ttl: 64,
    mark: 0,
    tcp: { syn, ack, fin, rst, psh, seq, ackSeq: ack ? connection.expected : 0, window },
    payload,
  };
  const journey = net.recorder.journey(
    connection.recording,
    packet,
    isClient ? 'request' : 'reply',
    netns.id,
  );
  if (journey && !isClient) journey.answerer = answererOf(connection);
  return localOutput(net, netns, { packet, journey });
}

function answererOf({ netns, local, peer }: TcpConnection) {
  return { by: { netns: netns.id, ...local }, seenSource: peer };
}
