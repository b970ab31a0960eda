import { resolveRoute, nextHop } from '../route/route-table.ts';
import { runHook } from '../network/hooks.ts';
import { bridgeHop, dropFlight, routeHop } from '../network/flight.ts';
import { reject } from '../network/local-output.ts';
import { routeInput } from '../network/ip-input.ts';
import type { Face, Flight, NetworkState } from '../network/state.ts';
import { hasCarrier, hasPower, transmit } from './links.ts';
import { reachNeighbour } from './neighbours.ts';

/**
 * A frame comes in at a bridge port. With bridge-nf-call-iptables a bridged IPv4 packet passes the node's PREROUTING,
 * FORWARD and POSTROUTING; when PREROUTING gave it a new destination, the routing decision says whether it goes on as a
 * frame on the same bridge (TTL and source MAC untouched) or up to the node.
 * @upstream net/bridge/br_netfilter_hooks.c br_nf_pre_routing_finish
 */
export function bridgeInput(state: NetworkState, port: Face, station: Face, flight: Flight): void {
  const bridge = port.master;
  if (!bridge || !hasCarrier(port) || !bridge.up || !hasPower(state, bridge.netns)) {
    dropFlight(state, port.netns, flight, 'link-down');
    return;
  }
  const { netns } = bridge;
  if (!callsIptables(bridge)) {
    if (station === bridge) state.upcalls.ipInput(bridge, flight);
    else bridgeForward(state, bridge, port, station, flight);
    return;
  }
  const destination = flight.packet.dst;
  const verdict = runHook(state, netns, 'PREROUTING', flight, bridge);
  if (verdict !== 'accept') reject(state, netns, flight, verdict);
  else if (flight.packet.dst !== destination) forwardTranslated(state, bridge, port, flight);
  else if (station === bridge) routeInput(state, bridge, flight);
  else bridgeForward(state, bridge, port, station, flight);
}

/** A station was found for a packet: it leaves by a bridge, from one of its ports or from the node itself, or by a link. */
export function sendReached(
  state: NetworkState,
  face: Face,
  station: Face,
  flight: Flight,
  port: Face | undefined,
): void {
  if (port) bridgeForward(state, face, port, station, flight);
  else if (face.kind === 'bridge') bridgeOutput(state, face, station, flight);
  else transmit(state, face, station, flight);
}

/** A node's own packet leaves by its bridge: the port is that of the station. */
function bridgeOutput(state: NetworkState, bridge: Face, station: Face, flight: Flight): void {
  const port = station.peer;
  if (!port || !hasCarrier(port)) {
    dropFlight(state, bridge.netns, flight, 'link-down');
    return;
  }
  if (flight.journey) bridgeHop(state, bridge.netns, flight, bridge, port);
  transmit(state, port, station, flight);
}

function forwardTranslated(state: NetworkState, bridge: Face, port: Face, flight: Flight): void {
  const resolved = resolveRoute(bridge.netns, flight.packet.dst);
  if (resolved?.face !== bridge || resolved.kind !== 'unicast') {
    routeInput(state, bridge, flight);
    return;
  }
  if (flight.journey) routeHop(state, bridge.netns, flight, bridge, resolved);
  const hop = nextHop(resolved, flight.packet, state.core.random.seed);
  reachNeighbour(state, bridge, hop, flight, port);
}

/** Frames may leave by another port, or by their own where hairpin mode is on. What may not is gone before FORWARD. */
function bridgeForward(state: NetworkState, bridge: Face, from: Face, station: Face, flight: Flight): void {
  const { netns } = bridge;
  const port = station.peer;
  if (port && port === from && !port.hairpin) {
    dropFlight(state, netns, flight, 'hairpin-off');
    return;
  }
  if (!port || !hasCarrier(port)) {
    dropFlight(state, netns, flight, 'link-down');
    return;
  }
  if (flight.journey) bridgeHop(state, netns, flight, from, port);
  if (callsIptables(bridge)) {
    for (const hook of ['FORWARD', 'POSTROUTING'] as const) {
      const entered = hook === 'FORWARD' ? bridge : undefined;
      const verdict = runHook(state, netns, hook, flight, entered, bridge, flight.packet.dst);
      if (verdict === 'accept') continue;
      reject(state, netns, flight, verdict);
      return;
    }
  }
  transmit(state, port, station, flight);
}

function callsIptables(bridge: Face): boolean {
  return bridge.netns.netfilter !== undefined && bridge.netns.sysctls.bridgeNfCallIptables;
}
