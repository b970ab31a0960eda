import type { NetnsId } from '../../names.ts';
import type { FiveTuple, Packet } from '../../packet.ts';
import type { ConntrackEntry } from '../conntrack-entry.ts';

/** Which way a packet goes, seen from the packet that began the connection. */
export type Direction = 'original' | 'reply';

/** A tracked connection as its row and `conntrack` show it. */
export interface Connection extends ConntrackEntry {
  readonly netns: NetnsId;
  /** ICMP echo: type and code of the request. */
  readonly icmp?: IcmpQuestion;
}

/** Type and code of an echo request. */
export interface IcmpQuestion {
  readonly type: number;
  readonly code: number;
}

/** The states of TCP, in the kernel's order. */
export const TCP_STATES = [
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

/** Whether a text names a state of TCP. */
export function tcpStateName(text: string): boolean {
  return TCP_STATES.some((state) => state === text);
}

/** The same exchange seen from the other end. */
export function mirror({ protocol, src, dst, sport, dport }: FiveTuple): FiveTuple {
  if (protocol === 'icmp' || protocol === 'icmpv6') return { protocol, src: dst, dst: src, sport, dport };
  return { protocol, src: dst, dst: src, sport: dport, dport: sport };
}

/** The connection that an ICMP packet belongs to: none (an error), or a request or a reply. */
export function icmpRole(packet: Packet): 'request' | 'reply' | 'error' | 'other' {
  const type = packet.icmp?.type ?? -1;
  if (packet.icmp?.about) return 'error';
  if (packet.protocol === 'icmpv6') return type === 128 ? 'request' : type === 129 ? 'reply' : 'other';
  return type === 8 ? 'request' : type === 0 ? 'reply' : [3, 4, 5, 11, 12].includes(type) ? 'error' : 'other';
}
