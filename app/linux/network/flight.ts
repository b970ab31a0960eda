import type { Packet } from '../packet.ts';
import type { DropReason, Hop } from '../trace.ts';
import type { HopDetails } from '../trace-recorder/recorded-hop.ts';
import type { Face, Flight, Netns, NetworkState, Resolved } from './state.ts';

/** Loses a packet here, without telling anybody but the trace. */
export function dropFlight(state: NetworkState, netns: Netns, flight: Flight, why: DropReason): void {
  const { journey } = flight;
  if (!journey || journey.end) return;
  write(state, netns, flight, 'drop', undefined, undefined, { why });
  state.recorder.end(journey, { type: 'dropped', why }, netns.id);
}

/** Hands a packet to a process or the kernel: its journey ends well. */
export function endDelivered(state: NetworkState, netns: Netns, flight: Flight): void {
  const { journey } = flight;
  if (!journey || journey.end) return;
  write(state, netns, flight, 'deliver', undefined, undefined);
  state.recorder.end(journey, DELIVERED, netns.id);
}

const DELIVERED = Object.freeze({ type: 'delivered' });

/** Writes that a local process or the kernel sends. Where no trace is written, asking for the journey first costs least. */
export function sendHop(state: NetworkState, netns: Netns, flight: Flight, to: Face | undefined): void {
  write(state, netns, flight, 'send', undefined, to);
}

/** Writes the routing decision. */
export function routeHop(
  state: NetworkState,
  netns: Netns,
  flight: Flight,
  from: Face | undefined,
  { face, text }: Resolved,
): void {
  write(state, netns, flight, 'route', from, face, { route: text });
}

/** Writes which port a bridge picked. */
export function bridgeHop(state: NetworkState, netns: Netns, flight: Flight, from: Face, to: Face): void {
  write(state, netns, flight, 'bridge', from, to);
}

/** Writes what netfilter did. */
export function netfilterHop(
  state: NetworkState,
  netns: Netns,
  flight: Flight,
  { from, to }: { readonly from: Face | undefined; readonly to: Face | undefined },
  decided: HopDetails,
): void {
  write(state, netns, flight, netns.edge ? 'edge' : 'hook', from, to, decided);
}

/** A mark lives on one machine only. */
export function stripMark(flight: Flight): void {
  if (flight.packet.mark !== 0) flight.packet = { ...flight.packet, mark: 0 };
}

/** The packet after one more router. */
export function decreaseTtl(packet: Packet): Packet {
  const { protocol, src, dst, sport, dport, id, ttl, mark, tcp, payload } = packet;
  // The usual packet is copied field by field, which is several times as fast as spreading it.
  if (!tcp) return { ...packet, ttl: ttl - 1 };
  return { protocol, src, dst, sport, dport, id, ttl: ttl - 1, mark, tcp, payload };
}

function write(
  state: NetworkState,
  { id }: Netns,
  { journey, packet }: Flight,
  kind: Hop['kind'],
  from: Face | undefined,
  to: Face | undefined,
  details?: HopDetails,
): void {
  if (journey) state.recorder.hop(journey, id, packet, kind, from, to, details);
}
