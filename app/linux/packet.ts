import type { Ip } from './names.ts';

/** Transport protocol by its name in /etc/protocols. */
export type Protocol = 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'sctp';

/** Who talks to whom. For ICMP echo `sport` is the identifier and `dport` 0; for ICMP errors both are 0. */
export interface FiveTuple {
  readonly protocol: Protocol;
  readonly src: Ip;
  readonly dst: Ip;
  readonly sport: number;
  readonly dport: number;
}

/** TCP flags in the order tcpdump prints them. */
export interface TcpFlags {
  readonly syn: boolean;
  readonly ack: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly psh: boolean;
}

/** One IP packet. Frozen: every machine that changes it makes a new one. */
export interface Packet extends FiveTuple {
  /** The same number on every machine that the packet passes; a repeated SYN is a new packet. */
  readonly id: number;
  readonly ttl: number;
  /** Netfilter mark; it lives on one machine only and is 0 on the wire. */
  readonly mark: number;
  /** `window`: how many bytes more the sender takes. */
  readonly tcp?: TcpFlags & { readonly seq: number; readonly ackSeq: number; readonly window?: number };
  readonly icmp?: {
    readonly type: number;
    readonly code: number;
    readonly seq?: number;
    /** Of an error: the packet it complains about, as it was on the wire there. */
    readonly about?: FiveTuple;
    /** Of an error: the number of that packet. The error belongs to its connection even before that is confirmed. */
    readonly aboutPacket?: number;
  };
  readonly payload: Uint8Array;
}

/** The five-tuple alone. */
export function tupleOf(packet: FiveTuple): FiveTuple {
  const { protocol, src, dst, sport, dport } = packet;
  return { protocol, src, dst, sport, dport };
}
