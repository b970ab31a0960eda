import { Invariant } from '../../base/assert.ts';
import type { Ip } from '../names.ts';
import type { Face, Flight, Neighbour, Netns, NetworkState, Segment } from '../network/state.ts';
import { dropFlight, stripMark } from '../network/flight.ts';

/** Owner of packets on cables, in the agenda. */
export const WIRE = 'wire';

/** Whether an interface can carry frames: it is up, and so are its cable and the other end of a veth pair. */
export function hasCarrier(face: Face): boolean {
  return face.up && face.cable && (!face.peer || (face.peer.up && face.peer.cable));
}

/** Whether a namespace's machine has power; a Pod has that of its node. */
export function hasPower(state: NetworkState, netns: Netns): boolean {
  if (!netns.power) return false;
  return netns.host === undefined || state.namespaces.get(netns.host)?.power !== false;
}

/** The interface that answers for an address in the domain of an interface, whether or not it can be reached now. */
export function stationFor(state: NetworkState, face: Face, address: Ip): Face | undefined {
  const bridge = face.kind === 'bridge' ? face : face.peer?.master;
  if (bridge) return bridgeStations(state, bridge).get(address);
  if (face.segment) return segmentStations(state, face.segment).get(address);
  return face.peer?.addresses.some((own) => own.ip === address) ? face.peer : undefined;
}

/** Whether a frame from one interface would arrive at a station now. */
export function reaches(state: NetworkState, from: Face, station: Face): boolean {
  return hasCarrier(from) && hasCarrier(station) && hasPower(state, station.netns);
}

/** Puts a packet on the link of an interface towards a station of its domain. Zero-latency hops are plain calls. */
export function transmit(state: NetworkState, from: Face, station: Face, flight: Flight): void {
  stripMark(flight);
  const bridge = from.kind === 'veth' ? from.peer?.master : undefined;
  if (bridge && from.peer) state.upcalls.bridgeInput(from.peer, station, flight);
  else if (from.segment) launch(state, from, station, flight, from.segment.latency);
  else launch(state, from, station, flight, state.latencies.veth);
}

/** Sends a packet of a machine to itself. */
export function loopBack(state: NetworkState, loopback: Face, flight: Flight): void {
  launch(state, loopback, loopback, flight, state.latencies.loopback);
}

/** Packets that arrive: the agenda calls this with the number under which a packet travels. */
export function arrive(state: NetworkState, payload: unknown): void {
  const key = typeof payload === 'number' ? payload : -1;
  const travelling = state.inFlight.get(key);
  if (!travelling) throw new Invariant('packet-not-in-flight', { key });
  state.inFlight.delete(key);
  const { flight, station } = travelling;
  const { netns } = station;
  if (state.namespaces.get(netns.id) !== netns || !hasCarrier(station) || !hasPower(state, station.netns))
    dropFlight(state, netns, flight, 'link-down');
  else state.upcalls.ipInput(station, flight);
}

/** What an interface remembers of an address, made when it is new. */
export function neighbourOf(face: Face, address: Ip): Neighbour {
  const known = face.neighbours.get(address);
  if (known) return known;
  const made: Neighbour = { station: undefined, asOf: -1, confirmedAt: 0, lostSince: undefined, waiting: [] };
  face.neighbours.set(address, made);
  return made;
}

function launch(state: NetworkState, from: Face, station: Face, flight: Flight, latency: number): void {
  const key = state.nextFlight++;
  state.inFlight.set(key, { flight, from, station });
  state.core.agenda.after(latency, WIRE, key);
}

function bridgeStations(state: NetworkState, bridge: Face): Map<Ip, Face> {
  if (bridge.stationsAsOf === state.topology) return bridge.stations;
  const behind = bridge.ports.flatMap((port) => (port.peer ? [port.peer] : []));
  bridge.stations = stationMap([...behind, bridge]);
  bridge.stationsAsOf = state.topology;
  return bridge.stations;
}

function segmentStations(state: NetworkState, segment: Segment): Map<Ip, Face> {
  if (segment.stationsAsOf === state.topology) return segment.stations;
  segment.stations = stationMap(segment.members);
  segment.stationsAsOf = state.topology;
  return segment.stations;
}

/** Later faces win an address that two hold; one that is down answers only where no other does. */
function stationMap(faces: readonly Face[]): Map<Ip, Face> {
  const stations = new Map<Ip, Face>();
  for (const face of faces) {
    for (const { ip } of face.addresses) {
      if (face.up || !stations.has(ip)) stations.set(ip, face);
    }
  }
  return stations;
}
