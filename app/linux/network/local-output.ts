import { isLoopbackIp } from '../../base/ip.ts';
import { icmpError, icmpProtocol, type IcmpErrorName } from '../icmp/kinds.ts';
import { tupleOf, type Packet } from '../packet.ts';
import { nextHop, resolveRoute } from '../route/route-table.ts';
import { hasPower, loopBack } from '../link/links.ts';
import { reachNeighbour } from '../link/neighbours.ts';
import type { Errno } from '../socket/socket-layer.ts';
import type { ErrorCause } from '../trace-recorder/trace-recorder.ts';
import { allowsIcmpError } from '../icmp/rate-limit.ts';
import { dropFlight, routeHop, sendHop } from './flight.ts';
import { decidingRule, runHook, type Verdict } from './hooks.ts';
import type { Face, Flight, Netns, NetworkState, Resolved } from './state.ts';

/** An empty payload. */
export const NOTHING = new Uint8Array(0);

const REJECT_WITH: Readonly<Record<string, IcmpErrorName>> = {
  'icmp-port-unreachable': 'port-unreachable',
  'icmp-host-unreachable': 'host-unreachable',
  'icmp-net-unreachable': 'net-unreachable',
  'icmp-admin-prohibited': 'admin-prohibited',
};

/**
 * Sends a packet of a local process or the kernel: route → OUTPUT → (routed again after a new destination) →
 * POSTROUTING → link. The error is what the sending call reports.
 * @upstream net/ipv4/ip_output.c __ip_local_out, ip_output
 */
export function localOutput(state: NetworkState, netns: Netns, flight: Flight): Errno | undefined {
  const resolved = resolveRoute(netns, flight.packet.dst);
  if (flight.journey) sendHop(state, netns, flight, resolved?.face);
  if (!hasPower(state, netns)) {
    dropFlight(state, netns, flight, 'link-down');
    return undefined;
  }
  if (!mayLeave(netns, resolved, flight.packet)) {
    dropFlight(state, netns, flight, 'no-route');
    return resolved?.kind === 'blackhole' ? 'EINVAL' : 'ENETUNREACH';
  }
  if (flight.journey) routeHop(state, netns, flight, undefined, resolved);
  const destination = flight.packet.dst;
  const verdict = runHook(state, netns, 'OUTPUT', flight, undefined, resolved.face);
  if (verdict !== 'accept') {
    reject(state, netns, flight, verdict);
    return 'EPERM';
  }
  const onward = flight.packet.dst === destination ? resolved : routeAgain(state, netns, flight);
  return onward && postroute(state, netns, flight, onward);
}

/**
 * Sends a packet out of an interface: POSTROUTING, then the link.
 * @upstream net/ipv4/ip_output.c ip_output
 */
export function postroute(
  state: NetworkState,
  netns: Netns,
  flight: Flight,
  resolved: Reachable,
): Errno | undefined {
  const { face } = resolved;
  const hop = nextHop(resolved, flight.packet, state.core.random.seed);
  const verdict = runHook(state, netns, 'POSTROUTING', flight, undefined, face, hop);
  if (verdict !== 'accept') {
    reject(state, netns, flight, verdict);
    return 'EPERM';
  }
  if (face.kind === 'loopback') loopBack(state, face, flight);
  else if (face.kind === 'dummy') dropFlight(state, netns, flight, 'no-neighbour');
  else reachNeighbour(state, face, hop, flight);
  return undefined;
}

/** A route that leads somewhere. */
export type Reachable = Resolved & { readonly face: Face };

/** Whether a routing decision leads to an interface. */
export function leadsOut(resolved: Resolved | undefined): resolved is Reachable {
  return resolved?.face !== undefined;
}

/** Carries out a verdict that is not accept: answers a rejected packet, where an answer is due. */
export function reject(state: NetworkState, netns: Netns, flight: Flight, verdict: Verdict): void {
  if (verdict === 'accept' || verdict.verdict !== 'reject') return;
  const rule = decidingRule(verdict.rules);
  const cause: ErrorCause = { type: 'rule', ...(rule === undefined ? {} : { rule }) };
  const error = REJECT_WITH[verdict.rejectWith ?? 'icmp-port-unreachable'];
  if (error) sendIcmpError(state, netns, flight, error, cause);
  else sendReset(state, netns, flight, cause);
}

/**
 * Tells the sender of a packet what became of it. The source is the address the packet was for, where that is one of
 * this machine's, else the one that routing back to the sender gives. Errors about errors are never sent.
 * @upstream net/ipv4/icmp.c __icmp_send
 */
export function sendIcmpError(
  state: NetworkState,
  netns: Netns,
  about: Flight,
  name: IcmpErrorName,
  cause: ErrorCause,
): void {
  const { packet } = about;
  if (packet.icmp?.about) return;
  const back = resolveRoute(netns, packet.src);
  const source = netns.isLocal(packet.dst) ? packet.dst : back?.source;
  if (!back?.face || source === undefined) return;
  if (!allowsIcmpError(netns, packet.src, back.face, state.core.now())) return;
  const error: Packet = {
    protocol: icmpProtocol(packet.dst),
    src: source,
    dst: packet.src,
    sport: 0,
    dport: 0,
    id: state.nextPacket++,
    ttl: 64,
    mark: 0,
    icmp: {
      ...icmpError(name, packet.dst),
      about: tupleOf(packet),
      aboutPacket: packet.id,
      ...sequenceOf(packet),
    },
    payload: NOTHING,
  };
  const flight = answerFlight(state, netns, about, error);
  if (flight.journey) flight.journey.cause = cause;
  localOutput(state, netns, flight);
}

/** Answers a TCP packet with RST: no connection expects it, or a rule says so. */
export function sendReset(state: NetworkState, netns: Netns, about: Flight, cause?: ErrorCause): void {
  const { tcp, src, dst, sport, dport, payload } = about.packet;
  if (!tcp || tcp.rst) return;
  const length = payload.length + Number(tcp.syn) + Number(tcp.fin);
  const reset: Packet = {
    protocol: 'tcp',
    src: dst,
    dst: src,
    sport: dport,
    dport: sport,
    id: state.nextPacket++,
    ttl: 64,
    mark: 0,
    tcp: {
      syn: false,
      ack: !tcp.ack,
      fin: false,
      rst: true,
      psh: false,
      window: 0,
      seq: tcp.ack ? tcp.ackSeq : 0,
      ackSeq: tcp.ack ? 0 : tcp.seq + length,
    },
    payload: NOTHING,
  };
  const flight = answerFlight(state, netns, about, reset);
  if (flight.journey) flight.journey.cause = cause;
  localOutput(state, netns, flight);
}

/** A packet that answers another one joins its trace, going the other way. */
export function answerFlight(state: NetworkState, netns: Netns, about: Flight, packet: Packet): Flight {
  const { journey } = about;
  const direction = journey?.direction === 'request' ? 'reply' : 'request';
  return { packet, journey: state.recorder.journey(journey?.recording, packet, direction, netns.id) };
}

/** An error about an echo request quotes its sequence number. */
function sequenceOf({ icmp }: Packet): { readonly seq?: number } {
  return icmp?.seq === undefined ? {} : { seq: icmp.seq };
}

/** OUTPUT gave the packet a new destination: the way there is looked up again. */
function routeAgain(state: NetworkState, netns: Netns, flight: Flight): Reachable | undefined {
  const resolved = resolveRoute(netns, flight.packet.dst);
  if (!mayLeave(netns, resolved, flight.packet)) {
    dropFlight(state, netns, flight, 'no-route');
    return undefined;
  }
  if (flight.journey) routeHop(state, netns, flight, undefined, resolved);
  return resolved;
}

/**
 * A loopback source leaves the machine only with route_localnet.
 * @upstream net/ipv4/route.c __mkroute_output
 */
function mayLeave(netns: Netns, resolved: Resolved | undefined, packet: Packet): resolved is Reachable {
  if (!leadsOut(resolved) || resolved.kind === 'blackhole') return false;
  return resolved.face.kind === 'loopback' || netns.sysctls.routeLocalnet || !isLoopbackIp(packet.src);
}
