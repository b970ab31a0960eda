import { Invariant } from '../../base/assert.ts';
import { isLoopbackIp, parsePrefix } from '../../base/ip.ts';
import { ip, type Cidr, type Ip, type NetnsId } from '../names.ts';
import type { Netfilter } from '../netfilter/netfilter.ts';
import type { Interface, NetnsSpec, Sysctls, VethEnd } from '../network.ts';
import { forgetNeighbours } from '../link/neighbours.ts';
import { hasCarrier } from '../link/links.ts';
import { formatIp } from '../../base/ip.ts';
import { SocketPorts } from '../socket/ports.ts';
import type { Face, FaceAddress, Netns, NetworkState, Segment } from './state.ts';

/** What a kernel starts with. */
const DEFAULT_SYSCTLS: Sysctls = {
  ipForward: false,
  routeLocalnet: false,
  bridgeNfCallIptables: true,
  icmpRatelimit: 1000,
  conntrackTcpBeLiberal: false,
  tcpEstablishedTimeout: 432_000,
  tcpCloseWaitTimeout: 60,
};

/** Makes an empty namespace. */
export function makeNetns(state: NetworkState, spec: NetnsSpec, netfilter: Netfilter | undefined): Netns {
  if (state.namespaces.has(spec.id)) throw new Invariant('netns-exists', { id: spec.id });
  const locals = new Map<Ip, Face>();
  const netns: Netns = {
    id: spec.id,
    host: spec.host,
    faces: new Map(),
    locals,
    isLocal: (address) => locals.has(address) || isLoopbackIp(address),
    routes: [],
    routeCache: new Map(),
    sysctls: { ...DEFAULT_SYSCTLS, ...spec.sysctls },
    netfilter,
    power: true,
    edge: undefined,
    nextIndex: 1,
    icmpTokens: new Map(),
    ports: new SocketPorts(),
    portChance: state.core.random.stream(`ephemeral-ports/${spec.id}`),
  };
  state.namespaces.set(spec.id, netns);
  showNetns(state, netns);
  return netns;
}

/** Adds an interface to a namespace; a veth's other end is tied by `tieVeth`. */
export function makeFace(
  state: NetworkState,
  netns: Netns,
  spec: Omit<Interface, 'index' | 'mac'> & { readonly mac?: string },
): Face {
  if (netns.faces.has(spec.name))
    throw new Invariant('interface-exists', { netns: netns.id, name: spec.name });
  const addresses = spec.addresses.map(readAddress);
  const face: Face = {
    netns,
    name: spec.name,
    kind: spec.kind,
    index: netns.nextIndex++,
    mtu: spec.mtu,
    mac: spec.mac ?? macOf(netns.id, spec.name, addresses[0]),
    up: spec.up,
    cable: true,
    addresses,
    master: undefined,
    hairpin: spec.hairpin ?? false,
    peer: undefined,
    segment: undefined,
    ports: [],
    neighbours: new Map(),
    stations: new Map(),
    stationsAsOf: -1,
  };
  netns.faces.set(spec.name, face);
  if (spec.master !== undefined) enslave(netns, face, spec.master);
  changed(state, netns);
  showFace(state, face);
  return face;
}

/** Makes both ends of a veth pair. */
export function makeVeth(
  state: NetworkState,
  ends: readonly [VethEnd, VethEnd],
  find: (id: NetnsId) => Netns,
): void {
  const [one, other] = ends.map((end) =>
    makeFace(state, find(end.netns), {
      netns: end.netns,
      name: end.name,
      kind: 'veth' as const,
      mtu: 1500,
      up: true,
      addresses: end.addresses ?? [],
      ...(end.master === undefined ? {} : { master: end.master }),
      ...(end.hairpin === undefined ? {} : { hairpin: end.hairpin }),
    }),
  );
  if (!one || !other) throw new Invariant('veth-needs-two-ends');
  one.peer = other;
  other.peer = one;
  for (const end of [one, other]) {
    changed(state, end.netns);
    showFace(state, end);
  }
}

/** Changes an interface. */
export function changeFace(
  state: NetworkState,
  face: Face,
  change: Partial<Pick<Interface, 'up' | 'addresses' | 'hairpin' | 'master'>> & { readonly cable?: boolean },
): void {
  const hadCarrier = hasCarrier(face);
  face.up = change.up ?? face.up;
  face.cable = change.cable ?? face.cable;
  face.hairpin = change.hairpin ?? face.hairpin;
  if (change.addresses) face.addresses = change.addresses.map(readAddress);
  if (change.master !== undefined) {
    leaveMaster(face);
    enslave(face.netns, face, change.master);
  }
  if (hadCarrier && !hasCarrier(face)) for (const end of [face, face.peer]) if (end) forgetNeighbours(end);
  changed(state, face.netns);
  showFace(state, face);
  if (face.peer) changed(state, face.peer.netns);
}

/** Takes an interface away, a veth with its other end. */
export function removeFace(state: NetworkState, face: Face): void {
  const { peer, segment, netns } = face;
  netns.faces.delete(face.name);
  leaveMaster(face);
  face.up = false;
  if (segment) segment.members.splice(segment.members.indexOf(face), 1);
  for (const port of face.ports) port.master = undefined;
  netns.routes = netns.routes.filter(({ route }) => route.device !== face.name);
  changed(state, netns);
  for (const port of face.ports) showFace(state, port);
  state.rows.interfaces.delete(rowKey(netns.id, face.name));
  if (!peer) return;
  face.peer = undefined;
  peer.peer = undefined;
  removeFace(state, peer);
}

/** Puts an interface on a shared segment, made when it is new. */
export function plugFace(state: NetworkState, face: Face, name: string): void {
  const latency = state.latencies.segments[name] ?? state.latencies.segments['*'] ?? 0;
  const made: Segment = { name, latency, members: [], stations: new Map(), stationsAsOf: -1 };
  const segment = state.segments.get(name) ?? made;
  state.segments.set(name, segment);
  segment.members.push(face);
  face.segment = segment;
  changed(state, face.netns);
}

/** What others see of an interface. */
export function interfaceOf(face: Face): Interface {
  const { master, peer, kind, hairpin } = face;
  return {
    netns: face.netns.id,
    name: face.name,
    kind,
    index: face.index,
    mac: face.mac,
    mtu: face.mtu,
    up: face.up,
    addresses: face.addresses.map(({ text }) => text),
    ...(master ? { master: master.name, hairpin } : {}),
    ...(peer ? { peer: { netns: peer.netns.id, name: peer.name } } : {}),
  };
}

/** Writes the row of a namespace. */
export function showNetns(state: NetworkState, netns: Netns): void {
  const cut = [...netns.faces.values()].filter((face) => !face.cable).map((face) => face.name);
  state.rows.netns.put(netns.id, { id: netns.id, power: netns.power, sysctls: netns.sysctls, cut });
}

/** After a change of interfaces: what was derived from them is derived anew. */
function changed(state: NetworkState, netns: Netns): void {
  state.topology++;
  netns.locals.clear();
  netns.routeCache.clear();
  for (const face of netns.faces.values()) {
    // A dummy holds addresses even while it is down, as kube-ipvs0 does.
    const holds = face.up || face.kind === 'dummy';
    if (holds) for (const address of face.addresses) netns.locals.set(address.ip, face);
  }
}

/** Writes the row of an interface that changed, where the change can be seen from outside. */
function showFace(state: NetworkState, face: Face): void {
  const key = rowKey(face.netns.id, face.name);
  const row = interfaceOf(face);
  const before = state.rows.interfaces.get(key);
  if (!before || JSON.stringify(before) !== JSON.stringify(row)) state.rows.interfaces.put(key, row);
}

function rowKey(netns: NetnsId, name: string): string {
  return `${netns} ${name}`;
}

function enslave(netns: Netns, face: Face, master: string): void {
  const bridge = netns.faces.get(master);
  if (bridge?.kind !== 'bridge') throw new Invariant('no-such-bridge', { netns: netns.id, master });
  face.master = bridge;
  bridge.ports.push(face);
}

function leaveMaster(face: Face): void {
  const ports = face.master?.ports;
  if (ports) ports.splice(ports.indexOf(face), 1);
  face.master = undefined;
}

function readAddress(text: Cidr): FaceAddress {
  const prefix = parsePrefix(text);
  if (!prefix) throw new Invariant('bad-address', { text });
  return { ip: ip(formatIp(prefix.bits)), bits: prefix.bits, length: prefix.length, text };
}

/** A locally administered MAC address: made of the IPv4 address where there is one, else of the names. */
function macOf(netns: NetnsId, name: string, address: FaceAddress | undefined): string {
  let word = address?.bits.family === 4 ? (address.bits.words[0] ?? 0) : 0x811c9dc5;
  const text = address ? '' : `${netns} ${name}`;
  for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
  const octets = [24, 16, 8, 0].map((shift) => ((word >>> shift) & 255).toString(16).padStart(2, '0'));
  return `0a:58:${octets.join(':')}`;
}
