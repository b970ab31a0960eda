import { virtualMs } from '../../../base/brand.ts';
import type { Packet } from '../../packet.ts';
import type { ConntrackState } from '../conntrack-entry.ts';
import { TCP_STATES, type Direction } from './connection.ts';
import { sequenceEnd, type LiveConnection, type Sequence } from './live-connection.ts';
import { tcpTimeout, UNACKNOWLEDGED, type Timeouts } from './timeouts.ts';

/**
 * What a segment means for its connection. `ignore`: let through, nothing changes; `reopen`: a new SYN on a closed
 * connection, forget it and begin anew; `kill`: a RST as the only answer, the entry goes at once.
 */
export type TcpOutcome = 'invalid' | 'ignore' | 'reopen' | 'kill' | 'update';

type Next = ConntrackState | 'IGNORE' | 'INVALID';
type Segment = 'syn' | 'synack' | 'fin' | 'ack' | 'rst' | 'none';

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
 * The kernel's state machine: the next state by direction, segment and state (columns in TCP_STATES).
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

/** Follows one segment of a known connection, which moves on with it when the outcome is `update`. */
export function followTcp(
  connection: LiveConnection,
  direction: Direction,
  packet: Packet,
  now: number,
  timeouts: Timeouts,
): TcpOutcome {
  const segment = segmentOf(packet);
  const { state, seenReply } = connection;
  const next = MACHINE[direction][segment][TCP_STATES.indexOf(state)] ?? 'INVALID';
  if (next === 'INVALID') return 'invalid';
  if (next === 'IGNORE') return 'ignore';
  if (next === 'SYN_SENT' && (state === 'TIME_WAIT' || state === 'CLOSE')) return 'reopen';
  if (segment === 'rst' && !seenReply) return 'kill';
  followSequence(connection, direction, packet);
  if (seenReply && next === 'ESTABLISHED' && (state === 'SYN_RECV' || state === 'ESTABLISHED'))
    connection.assured = true;
  connection.state = next;
  connection.expiresAt = virtualMs(now + lifetime(connection, timeouts) * 1000);
  return 'update';
}

function lifetime({ state, seenReply, sequences }: LiveConnection, timeouts: Timeouts): number {
  const seconds = tcpTimeout(state, timeouts);
  const waiting = sequences?.original.unacknowledged === true || sequences?.reply.unacknowledged === true;
  const oneSided = state === 'ESTABLISHED' && !seenReply;
  return waiting || oneSided ? Math.min(seconds, UNACKNOWLEDGED) : seconds;
}

function followSequence({ sequences }: LiveConnection, direction: Direction, packet: Packet): void {
  const { tcp } = packet;
  if (!sequences || !tcp) return;
  const sender: Sequence = sequences[direction];
  const receiver: Sequence = sequences[direction === 'original' ? 'reply' : 'original'];
  const end = sequenceEnd(packet);
  if (tcp.syn) {
    sender.end = end;
    sender.unacknowledged = false;
  } else if (((end - sender.end) | 0) > 0) {
    sender.end = end;
    sender.unacknowledged = true;
  }
  if (tcp.ack && tcp.ackSeq === receiver.end) receiver.unacknowledged = false;
}

function segmentOf({ tcp }: Packet): Segment {
  if (!tcp) return 'none';
  if (tcp.rst) return 'rst';
  if (tcp.syn) return tcp.ack ? 'synack' : 'syn';
  if (tcp.fin) return 'fin';
  return tcp.ack ? 'ack' : 'none';
}
