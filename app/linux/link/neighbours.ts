import { ip, type Ip } from '../names.ts';
import { dropFlight } from '../network/flight.ts';
import type { Face, Flight, Neighbour, Netns, NetworkState } from '../network/state.ts';
import { hasCarrier, neighbourOf, reaches, stationFor } from './links.ts';

/** Owner of unanswered questions for an address, in the agenda. */
export const NEIGHBOUR = 'neighbour';

/** Three questions, one a second, then the address counts as unreachable (mcast_solicit, retrans_time_ms). */
const ASKING = 3000;
/** An answer is believed for this long without asking again (base_reachable_time_ms). */
const REACHABLE = 30_000;
/** Then packets still go to the old address for 5 s (delay_first_probe_time), and 3 more while it is asked itself. */
const DOUBT = 8000;
/** Packets that may wait for one answer; the oldest go first (unres_qlen_bytes over the size of a small packet). */
const WAITING_LIMIT = 101;

/**
 * Finds who has the next hop's address and hands over the packet; `port` is the bridge port it came in by, if it did. An address nobody answers for gets the sender an ICMP
 * host unreachable about three seconds later; one that answered before is believed for a while, and packets are lost.
 * @upstream net/core/neighbour.c neigh_event_send
 */
export function reachNeighbour(state: NetworkState, face: Face, hop: Ip, flight: Flight, port?: Face): void {
  const neighbour = neighbourOf(face, hop);
  if (neighbour.asOf !== state.topology) {
    neighbour.station = stationFor(state, face, hop) ?? neighbour.station;
    neighbour.asOf = state.topology;
  }
  const { station } = neighbour;
  if (station && reaches(state, face, station) && holds(station, hop)) {
    neighbour.confirmedAt = state.core.now();
    neighbour.lostSince = undefined;
    state.upcalls.reached(face, station, flight, port);
  } else if (station && hasCarrier(face) && believed(state, neighbour)) {
    dropFlight(state, face.netns, flight, holds(station, hop) ? 'link-down' : 'no-neighbour');
  } else {
    forgetNeighbour(neighbour);
    ask(state, face, hop, neighbour, flight);
  }
}

/** When an interface loses its carrier, what was known behind it is forgotten. */
export function forgetNeighbours(face: Face): void {
  for (const neighbour of face.neighbours.values()) forgetNeighbour(neighbour);
}

/** The question for an address has had no answer: all that waited for it fails. */
export function askingEnded(state: NetworkState, payload: unknown): void {
  if (!Array.isArray(payload)) return;
  const [netnsName, faceName, hop] = payload.map(String);
  for (const netns of state.namespaces.values()) {
    if (netns.id === netnsName) failWaiting(state, netns, netns.faces.get(faceName ?? ''), ip(hop ?? ''));
  }
}

function failWaiting(state: NetworkState, netns: Netns, face: Face | undefined, hop: Ip): void {
  const neighbour = face?.neighbours.get(hop);
  if (!face || !neighbour) return;
  const waiting = neighbour.waiting;
  neighbour.waiting = [];
  for (const flight of waiting) {
    dropFlight(state, netns, flight, hasCarrier(face) ? 'no-neighbour' : 'link-down');
    state.upcalls.linkFailure(netns, flight);
  }
}

function ask(state: NetworkState, face: Face, hop: Ip, neighbour: Neighbour, flight: Flight): void {
  if (neighbour.waiting.length === 0)
    state.core.agenda.after(ASKING, NEIGHBOUR, [face.netns.id, face.name, hop]);
  neighbour.waiting.push(flight);
  if (neighbour.waiting.length <= WAITING_LIMIT) return;
  const oldest = neighbour.waiting.shift();
  if (oldest) dropFlight(state, face.netns, oldest, 'no-neighbour');
}

function believed(state: NetworkState, neighbour: Neighbour): boolean {
  const now = state.core.now();
  neighbour.lostSince ??= Math.max(now, neighbour.confirmedAt + REACHABLE);
  return now < neighbour.lostSince + DOUBT;
}

function forgetNeighbour(neighbour: Neighbour): void {
  neighbour.station = undefined;
  neighbour.asOf = -1;
  neighbour.lostSince = undefined;
}

function holds(station: Face, address: Ip): boolean {
  return station.netns.locals.get(address) === station;
}
