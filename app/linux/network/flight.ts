import type { Hook, HookResult } from '../netfilter/hook.ts';
import type { Packet } from '../packet.ts';
import type { DropReason } from '../trace.ts';
import type { Journey } from '../trace-recorder/trace-recorder.ts';
import type { Face, Flight, Netns, NetworkState } from './state.ts';

/** Loses a packet here, without telling anybody but the trace. */
export function dropFlight(state: NetworkState, netns: Netns, flight: Flight, why: DropReason): void {
  const { journey } = flight;
  if (!journey || journey.end) return;
  write(state, journey, netns, flight, { kind: 'drop', why });
  state.recorder.end(journey, { type: 'dropped', why }, netns.id);
}

/** Hands a packet to a process or the kernel: its journey ends well. */
export function endDelivered(state: NetworkState, netns: Netns, flight: Flight): void {
  const { journey } = flight;
  if (!journey || journey.end) return;
  write(state, journey, netns, flight, { kind: 'deliver' });
  state.recorder.end(journey, { type: 'delivered' }, netns.id);
}

/** What a hop tells of a packet that goes on. */
interface Passed {
  readonly kind: 'send' | 'route' | 'bridge' | 'hook' | 'edge' | 'deliver' | 'drop';
  readonly from?: Face | undefined;
  readonly to?: Face | undefined;
  readonly route?: string;
  readonly hook?: Hook;
  readonly result?: HookResult;
  readonly why?: DropReason | undefined;
}

/** Writes a hop. Ask for the journey before: that costs nothing where no trace is written. */
export function passHop(state: NetworkState, netns: Netns, flight: Flight, hop: Passed): void {
  if (flight.journey) write(state, flight.journey, netns, flight, hop);
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

function write(state: NetworkState, journey: Journey, netns: Netns, flight: Flight, hop: Passed): void {
  const { kind, from, to, hook, result, route, why } = hop;
  const { packet } = flight;
  state.recorder.hop(journey, {
    kind,
    at: state.core.now(),
    netns,
    from,
    to,
    hook,
    result,
    route,
    why,
    packet,
  });
}
