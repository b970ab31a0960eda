import type { DropReason, Hop } from '../trace.ts';
import { recordDrop } from '../trace-recorder/trace-recorder.ts';
import type { Packet } from '../packet.ts';
import type { Face, Flight, Netns, NetworkState } from './state.ts';

/** Loses a packet here, without telling anybody but the trace. */
export function dropFlight(state: NetworkState, netns: Netns, flight: Flight, why: DropReason): void {
  recordDrop(state.recorder, flight.journey, { place: netns.id, packet: flight.packet, why });
}

/** Hands a packet to a process or the kernel: its journey ends well. */
export function endDelivered(state: NetworkState, netns: Netns, flight: Flight): void {
  const { journey } = flight;
  if (!journey || journey.end) return;
  state.recorder.hop(journey, { kind: 'deliver', verdict: 'deliver', rewrites: [] }, netns.id, flight.packet);
  state.recorder.end(journey, { type: 'delivered' }, netns.id);
}

/** Writes a hop that lets the packet go on. */
export function passHop(
  state: NetworkState,
  netns: Netns,
  flight: Flight,
  hop: { readonly kind: Hop['kind']; readonly from?: Face; readonly to?: Face; readonly route?: string },
): void {
  if (!flight.journey) return;
  const details = {
    kind: hop.kind,
    verdict: 'accept' as const,
    rewrites: [],
    ...(hop.from ? { interfaceIn: hop.from.name } : {}),
    ...(hop.to ? { interfaceOut: hop.to.name } : {}),
    ...(hop.route === undefined ? {} : { route: hop.route.trimEnd() }),
  };
  state.recorder.hop(flight.journey, details, netns.id, flight.packet);
}

/** A mark lives on one machine only. */
export function stripMark(flight: Flight): void {
  if (flight.packet.mark !== 0) flight.packet = { ...flight.packet, mark: 0 };
}

/** The packet after one more router. */
export function decreaseTtl(packet: Packet): Packet {
  return { ...packet, ttl: packet.ttl - 1 };
}
