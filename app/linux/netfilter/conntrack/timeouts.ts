import type { ConntrackState } from '../conntrack-entry.ts';

/** The seconds that kube-proxy changes: it lowers `established` (432000 in the kernel) and raises `closeWait` (60). */
export interface Timeouts {
  readonly established: number;
  readonly closeWait: number;
}

const FIXED = {
  NONE: 600,
  SYN_SENT: 120,
  SYN_RECV: 60,
  ESTABLISHED: 432_000,
  FIN_WAIT: 120,
  CLOSE_WAIT: 60,
  LAST_ACK: 30,
  TIME_WAIT: 120,
  CLOSE: 10,
  SYN_SENT2: 120,
} as const;

/** While data is on its way and not acknowledged, no TCP entry lives longer. */
export const UNACKNOWLEDGED = 300;
/** A single UDP question and its answer. */
export const UDP = 30;
/** UDP that goes on for more than two seconds. */
export const UDP_STREAM = 120;
/** ICMP echo. */
export const ICMP = 30;
/** What has no rules of its own. */
export const GENERIC = 600;

/** Lifetime of a TCP entry in a state. */
export function tcpTimeout(state: ConntrackState, { established, closeWait }: Timeouts): number {
  if (state === 'ESTABLISHED') return established;
  return state === 'CLOSE_WAIT' ? closeWait : FIXED[state];
}
