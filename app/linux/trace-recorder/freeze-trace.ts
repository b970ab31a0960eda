import { freezeDeep } from '../../base/json.ts';
import type { Packet, TcpFlags } from '../packet.ts';
import type { ConntrackView, Header, Hop, PacketJourney, Rewrite, Trace } from '../trace.ts';
import type { RawHop } from './raw-hop.ts';
import type { Journey, Recording } from './trace-recorder.ts';

const NO_REWRITES: readonly Rewrite[] = Object.freeze([]);

/** The trace as others see it, made once for each state of the recording. */
export function freezeTrace(recording: Recording): Trace {
  if (recording.frozen) return recording.frozen;
  const { id, startedAt, endedAt, protocol, from, original, outcome } = recording;
  const packets = Object.freeze(recording.journeys.flatMap(freezeJourney));
  const notes = Object.freeze([...recording.notes]);
  freezeDeep(from);
  freezeDeep(original);
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
export function freezeJourney(journey: Journey): readonly PacketJourney[] {
  const { end, first, packet, direction, sentAt } = journey;
  if (!end) return [];
  if (journey.frozen) return [journey.frozen];
  const { protocol, tcp, icmp, payload } = first;
  const frozen: PacketJourney = Object.freeze({
    packet,
    direction,
    protocol,
    bytes: payload.length,
    sentAt,
    hops: hopsOf(first, journey.hops),
    end: freezeDeep(end),
    ...(tcp ? { flags: flagsOf(tcp) } : {}),
    ...(icmp ? { icmp: Object.freeze({ type: icmp.type, code: icmp.code }) } : {}),
  });
  journey.frozen = frozen;
  journey.hops.length = 0;
  if (payload.length > 0) journey.first = { ...first, payload: new Uint8Array(0) };
  return [frozen];
}

function hopsOf(first: Packet, raw: readonly RawHop[]): readonly Hop[] {
  let packet = first;
  let header = headerOf(first);
  const hops = raw.map((hop) => {
    const before = header;
    if (hop.packet !== packet) {
      packet = hop.packet;
      header = headerOf(packet);
    }
    return Object.freeze(hopOf(hop, before, header));
  });
  return Object.freeze(hops);
}

type Building<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/** Built field by field: a trace has hundreds of hops, and conditional spreads would cost more than all the rest. */
function hopOf(raw: RawHop, before: Header, after: Header): Hop {
  const { kind, at, netns, from, to, hook, result, route, why } = raw;
  const verdict = result?.verdict ?? (kind === 'deliver' ? 'deliver' : kind === 'drop' ? 'drop' : 'accept');
  const rewrites = rewritesOf(kind, result?.rewrites);
  const hop: Building<Hop> = { kind, at, place: netns.id, before, after, verdict, rewrites };
  if (hook !== undefined) hop.hook = hook;
  if (from) hop.interfaceIn = from.name;
  if (to) hop.interfaceOut = to.name;
  if (route !== undefined) hop.route = route.trimEnd();
  if (result) hop.rules = Object.freeze(result.rules);
  if (result?.conntrack) hop.conntrack = freezeView(result.conntrack);
  if (why !== undefined) hop.why = why;
  return hop;
}

function rewritesOf(kind: RawHop['kind'], rewrites: readonly Rewrite[] | undefined): readonly Rewrite[] {
  if (!rewrites || rewrites.length === 0) return NO_REWRITES;
  return freezeDeep(kind === 'edge' ? rewrites.map(edgeRewrite) : rewrites);
}

function freezeView(view: ConntrackView): ConntrackView {
  Object.freeze(view.original);
  Object.freeze(view.reply);
  return Object.freeze(view);
}

/** The edge maps addresses as such; that it does so by rules of its own is no kind of badge. */
function edgeRewrite({ from, to }: Rewrite): Rewrite {
  return { kind: 'edge', from, to };
}

function flagsOf({ syn, ack, fin, rst, psh }: TcpFlags): TcpFlags {
  return Object.freeze({ syn, ack, fin, rst, psh });
}

function headerOf({ protocol, src, dst, sport, dport, ttl, mark }: Packet): Header {
  return Object.freeze({ protocol, src, dst, sport, dport, ttl, mark });
}
