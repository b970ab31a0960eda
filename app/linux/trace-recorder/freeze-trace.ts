import { freezeDeep } from '../../base/json.ts';
import type { Packet, TcpFlags } from '../packet.ts';
import type { Header, PacketJourney, Trace } from '../trace.ts';
import type { Journey, Recording } from './trace-recorder.ts';

/** The trace as others see it, made once for each state of the recording. */
export function freezeTrace(recording: Recording): Trace {
  if (recording.frozen) return recording.frozen;
  const { id, startedAt, endedAt, protocol, from, original, outcome } = recording;
  const packets: PacketJourney[] = [];
  for (const journey of recording.journeys) {
    const packet = freezeJourney(journey);
    if (packet) packets.push(packet);
  }
  Object.freeze(packets);
  const notes = Object.freeze([...recording.notes]);
  freezeDeep(outcome);
  recording.frozen = Object.freeze({
    id,
    startedAt,
    endedAt,
    protocol,
    from,
    original,
    packets,
    outcome,
    notes,
  });
  return recording.frozen;
}

/** A packet as others see it; one that is still on its way is left out until it ends. */
function freezeJourney(journey: Journey): PacketJourney | undefined {
  const { end, packet, direction, protocol, bytes, sentAt, flags, icmp } = journey;
  if (!end || journey.frozen) return journey.frozen;
  const hops = Object.freeze(journey.hops);
  freezeDeep(end);
  if (flags) journey.frozen = Object.freeze({ packet, direction, protocol, bytes, sentAt, hops, end, flags });
  else if (icmp)
    journey.frozen = Object.freeze({ packet, direction, protocol, bytes, sentAt, hops, end, icmp });
  else journey.frozen = Object.freeze({ packet, direction, protocol, bytes, sentAt, hops, end });
  return journey.frozen;
}

/** Every set of flags, by its bits. */
const FLAGS: readonly TcpFlags[] = Array.from({ length: 32 }, (_, bits) =>
  Object.freeze({
    syn: (bits & 1) !== 0,
    ack: (bits & 2) !== 0,
    fin: (bits & 4) !== 0,
    rst: (bits & 8) !== 0,
    psh: (bits & 16) !== 0,
  }),
);

/** The flags of a segment; equal ones are one object. */
export function flagsOf({ tcp }: Packet): TcpFlags | undefined {
  if (!tcp) return undefined;
  const { syn, ack, fin, rst, psh } = tcp;
  const bits = (syn ? 1 : 0) | (ack ? 2 : 0) | (fin ? 4 : 0) | (rst ? 8 : 0) | (psh ? 16 : 0);
  return FLAGS[bits];
}

/** Addresses and mark of a packet. Its trace keeps equal ones once: most packets of a direction look alike. */
export function headerOf({ headers }: Recording, packet: Packet): Header {
  const { protocol, src, dst, sport, dport, ttl, mark } = packet;
  for (const known of headers) {
    if (known.ttl !== ttl || known.sport !== sport || known.dport !== dport || known.mark !== mark) continue;
    if (known.src === src && known.dst === dst && known.protocol === protocol) return known;
  }
  const made = Object.freeze({ protocol, src, dst, sport, dport, ttl, mark });
  if (headers.length < HEADERS_KNOWN) headers.push(made);
  return made;
}

/** A trace knows so many headers again: more than a connection has on all its machines, few enough to look through. */
const HEADERS_KNOWN = 16;
