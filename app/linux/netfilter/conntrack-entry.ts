import type { VirtualMs } from '../../base/brand.ts';
import type { FiveTuple, Protocol } from '../packet.ts';

/** State of a connection as conntrack prints it; UDP and ICMP have none. */
export type ConntrackState =
  | 'NONE'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'SYN_SENT2';

/** One tracked connection of one namespace. NAT is the difference between `reply` and the mirrored `original`. */
export interface ConntrackEntry {
  readonly id: number;
  readonly protocol: Protocol;
  readonly state: ConntrackState;
  readonly original: FiveTuple;
  readonly reply: FiveTuple;
  /** A reply has been seen. */
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly mark: number;
  readonly expiresAt: VirtualMs;
}
