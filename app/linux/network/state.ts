import type { Core } from '../../base/core.ts';
import type { Random } from '../../base/random.ts';
import type { IpBits } from '../../base/ip.ts';
import type { Table } from '../../base/tables.ts';
import type { Cidr, Ip, NetnsId } from '../names.ts';
import type { Netfilter } from '../netfilter/netfilter.ts';
import type { EdgeSpec, Interface, Route, Sysctls } from '../network.ts';
import type { Packet } from '../packet.ts';
import type { SocketPorts } from '../socket/ports.ts';
import type { Journey, TraceRecorder } from '../trace-recorder/trace-recorder.ts';

/** A packet on its way, with the journey that its trace keeps of it. The packet is replaced when a machine rewrites it. */
export interface Flight {
  packet: Packet;
  readonly journey: Journey | undefined;
}

/** An address of an interface, read once. */
export interface FaceAddress {
  readonly ip: Ip;
  readonly bits: IpBits;
  readonly length: number;
  readonly text: Cidr;
}

/** A working network interface; what others may see of it is its row in the table `net.interfaces`. */
export interface Face {
  readonly netns: Netns;
  readonly name: string;
  readonly kind: Interface['kind'];
  readonly index: number;
  readonly mac: string;
  readonly mtu: number;
  up: boolean;
  /** False: the cable is cut, or the link of the bridge port is down. */
  cable: boolean;
  addresses: readonly FaceAddress[];
  master: Face | undefined;
  hairpin: boolean;
  peer: Face | undefined;
  segment: Segment | undefined;
  /** Of a bridge: the interfaces that have it as their master. */
  readonly ports: Face[];
  readonly neighbours: Map<Ip, Neighbour>;
  /** Who answers in this bridge's domain, as of the topology numbered so. */
  stations: Map<Ip, Face>;
  stationsAsOf: number;
}

/** A shared ethernet segment: the underlay switch, the internet. */
export interface Segment {
  readonly name: string;
  readonly latency: number;
  readonly members: Face[];
  stations: Map<Ip, Face>;
  stationsAsOf: number;
}

/** What a machine remembers of an address on one of its links. */
export interface Neighbour {
  /** Who answered last; undefined while nobody ever did. */
  station: Face | undefined;
  asOf: number;
  confirmedAt: number;
  /** Since when packets to it were lost without an answer. */
  lostSince: number | undefined;
  /** Packets that wait for an answer to the question who has the address. */
  waiting: Flight[];
}

/** Where the routing table sends a destination. */
export interface Resolved {
  readonly kind: 'local' | 'unicast' | 'blackhole';
  readonly route: Route;
  /** As `ip route` prints it, without the blank at the end. */
  readonly text: string;
  readonly face: Face | undefined;
  readonly vias: readonly Ip[];
  /** Source address that a local process gets. */
  readonly source: Ip | undefined;
}

/** One network namespace at work: the network half of a kernel. */
export interface Netns {
  readonly id: NetnsId;
  readonly host: NetnsId | undefined;
  readonly faces: Map<string, Face>;
  readonly locals: Map<Ip, Face>;
  readonly isLocal: (address: Ip) => boolean;
  routes: readonly RouteEntry[];
  readonly routeCache: Map<Ip, Resolved | undefined>;
  sysctls: Sysctls;
  readonly netfilter: Netfilter | undefined;
  power: boolean;
  edge: EdgeSpec | undefined;
  nextIndex: number;
  readonly icmpTokens: Map<Ip, { tokens: number; at: number }>;
  readonly ports: SocketPorts;
  readonly portChance: Random;
}

/** A route with its destination read once. */
export interface RouteEntry {
  readonly route: Route;
  readonly bits: IpBits | undefined;
  readonly length: number;
}

/** A packet between two interfaces. */
export interface InFlight {
  readonly flight: Flight;
  readonly from: Face;
  readonly station: Face;
}

/** Latencies in virtual milliseconds. */
export interface Latencies {
  readonly loopback: number;
  readonly veth: number;
  /** By name of the segment; `*` for all others. */
  readonly segments: Readonly<Record<string, number>>;
}

/** The parts above a part: filled in when the network is put together. */
export interface Upcalls {
  /** A packet came in at an interface that is no bridge port. */
  ipInput: (face: Face, flight: Flight) => void;
  /** A frame came in at a bridge port, addressed to a station of the bridge. */
  bridgeInput: (port: Face, station: Face, flight: Flight) => void;
  /** Somebody answers for a packet's next hop; `port`: the bridge port that the packet came in by. */
  reached: (face: Face, station: Face, flight: Flight, port: Face | undefined) => void;
  /** A packet is for a process or the kernel of this machine. */
  deliver: (netns: Netns, flight: Flight) => void;
  /** Nobody answered for a packet's next hop. */
  linkFailure: (netns: Netns, flight: Flight) => void;
}

/** Everything that the parts of the network know in common. */
export interface NetworkState {
  readonly core: Core;
  readonly namespaces: Map<NetnsId, Netns>;
  readonly segments: Map<string, Segment>;
  readonly inFlight: Map<number, InFlight>;
  readonly recorder: TraceRecorder;
  readonly latencies: Latencies;
  readonly upcalls: Upcalls;
  readonly rows: {
    readonly netns: Table<NetnsRow>;
    readonly interfaces: Table<Interface>;
    readonly routes: Table<RoutesRow>;
  };
  /** Raised by every change of wires and addresses, so that what was looked up before is asked again. */
  topology: number;
  nextPacket: number;
  nextFlight: number;
}

/** A namespace as others may see it. */
export interface NetnsRow {
  readonly id: NetnsId;
  readonly power: boolean;
  readonly sysctls: Sysctls;
  /** Interfaces whose cable is cut. */
  readonly cut: readonly string[];
}

/** The routes of a namespace as others may see them. */
export interface RoutesRow {
  readonly netns: NetnsId;
  readonly routes: readonly Route[];
}
