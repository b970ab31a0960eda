import type { Ip } from '../names.ts';
import type { Packet } from '../packet.ts';
import type { ConntrackView, Rewrite, RuleStep } from '../trace.ts';

/** The five places where netfilter looks at a packet. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** The tables of iptables. */
export type TableName = 'raw' | 'mangle' | 'nat' | 'filter';

/** What netfilter must know of the machine and the moment to judge a packet. */
export interface HookContext {
  readonly interfaceIn?: string | undefined;
  readonly interfaceOut?: string | undefined;
  /** Whether an address is one of this namespace's own (addrtype LOCAL): 127.0.0.0/8 and every interface address. */
  readonly isLocal: (address: Ip) => boolean;
  /** Primary address of the outgoing interface towards `dst`: what MASQUERADE takes. */
  readonly outgoingAddress?: Ip | undefined;
  /** Whether rules are to be recorded for a trace; without it `rules` stays empty, the walk is the same. */
  readonly record: boolean;
}

/** What a hook decided. `packet` carries new addresses and mark; a reject names the ICMP (or reset) to send back. */
export interface HookResult {
  readonly verdict: 'accept' | 'drop' | 'reject';
  readonly packet: Packet;
  readonly rejectWith?:
    | 'icmp-port-unreachable'
    | 'icmp-host-unreachable'
    | 'icmp-net-unreachable'
    | 'icmp-admin-prohibited'
    | 'tcp-reset'
    | undefined;
  readonly rules: readonly RuleStep[];
  /** Only where the context asked to record. */
  readonly rewrites: readonly Rewrite[];
  /** Only where the context asked to record. */
  readonly conntrack?: ConntrackView | undefined;
  /** Conntrack could not place the packet (state INVALID). */
  readonly invalid: boolean;
}

/**
 * Netfilter of one network namespace: rules, conntrack and NAT. One call runs a whole hook in the kernel's order
 * (raw → conntrack → mangle → nat → filter; at the end of POSTROUTING and INPUT a new entry is confirmed).
 */
export interface NetfilterHooks {
  run(hook: Hook, packet: Packet, context: HookContext): HookResult;
}
