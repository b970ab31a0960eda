import { freezeDeep } from '../../base/json.ts';
import type { Packet } from '../packet.ts';
import type { Header, Hop, PacketJourney, Rewrite, Trace } from '../trace.ts';
import type { RawHop } from './raw-hop.ts';
import type { Journey, Recording } from './trace-recorder.ts';

/** The trace as others see it, made once for each state of the recording. */
export function freezeTrace(recording: Recording): Trace {
  if (recording.frozen) return recording.frozen;
  const { id, startedAt, endedAt, protocol, from, original, outcome } = recording;
  const packets = recording.journeys.flatMap(freezeJourney);
  const notes = [...recording.notes];
  const trace: Trace = { id, startedAt, endedAt, protocol, from, original, packets, outcome, notes };
  recording.frozen = freezeDeep(trace);
  return recording.frozen;
}

/** A packet as others see it; one that is still on its way is left out until it ends. */
export function freezeJourney(journey: Journey): readonly PacketJourney[] {
  const { end, first, packet, direction, sentAt } = journey;
  if (!end) return [];
  if (journey.frozen) return [journey.frozen];
  const { protocol, tcp, icmp, payload } = first;
  const frozen: PacketJourney = freezeDeep({
    packet,
    direction,
    protocol,
    bytes: payload.length,
    sentAt,
    hops: hopsOf(first, journey.hops),
    end,
    ...(tcp ? { flags: { syn: tcp.syn, ack: tcp.ack, fin: tcp.fin, rst: tcp.rst, psh: tcp.psh } } : {}),
    ...(icmp ? { icmp: { type: icmp.type, code: icmp.code } } : {}),
  });
  journey.frozen = frozen;
  journey.hops.length = 0;
  if (payload.length > 0) journey.first = { ...first, payload: new Uint8Array(0) };
  return [frozen];
}

function hopsOf(first: Packet, raw: readonly RawHop[]): readonly Hop[] {
  let packet = first;
  let header = headerOf(first);
  return raw.map((hop) => {
    const before = header;
    if (hop.packet !== packet) {
      packet = hop.packet;
      header = headerOf(packet);
    }
    return hopOf(hop, before, header);
  });
}

function hopOf(raw: RawHop, before: Header, after: Header): Hop {
  const { kind, at, netns, from, to, hook, result, route, why } = raw;
  const verdict = result?.verdict ?? (kind === 'deliver' ? 'deliver' : kind === 'drop' ? 'drop' : 'accept');
  return {
    kind,
    at,
    place: netns.id,
    ...(hook === undefined ? {} : { hook }),
    ...(from ? { interfaceIn: from.name } : {}),
    ...(to ? { interfaceOut: to.name } : {}),
    before,
    after,
    ...(route === undefined ? {} : { route: route.trimEnd() }),
    ...(result ? { rules: result.rules } : {}),
    ...(result?.conntrack ? { conntrack: result.conntrack } : {}),
    verdict,
    ...(why === undefined ? {} : { why }),
    rewrites: kind === 'edge' ? (result?.rewrites ?? []).map(edgeRewrite) : (result?.rewrites ?? []),
  };
}

/** The edge maps addresses as such; that it does so by rules of its own is no kind of badge. */
function edgeRewrite({ from, to }: Rewrite): Rewrite {
  return { kind: 'edge', from, to };
}

function headerOf({ protocol, src, dst, sport, dport, ttl, mark }: Packet): Header {
  return { protocol, src, dst, sport, dport, ttl, mark };
}
