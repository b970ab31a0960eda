import type { VirtualMs } from '../base/brand.ts';
import type { ConntrackState } from './netfilter/conntrack-entry.ts';
import type { Hook, TableName } from './netfilter/hook.ts';
import type { Ip, NetnsId, Pid } from './names.ts';
import type { FiveTuple, Packet, Protocol, TcpFlags } from './packet.ts';

/**
 * The journey of one connection (or one datagram exchange, or one ping), as it really happened: the only thing that
 * pictures, lessons and `lintas why` read. Frozen plain data. A trace that grows is replaced by a longer one with the same id.
 */
export interface Trace {
  /** `t1`, `t2`, … in order of their first packet. */
  readonly id: string;
  readonly startedAt: VirtualMs;
  /** Time of the last packet so far. */
  readonly endedAt: VirtualMs;
  readonly protocol: Protocol;
  /** Who began: the namespace, and the process where one did. */
  readonly from: { readonly netns: NetnsId; readonly pid?: Pid; readonly program?: string };
  /** As the client sent it, before any rewriting. */
  readonly original: FiveTuple;
  /** Every packet, in order of sending; each with its hops. */
  readonly packets: readonly PacketJourney[];
  readonly outcome: Outcome;
  /** What the programs at both ends said about it, in order: HTTP, DNS, TLS. */
  readonly notes: readonly TraceNote[];
}

/** How the attempt stands. `open`: connected or still trying. */
export type Outcome =
  | { readonly type: 'open' }
  /** Connected (TCP), answered (UDP, ICMP echo). `by`: where the last answer came from, as the server knows itself. */
  | {
      readonly type: 'delivered';
      readonly by: { readonly netns: NetnsId; readonly ip: Ip; readonly port: number };
      readonly seenSource: { readonly ip: Ip; readonly port: number };
    }
  /** RST, from a socket layer. */
  | { readonly type: 'refused'; readonly by: NetnsId }
  /** ICMP port unreachable of a REJECT rule. */
  | { readonly type: 'rejected'; readonly by: NetnsId; readonly rule?: string }
  /** Lost without a word; `why` names the first cause. */
  | { readonly type: 'dropped'; readonly at: NetnsId; readonly why: DropReason; readonly rule?: string }
  /** ICMP host or net unreachable, or no route on the own machine. */
  | { readonly type: 'unreachable'; readonly by: NetnsId }
  /** An established connection that was reset or given up. */
  | { readonly type: 'reset'; readonly by: NetnsId };

/** Why a packet went no further without anybody being told. */
export type DropReason =
  | 'rule' // a DROP target
  | 'no-route' // nothing in the routing table, no ICMP sent
  | 'no-neighbour' // nobody with that address on the last link
  | 'hairpin-off' // the bridge does not send a frame back to its port
  | 'link-down' // cable, bridge port or machine is off
  | 'edge-filter' // the cloud edge lets only node ports and ICMP in
  | 'edge-unknown' // the edge knows no way there
  | 'invalid' // conntrack could not place it
  | 'not-mine' // arrived at a machine that neither owns nor forwards it
  | 'reply-unknown' // arrived, but no socket expects it (asymmetric reply)
  | 'ttl'
  | 'loss'; // fault: random loss on a link

/** One packet's way through all machines, from its sender to where it ends. */
export interface PacketJourney {
  readonly packet: number;
  /** Which way, seen from the client. Repeats are requests again. */
  readonly direction: 'request' | 'reply';
  readonly protocol: Protocol;
  readonly flags?: TcpFlags;
  readonly icmp?: { readonly type: number; readonly code: number };
  readonly bytes: number;
  readonly sentAt: VirtualMs;
  readonly hops: readonly Hop[];
  /** How this packet ended. */
  readonly end:
    | { readonly type: 'delivered' }
    | { readonly type: 'dropped'; readonly why: DropReason }
    | { readonly type: 'rejected' };
}

/** What happens at one point of one machine. */
export type HopKind =
  | 'send' // a local process or the kernel sends
  | 'hook' // netfilter: one hook with all its tables
  | 'route' // the routing decision
  | 'bridge' // the bridge picks a port
  | 'edge' // the cloud edge maps addresses one to one, or drops
  | 'deliver' // handed to a socket, or answered by the kernel
  | 'drop';

/** One hop. Every rule met stands in `rules`; plain hops have none. */
export interface Hop {
  readonly kind: HopKind;
  readonly at: VirtualMs;
  readonly place: NetnsId;
  readonly hook?: Hook;
  readonly interfaceIn?: string;
  readonly interfaceOut?: string;
  readonly before: Header;
  readonly after: Header;
  /** Route hops: the route chosen, as `ip route` prints it. */
  readonly route?: string;
  readonly rules?: readonly RuleStep[];
  readonly conntrack?: ConntrackView;
  readonly verdict: 'accept' | 'drop' | 'reject' | 'deliver';
  readonly why?: DropReason;
  /** What this hop changed: the kinds of the rewrite badge. Empty when nothing changed. */
  readonly rewrites: readonly Rewrite[];
}

/** The addresses and mark of a packet at one instant. */
export type Header = Pick<Packet, 'protocol' | 'src' | 'dst' | 'sport' | 'dport' | 'ttl' | 'mark'>;

/** An address change. `rule`: the chain that decided (`KUBE-SEP-…`, `KUBE-POSTROUTING`), or absent for replies and the edge. */
export interface Rewrite {
  readonly kind: 'DNAT' | 'SNAT' | 'MASQ' | 'un-DNAT' | 'un-SNAT' | 'edge';
  readonly from: string;
  readonly to: string;
  readonly rule?: string;
}

/** One rule that was tried. Rules of a chain that the packet left before are not listed. */
export interface RuleStep {
  readonly table: TableName;
  readonly chain: string;
  /** Position in the chain, from 1, as --line-numbers counts. */
  readonly number: number;
  /** The rule as iptables-save prints it. */
  readonly text: string;
  readonly matched: boolean;
  /** Of a rule that did not match: the match that failed, as a code (`d`, `s`, `p`, `dport`, `ctstate`, `mark`, `statistic`, …). */
  readonly failed?: string;
  /** Of a statistic match: the number drawn in [0, 1) and the threshold. */
  readonly draw?: { readonly value: number; readonly threshold: number };
  /** What a matched rule led to: `KUBE-SVC-…`, `DNAT 10.244.3.4:80`, `RETURN`, `policy ACCEPT`. */
  readonly target?: string;
}

/** The conntrack entry a packet belongs to, at that instant. */
export interface ConntrackView {
  readonly id: number;
  readonly state: ConntrackState;
  readonly original: FiveTuple;
  readonly reply: FiveTuple;
  readonly isNew: boolean;
}

/** What a program says about its connection; the words of the proofs are made of these. */
export type TraceNote =
  | { readonly type: 'http.request'; readonly method: string; readonly host: string; readonly path: string }
  | { readonly type: 'http.response'; readonly status: number; readonly server?: string }
  | { readonly type: 'dns.question'; readonly name: string; readonly rrtype: string }
  | {
      readonly type: 'dns.answer';
      readonly name: string;
      readonly rrtype: string;
      readonly rcode: string;
      readonly answers: readonly string[];
    }
  | {
      readonly type: 'tls';
      readonly established: boolean;
      readonly verify: 'ok' | 'skipped' | 'untrusted' | 'nameMismatch' | 'expired' | 'failed';
      readonly serverName?: string;
    };
