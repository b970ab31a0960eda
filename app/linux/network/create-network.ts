import { Invariant } from '../../base/assert.ts';
import type { VirtualMs } from '../../base/brand.ts';
import type { Core } from '../../base/core.ts';
import { cidr, type Cidr, type Ip, type NetnsId } from '../names.ts';
import { ipFamily } from '../../base/ip.ts';
import { createNetfilter, type Netfilter } from '../netfilter/netfilter.ts';
import { openNetfilterTables } from '../netfilter/netfilter-tables.ts';
import type { EdgeSpec, Interface, NetnsSpec, Network, Route, Sysctls, VethEnd } from '../network.ts';
import type { FiveTuple } from '../packet.ts';
import { bridgeInput, sendReached } from '../link/bridge.ts';
import { WIRE, arrive } from '../link/links.ts';
import { NEIGHBOUR, askingEnded } from '../link/neighbours.ts';
import { addRoute, listRoutes, removeRoute, resolveRoute } from '../route/route-table.ts';
import { Sockets } from '../socket/sockets.ts';
import type { Trace } from '../trace.ts';
import { TraceRecorder } from '../trace-recorder/trace-recorder.ts';
import { makeEdge } from './edge.ts';
import { ipInput } from './ip-input.ts';
import { sendIcmpError } from './local-output.ts';
import type { Face, Latencies, Netns, NetworkState } from './state.ts';
import {
  changeFace,
  interfaceOf,
  makeFace,
  makeNetns,
  makeVeth,
  plugFace,
  removeFace,
  showNetns,
} from './topology.ts';

/** What a network is made with. */
export interface NetworkOptions {
  /** Named packet counters (nfacct) that the nodes' kernels have; rules with others cannot be loaded. */
  readonly nfacct?: readonly string[];
  readonly latencies?: Partial<Latencies>;
}

const LOOPBACK = cidr('127.0.0.1/8');
const LATENCIES: Latencies = {
  loopback: 0.01,
  veth: 0.02,
  segments: { internet: 5, '*': 0.2 },
};

/** Makes the network of a new world: no namespaces yet. */
export function createNetwork(core: Core, options: NetworkOptions = {}): Network {
  const recorder = new TraceRecorder(() => core.now());
  const unset = () => undefined;
  const state: NetworkState = {
    core,
    recorder,
    namespaces: new Map(),
    segments: new Map(),
    inFlight: new Map(),
    latencies: { ...LATENCIES, ...options.latencies },
    upcalls: {
      ipInput: (face, flight) => ipInput(state, face, flight),
      bridgeInput: (port, station, flight) => bridgeInput(state, port, station, flight),
      reached: (face, station, flight, port) => sendReached(state, face, station, flight, port),
      deliver: unset,
      linkFailure: (netns, flight) =>
        sendIcmpError(state, netns, flight, 'host-unreachable', { type: 'way' }),
    },
    rows: {
      netns: core.tables.open({ name: 'net.namespaces', lasting: true }),
      interfaces: core.tables.open({ name: 'net.interfaces', lasting: true }),
      routes: core.tables.open({ name: 'net.routes', lasting: true }),
    },
    topology: 0,
    nextPacket: 1,
    nextFlight: 1,
  };
  const sockets = new Sockets(state);
  state.upcalls.deliver = (netns, flight) => sockets.deliver(netns, flight);
  core.agenda.handle(WIRE, (payload) => arrive(state, payload));
  core.agenda.handle(NEIGHBOUR, (payload) => askingEnded(state, payload));
  const tables = openNetfilterTables(core);
  const { nfacct = [] } = options;
  return new WorldNetwork(state, sockets, (netns, sysctls) =>
    createNetfilter(core, netns, { tables, sysctls, nfacct }),
  );
}

type NetfilterMaker = (netns: NetnsId, sysctls: () => Sysctls) => Netfilter;

class WorldNetwork implements Network {
  readonly sockets: Sockets;
  readonly #state: NetworkState;
  readonly #netfilter: NetfilterMaker;

  constructor(state: NetworkState, sockets: Sockets, netfilter: NetfilterMaker) {
    this.#state = state;
    this.sockets = sockets;
    this.#netfilter = netfilter;
  }

  addNetns(spec: NetnsSpec): void {
    const sysctls = () => this.#find(spec.id).sysctls;
    const netfilter = spec.netfilter === true ? this.#netfilter(spec.id, sysctls) : undefined;
    const netns = makeNetns(this.#state, spec, netfilter);
    makeFace(this.#state, netns, {
      netns: spec.id,
      name: 'lo',
      kind: 'loopback',
      mtu: 65_536,
      up: true,
      addresses: [LOOPBACK],
    });
  }

  removeNetns(id: NetnsId): void {
    const netns = this.#state.namespaces.get(id);
    if (!netns) return;
    this.sockets.removeAll(netns);
    for (const face of netns.faces.values()) removeFace(this.#state, face);
    this.#state.namespaces.delete(id);
    this.#state.rows.netns.delete(id);
    this.#state.rows.routes.delete(id);
  }

  hasNetns(id: NetnsId): boolean {
    return this.#state.namespaces.has(id);
  }

  addInterface(face: Omit<Interface, 'index' | 'mac'> & { readonly mac?: string }): void {
    makeFace(this.#state, this.#find(face.netns), face);
  }

  setInterface(
    netns: NetnsId,
    name: string,
    change: Partial<Pick<Interface, 'up' | 'addresses' | 'hairpin' | 'master'>>,
  ): void {
    changeFace(this.#state, this.#face(netns, name), change);
  }

  removeInterface(netns: NetnsId, name: string): void {
    const face = this.#find(netns).faces.get(name);
    if (face) removeFace(this.#state, face);
  }

  interfaces(netns: NetnsId): readonly Interface[] {
    return [...this.#find(netns).faces.values()].map(interfaceOf);
  }

  addVeth(one: VethEnd, other: VethEnd): void {
    makeVeth(this.#state, [one, other], (id) => this.#find(id));
  }

  addRoute(netns: NetnsId, route: Route): void {
    addRoute(this.#find(netns), route);
    this.#showRoutes(netns);
  }

  removeRoute(netns: NetnsId, destination: Cidr | 'default'): void {
    removeRoute(this.#find(netns), destination);
    this.#showRoutes(netns);
  }

  routes(netns: NetnsId): readonly Route[] {
    return listRoutes(this.#find(netns));
  }

  lookup(netns: NetnsId, to: Ip): Route | undefined {
    const resolved = resolveRoute(this.#find(netns), to);
    if (!resolved) return undefined;
    const { route, source } = resolved;
    return source === undefined ? route : { ...route, source };
  }

  plug(netns: NetnsId, name: string, segment: string): void {
    plugFace(this.#state, this.#face(netns, name), segment);
  }

  setCable(netns: NetnsId, name: string, up: boolean): void {
    changeFace(this.#state, this.#face(netns, name), { cable: up });
    showNetns(this.#state, this.#find(netns));
  }

  setPower(netns: NetnsId, on: boolean): void {
    this.#find(netns).power = on;
    showNetns(this.#state, this.#find(netns));
  }

  setEdge(netns: NetnsId, edge: EdgeSpec): void {
    makeEdge(this.#find(netns), edge);
  }

  setEdgeRoute(netns: NetnsId, address: Ip, to: Ip | readonly Ip[] | undefined): void {
    const { edge } = this.#find(netns);
    const device = edge ? this.#inside(netns, edge.underlay) : '';
    const destination = cidr(`${address}/${ipFamily(address) === 4 ? 32 : 128}`);
    if (to === undefined) this.removeRoute(netns, destination);
    else if (typeof to === 'string') this.addRoute(netns, { destination, via: to, device });
    else this.addRoute(netns, { destination, vias: to, device });
  }

  sysctls(netns: NetnsId): Sysctls {
    return this.#find(netns).sysctls;
  }

  setSysctls(netns: NetnsId, change: Partial<Sysctls>): void {
    const found = this.#find(netns);
    found.sysctls = { ...found.sysctls, ...change };
    showNetns(this.#state, found);
  }

  netfilter(netns: NetnsId): Netfilter | undefined {
    return this.#find(netns).netfilter;
  }

  takeTraces(): readonly Trace[] {
    return this.#state.recorder.take();
  }

  trace(id: string): Trace | undefined {
    return this.#state.recorder.trace(id);
  }

  setTracing(on: boolean): void {
    this.#state.recorder.on = on;
  }

  findTrace(netns: NetnsId, original: FiveTuple): Trace | undefined {
    return this.#state.recorder.find(netns, original);
  }

  now(): VirtualMs {
    return this.#state.core.now();
  }

  #inside(netns: NetnsId, underlay: Ip): string {
    return this.#find(netns).locals.get(underlay)?.name ?? '';
  }

  #showRoutes(netns: NetnsId): void {
    const routes = this.#find(netns).routes.map(({ route }) => route);
    this.#state.rows.routes.put(netns, { netns, routes });
  }

  #find(id: NetnsId): Netns {
    const netns = this.#state.namespaces.get(id);
    if (!netns) throw new Invariant('no-such-netns', { id });
    return netns;
  }

  #face(id: NetnsId, name: string): Face {
    const face = this.#find(id).faces.get(name);
    if (!face) throw new Invariant('no-such-interface', { netns: id, name });
    return face;
  }
}
