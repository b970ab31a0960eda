import { isLoopbackIp } from '../../base/ip.ts';
import { resolveRoute } from '../route/route-table.ts';
import type { DropReason } from '../trace.ts';
import { decreaseTtl, dropFlight, routeHop } from './flight.ts';
import { runHook } from './hooks.ts';
import { leadsOut, postroute, reject, sendIcmpError } from './local-output.ts';
import type { Reachable } from './local-output.ts';
import type { Face, Flight, Netns, NetworkState } from './state.ts';

/**
 * A packet came in at an interface: PREROUTING, then the routing decision.
 * @upstream net/ipv4/ip_input.c ip_rcv
 */
export function ipInput(state: NetworkState, face: Face, flight: Flight): void {
  const verdict = runHook(state, face.netns, 'PREROUTING', flight, face);
  if (verdict === 'accept') routeInput(state, face, flight);
  else reject(state, face.netns, flight, verdict);
}

/**
 * The routing decision for a packet that has passed PREROUTING: to a local process, onward, or nowhere.
 * @upstream net/ipv4/route.c ip_route_input_slow
 */
export function routeInput(state: NetworkState, face: Face, flight: Flight): void {
  const { netns } = face;
  if (isMartian(netns, face, flight)) {
    dropFlight(state, netns, flight, 'not-mine');
    return;
  }
  if (netns.isLocal(flight.packet.dst)) {
    localInput(state, face, flight);
    return;
  }
  if (!netns.sysctls.ipForward) {
    dropFlight(state, netns, flight, 'not-mine');
    return;
  }
  const resolved = resolveRoute(netns, flight.packet.dst);
  if (!leadsOut(resolved)) {
    dropFlight(state, netns, flight, lostReason(netns));
    if (resolved?.kind !== 'blackhole')
      sendIcmpError(state, netns, flight, 'net-unreachable', { type: 'way' });
    return;
  }
  forward(state, face, flight, resolved);
}

/** @upstream net/ipv4/ip_forward.c ip_forward */
function forward(state: NetworkState, from: Face, flight: Flight, resolved: Reachable): void {
  const { netns } = from;
  if (flight.packet.ttl <= 1) {
    dropFlight(state, netns, flight, 'ttl');
    sendIcmpError(state, netns, flight, 'ttl-exceeded', { type: 'way' });
    return;
  }
  flight.packet = decreaseTtl(flight.packet);
  if (flight.journey) routeHop(state, netns, flight, from, resolved);
  const verdict = runHook(state, netns, 'FORWARD', flight, from, resolved.face);
  if (verdict === 'accept') postroute(state, netns, flight, resolved);
  else reject(state, netns, flight, verdict);
}

function localInput(state: NetworkState, face: Face, flight: Flight): void {
  const { netns } = face;
  const verdict = runHook(state, netns, 'INPUT', flight, face);
  if (verdict === 'accept') state.upcalls.deliver(netns, flight);
  else reject(state, netns, flight, verdict);
}

/**
 * Addresses that cannot come from outside: this machine's own as source, and loopback ones unless route_localnet lets
 * them.
 */
function isMartian(netns: Netns, face: Face, flight: Flight): boolean {
  if (face.kind === 'loopback') return false;
  const { src, dst } = flight.packet;
  if (netns.locals.has(src)) return true;
  return !netns.sysctls.routeLocalnet && (isLoopbackIp(src) || isLoopbackIp(dst));
}

function lostReason(netns: Netns): DropReason {
  return netns.edge ? 'edge-unknown' : 'no-route';
}
