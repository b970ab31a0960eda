import { virtualMs } from '../../../base/brand.ts';
import type { Packet } from '../../packet.ts';
import type { ConntrackState } from '../conntrack-entry.ts';
import type { Connection, Direction } from './connection.ts';
import { tcpTimeout, UNACKNOWLEDGED, type Timeouts } from './timeouts.ts';

/** What a segment means for its connection. */
export type TcpOutcome =
  | { readonly type: 'invalid' }
  /** Let through, nothing changes. */
  | { readonly type: 'ignore' }
  /** A new SYN on a closed connection: forget it and begin anew. */
  | { readonly type: 'reopen' }
  /** A RST as the only answer: the entry goes at once. */
  | { readonly type: 'kill' }
  | { readonly type: 'update'; readonly connection: Connection };

type Next = ConntrackState | 'IGNORE' | 'INVALID';
type Segment = 'syn' | 'synack' | 'fin' | 'ack' | 'rst' | 'none';

const ORDER = [
  'NONE',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'SYN_SENT2',
] as const;

const WORDS: Readonly<Record<string, Next>> = {
  NO: 'NONE',
  SS: 'SYN_SENT',
  SR: 'SYN_RECV',
  ES: 'ESTABLISHED',
  FW: 'FIN_WAIT',
  CW: 'CLOSE_WAIT',
  LA: 'LAST_ACK',
  TW: 'TIME_WAIT',
  CL: 'CLOSE',
  S2: 'SYN_SENT2',
  IG: 'IGNORE',
  IV: 'INVALID',
};

/**
 * The kernel's state machine: the next state by direction, segment and state (columns in ORDER).
 * @upstream net/netfilter/nf_conntrack_proto_tcp.c tcp_conntracks
 */
const MACHINE: Readonly<Record<Direction, Readonly<Record<Segment, readonly Next[]>>>> = {
  original: {
    syn: row('SS SS IG IG IG IG IG SS SS S2'),
    synack: row('IV IV SR IV IV IV IV IV IV SR'),
    fin: row('IV IV FW FW LA LA LA TW CL IV'),
    ack: row('ES IV ES ES CW CW TW TW CL IV'),
    rst: row('IV CL CL CL CL CL CL CL CL CL'),
    none: row('IV IV IV IV IV IV IV IV IV IV'),
  },
  reply: {
    syn: row('IV S2 IG IG IG IG IG SS IG S2'),
    synack: row('IV SR IG IG IG IG IG IG IG SR'),
    fin: row('IV IV FW FW LA LA LA TW CL IV'),
    ack: row('IV IG SR ES CW CW TW TW CL IG'),
    rst: row('IV CL CL CL CL CL CL CL CL CL'),
    none: row('IV IV IV IV IV IV IV IV IV IV'),
  },
};

function row(text: string): readonly Next[] {
  return text.split(' ').map((word) => WORDS[word] ?? 'INVALID');
}

/** State of a connection that begins with this segment; undefined when none can. */
export function firstTcpState(packet: Packet): ConntrackState | undefined {
  const next = MACHINE.original[segmentOf(packet)][0];
  return next === undefined || next === 'INVALID' || next === 'IGNORE' ? undefined : next;
}

/** Follows one segment of a known connection. */
export function followTcp(
  connection: Connection,
  direction: Direction,
  packet: Packet,
  now: number,
  timeouts: Timeouts,
): TcpOutcome {
  const segment = segmentOf(packet);
  const next = MACHINE[direction][segment][ORDER.indexOf(connection.state)] ?? 'INVALID';
  if (next === 'INVALID') return { type: 'invalid' };
  if (next === 'IGNORE') return { type: 'ignore' };
  const closed = connection.state === 'TIME_WAIT' || connection.state === 'CLOSE';
  if (next === 'SYN_SENT' && closed) return { type: 'reopen' };
  if (segment === 'rst' && !connection.seenReply) return { type: 'kill' };
  const tcp = followSequence(connection.tcp, direction, packet);
  const seconds = lifetime(next, connection, tcp, timeouts);
  const assured =
    connection.assured ||
    (connection.seenReply &&
      next === 'ESTABLISHED' &&
      (connection.state === 'SYN_RECV' || connection.state === 'ESTABLISHED'));
  const expiresAt = virtualMs(now + seconds * 1000);
  return { type: 'update', connection: { ...connection, state: next, assured, expiresAt, tcp } };
}

function lifetime(
  next: ConntrackState,
  connection: Connection,
  tcp: Required<Connection>['tcp'],
  timeouts: Timeouts,
): number {
  const seconds = tcpTimeout(next, timeouts);
  const waiting = tcp.original.unacknowledged || tcp.reply.unacknowledged;
  const oneSided = next === 'ESTABLISHED' && !connection.seenReply;
  return waiting || oneSided ? Math.min(seconds, UNACKNOWLEDGED) : seconds;
}

/** Where the two streams stand before the first segment of a connection. */
export function firstSequence(packet: Packet): Required<Connection>['tcp'] {
  const none = { end: 0, unacknowledged: false };
  return { original: { end: endOf(packet), unacknowledged: false }, reply: none };
}

function followSequence(
  tcp: Connection['tcp'],
  direction: Direction,
  packet: Packet,
): Required<Connection>['tcp'] {
  const before = tcp ?? firstSequence(packet);
  const other = direction === 'original' ? 'reply' : 'original';
  let [sender, receiver] = [before[direction], before[other]];
  const end = endOf(packet);
  if (packet.tcp?.syn === true) sender = { end, unacknowledged: false };
  else if (((end - sender.end) | 0) > 0) sender = { end, unacknowledged: true };
  if (packet.tcp?.ack === true && packet.tcp.ackSeq === receiver.end && receiver.unacknowledged)
    receiver = { ...receiver, unacknowledged: false };
  return direction === 'original'
    ? { original: sender, reply: receiver }
    : { original: receiver, reply: sender };
}

function endOf({ tcp, payload }: Packet): number {
  return (tcp?.seq ?? 0) + payload.length + (tcp?.syn === true ? 1 : 0) + (tcp?.fin === true ? 1 : 0);
}

function segmentOf({ tcp }: Packet): Segment {
  if (!tcp) return 'none';
  if (tcp.rst) return 'rst';
  if (tcp.syn) return tcp.ack ? 'synack' : 'syn';
  if (tcp.fin) return 'fin';
  return tcp.ack ? 'ack' : 'none';
}
