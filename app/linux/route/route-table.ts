import {
  compareIp,
  formatPrefix,
  ipFamily,
  networkOf,
  parseIp,
  parsePrefix,
  prefixContains,
} from '../../base/ip.ts';
import { isLoopbackIp } from '../../base/ip.ts';
import { cidr, ip, type Cidr, type Ip } from '../names.ts';
import type { Face, FaceAddress, Netns, Resolved, RouteEntry } from '../network/state.ts';
import type { Route } from '../network.ts';
import type { FiveTuple } from '../packet.ts';

/** Looked-up destinations that are kept before the cache begins anew. */
const CACHE_LIMIT = 4096;

/** Adds a route; an equal destination is replaced. */
export function addRoute(netns: Netns, route: Route): void {
  const prefix = route.destination === 'default' ? undefined : parsePrefix(route.destination);
  const entry: RouteEntry = { route, bits: prefix?.bits, length: prefix?.length ?? 0 };
  netns.routes = [...netns.routes.filter((other) => !sameDestination(other.route, route)), entry];
  netns.routeCache.clear();
}

/** Takes the route to a destination away. */
export function removeRoute(netns: Netns, destination: Cidr | 'default'): void {
  netns.routes = netns.routes.filter((other) => other.route.destination !== destination);
  netns.routeCache.clear();
}

/** Everything in the routing table in the order of `ip route`: the default first, then by address. */
export function listRoutes(netns: Netns): readonly Route[] {
  const connected = [...netns.faces.values()].flatMap(connectedRoutes);
  const explicit = new Set(netns.routes.map(({ route }) => route.destination));
  const all = [...netns.routes, ...connected.filter(({ route }) => !explicit.has(route.destination))];
  return all.toSorted(byDestination).map(({ route }) => route);
}

/** The routing decision for a destination: local, a route, or none. */
export function resolveRoute(netns: Netns, to: Ip): Resolved | undefined {
  const known = netns.routeCache.get(to);
  if (known !== undefined || netns.routeCache.has(to)) return known;
  if (netns.routeCache.size >= CACHE_LIMIT) netns.routeCache.clear();
  const resolved = netns.isLocal(to) ? localRoute(netns, to) : longestMatch(netns, to);
  netns.routeCache.set(to, resolved);
  return resolved;
}

/** The next hop of a packet by its route: the gateway, one of several by the five-tuple, or the destination itself. */
export function nextHop(resolved: Resolved, tuple: FiveTuple, seed: number): Ip {
  const { vias } = resolved;
  return (vias.length > 1 ? vias[hashTuple(tuple, seed) % vias.length] : vias[0]) ?? tuple.dst;
}

/**
 * The address of an interface that masquerading and new connections take towards a next hop: the one in whose network
 * the next hop lies, else the first; an interface without one borrows from the others.
 * @upstream net/ipv4/devinet.c inet_select_addr
 */
export function addressTowards(face: Face, hop: Ip): Ip | undefined {
  const family = ipFamily(hop);
  const own = globalAddresses(face, family);
  if (own.length > 1) {
    const bits = parseIp(hop);
    const near = bits && own.find((address) => prefixContains(address, bits));
    if (near) return near.ip;
  }
  if (own[0]) return own[0].ip;
  for (const other of face.netns.faces.values()) {
    const [first] = globalAddresses(other, family);
    if (first) return first.ip;
  }
  return undefined;
}

/** A route as `ip route` prints it, trailing blank included. */
export function printRoute(route: Route): string {
  const kind = route.type === 'blackhole' ? 'blackhole ' : '';
  const via = route.via ? ` via ${route.via}` : '';
  const device = route.device === '' ? '' : ` dev ${route.device}`;
  const protocol = route.protocol && route.protocol !== 'boot' ? ` proto ${route.protocol}` : '';
  const scope = route.scope && route.scope !== 'global' ? ` scope ${route.scope}` : '';
  const source = route.source ? ` src ${route.source}` : '';
  const hops = (route.vias ?? []).map((hop) => `\n\tnexthop via ${hop}${device} weight 1`).join('');
  const line = `${kind}${route.destination}${via}${hops ? '' : device}${protocol}${scope}${source} `;
  return `${line}${hops}`;
}

function localRoute(netns: Netns, to: Ip): Resolved | undefined {
  const loopback = netns.faces.get('lo');
  if (!loopback?.up) return undefined;
  const source = isLoopbackIp(to) && to.includes('.') ? ip('127.0.0.1') : to;
  const device = netns.locals.get(to)?.name ?? 'lo';
  const length = ipFamily(to) === 4 ? 32 : 128;
  const route: Route = {
    destination: cidr(`${to}/${length}`),
    device: 'lo',
    source,
    scope: 'host',
    protocol: 'kernel',
  };
  const text = `local ${to} dev ${device} proto kernel scope host src ${source}`;
  return { kind: 'local', route, text, face: loopback, vias: [], source };
}

function longestMatch(netns: Netns, to: Ip): Resolved | undefined {
  const bits = parseIp(to);
  if (!bits) return undefined;
  let best: RouteEntry | undefined;
  const consider = (entry: RouteEntry) => {
    if (best && entry.length <= best.length) return;
    if (entry.bits && !prefixContains({ bits: entry.bits, length: entry.length }, bits)) return;
    if (!entry.bits && bits.family !== familyOf(entry.route)) return;
    if (entry.route.type === 'blackhole' || netns.faces.get(entry.route.device)?.up === true) best = entry;
  };
  for (const entry of netns.routes) consider(entry);
  for (const face of netns.faces.values()) connectedRoutes(face).forEach(consider);
  return best && resolvedFrom(netns, best.route, to);
}

function resolvedFrom(netns: Netns, route: Route, to: Ip): Resolved {
  const text = printRoute(route).trimEnd();
  if (route.type === 'blackhole')
    return { kind: 'blackhole', route, text, face: undefined, vias: [], source: undefined };
  const face = netns.faces.get(route.device);
  const vias = route.vias ?? (route.via ? [route.via] : []);
  const source = route.source ?? (face && addressTowards(face, vias[0] ?? to));
  return { kind: 'unicast', route, text, face, vias, source };
}

/** The routes that the kernel keeps for the networks of an interface that is up. */
function connectedRoutes(face: Face): readonly RouteEntry[] {
  if (!face.up || face.kind === 'loopback') return [];
  return face.addresses.filter(hasNetwork).map((address) => {
    const network = networkOf(address);
    const route: Route = {
      destination: cidr(formatPrefix(network)),
      device: face.name,
      source: address.ip,
      scope: 'link',
      protocol: 'kernel',
    };
    return { route, bits: network.bits, length: network.length };
  });
}

function hasNetwork(address: FaceAddress): boolean {
  return address.length < (address.bits.family === 4 ? 32 : 128);
}

function globalAddresses(face: Face, family: 4 | 6): readonly FaceAddress[] {
  return face.addresses.filter((address) => address.bits.family === family && !isLoopbackIp(address.ip));
}

function sameDestination(a: Route, b: Route): boolean {
  return a.destination === b.destination && familyOf(a) === familyOf(b);
}

/** Family of a route: a default one is told by its gateway. */
function familyOf(route: Route): 4 | 6 {
  if (route.destination !== 'default') return ipFamily(route.destination);
  return ipFamily(route.via ?? route.vias?.[0] ?? '0.0.0.0');
}

function byDestination(a: RouteEntry, b: RouteEntry): number {
  if (!a.bits || !b.bits) return Number(Boolean(a.bits)) - Number(Boolean(b.bits));
  return compareIp(a.bits, b.bits) || a.length - b.length;
}

/** FNV-1a over the seed and the five-tuple: the same connection always takes the same way. */
function hashTuple(tuple: FiveTuple, seed: number): number {
  const text = `${tuple.protocol} ${tuple.src} ${tuple.sport} ${tuple.dst} ${tuple.dport}`;
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
