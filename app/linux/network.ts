import type { VirtualMs } from '../base/brand.ts';
import type { Cidr, Ip, NetnsId } from './names.ts';
import type { Netfilter } from './netfilter/netfilter.ts';
import type { FiveTuple } from './packet.ts';
import type { SocketLayer } from './socket/socket-layer.ts';
import type { Trace } from './trace.ts';

/** What makes a namespace behave as it does besides rules and routes; the sysctls that the worlds and faults touch. */
export interface Sysctls {
  readonly ipForward: boolean;
  readonly routeLocalnet: boolean;
  readonly bridgeNfCallIptables: boolean;
  /** Milliseconds between ICMP errors to one destination beyond a burst of 6; 0 never limits. */
  readonly icmpRatelimit: number;
  readonly conntrackTcpBeLiberal: boolean;
  readonly tcpEstablishedTimeout: number;
  readonly tcpCloseWaitTimeout: number;
}

/** One network interface. */
export interface Interface {
  readonly netns: NetnsId;
  readonly name: string;
  readonly kind: 'loopback' | 'ethernet' | 'veth' | 'bridge' | 'dummy';
  readonly index: number;
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  /** With prefix length: `10.244.3.1/24`. */
  readonly addresses: readonly Cidr[];
  /** The bridge this interface is a port of. */
  readonly master?: string;
  /** Bridge ports: frames may go back out of the port they came in by. */
  readonly hairpin?: boolean;
  /** Veths: the other end. */
  readonly peer?: { readonly netns: NetnsId; readonly name: string };
}

/** One route. */
export interface Route {
  readonly destination: Cidr | 'default';
  readonly via?: Ip;
  /** Several next hops of equal weight: one is chosen by a hash of the five-tuple. */
  readonly vias?: readonly Ip[];
  /** A blackhole discards in silence; it has no device. */
  readonly type?: 'unicast' | 'blackhole';
  /** Empty for a blackhole. */
  readonly device: string;
  readonly source?: Ip;
  readonly scope?: 'link' | 'global' | 'host';
  readonly protocol?: 'kernel' | 'boot' | 'static';
}

/** What a new namespace starts with. */
export interface NetnsSpec {
  readonly id: NetnsId;
  readonly sysctls?: Partial<Sysctls>;
  /** Rules and conntrack; a Pod's namespace has none of its own and leaves this out, which costs nothing. */
  readonly netfilter?: boolean;
  /** The machine whose power this namespace shares: the node of a Pod. */
  readonly host?: NetnsId;
}

/** What the cloud edge maps and lets in. Its interface that has the underlay address leads inside, the others outside. */
export interface EdgeSpec {
  /** The router's own address in the underlay. */
  readonly underlay: Ip;
  /** ExternalIP → InternalIP, one to one. */
  readonly externalIps: ReadonlyMap<Ip, Ip>;
  /** Destination ports that may come in from outside, TCP; ICMP always may. Undefined: everything may. */
  readonly openTcp?: { readonly from: number; readonly to: number };
}

/**
 * All wires and kernels of the world: namespaces, interfaces, routes, bridges, cables, the cloud edge, netfilter, sockets.
 * Packets move here and nowhere else; every flow leaves a Trace.
 */
export interface Network {
  readonly sockets: SocketLayer;
  addNetns(spec: NetnsSpec): void;
  /** Takes a namespace away with its interfaces, routes and sockets (peers see the silence, not a RST). */
  removeNetns(id: NetnsId): void;
  hasNetns(id: NetnsId): boolean;

  addInterface(face: Omit<Interface, 'index' | 'mac'> & { readonly mac?: string }): void;
  setInterface(
    netns: NetnsId,
    name: string,
    change: Partial<Pick<Interface, 'up' | 'addresses' | 'hairpin' | 'master'>>,
  ): void;
  removeInterface(netns: NetnsId, name: string): void;
  interfaces(netns: NetnsId): readonly Interface[];
  /** Makes a veth pair; each end is configured by its spec. */
  addVeth(one: VethEnd, other: VethEnd): void;
  addRoute(netns: NetnsId, route: Route): void;
  removeRoute(netns: NetnsId, destination: Cidr | 'default'): void;
  routes(netns: NetnsId): readonly Route[];
  /** The route that a packet to `to` would take now. */
  lookup(netns: NetnsId, to: Ip): Route | undefined;

  /** Puts an ethernet interface on the shared segment of that name (the underlay switch, the internet). */
  plug(netns: NetnsId, name: string, segment: string): void;
  /** Cuts or mends the cable of an ethernet interface, or the link of a bridge port. */
  setCable(netns: NetnsId, name: string, up: boolean): void;
  /** Power of a whole machine's network: off, nothing is received, sent or forwarded, timers stand. */
  setPower(netns: NetnsId, on: boolean): void;
  setEdge(netns: NetnsId, edge: EdgeSpec): void;
  /** Routes an address of the load balancer pool unchanged to one node, or to one of several by a hash of the five-tuple. */
  setEdgeRoute(netns: NetnsId, address: Ip, to: Ip | readonly Ip[] | undefined): void;

  sysctls(netns: NetnsId): Sysctls;
  setSysctls(netns: NetnsId, change: Partial<Sysctls>): void;
  netfilter(netns: NetnsId): Netfilter | undefined;

  /** Finished and grown traces since the last call, oldest first; each is frozen. */
  takeTraces(): readonly Trace[];
  trace(id: string): Trace | undefined;
  /** Whether flows are recorded at all (the benchmark switches it off). */
  setTracing(on: boolean): void;
  /** The trace that a five-tuple as the client sent it belongs to, the latest. */
  findTrace(netns: NetnsId, original: FiveTuple): Trace | undefined;
  now(): VirtualMs;
}

/** One end of a veth pair. */
export interface VethEnd {
  readonly netns: NetnsId;
  readonly name: string;
  readonly addresses?: readonly Cidr[];
  readonly master?: string;
  readonly hairpin?: boolean;
}
