import type { Hook } from '../../linux/netfilter/hook.ts';
import type { DropReason, Header, Hop, PacketJourney, Rewrite, Trace } from '../../linux/trace.ts';

/** What kind of place a stop is. */
export type StopKind = 'send' | 'edge' | 'hook' | 'arrive' | 'lost';

/** One stop of the watched walk: what a step of the transport, a row of the event list and a tick of the scrubber are. */
export interface Stop {
  readonly index: number;
  /** 1 for the request, 2 for the reply: the number in the tag. */
  readonly packet: number;
  readonly journey: PacketJourney;
  readonly direction: PacketJourney['direction'];
  readonly kind: StopKind;
  readonly place: string;
  readonly hook?: Hook;
  readonly interfaceName?: string;
  /** The addresses with which the packet comes to this stop, and with which it leaves it. */
  readonly arrives: Header;
  readonly leaves: Header;
  readonly rewrites: readonly Rewrite[];
  readonly verdict: Hop['verdict'];
  readonly why?: DropReason;
  /** The recorded hops that this stop stands for. */
  readonly hops: readonly Hop[];
}

/**
 * The stops of a trace: its first request and the reply to it. Sending · cloud edge or load balancer · on each machine
 * the first hook and FORWARD, POSTROUTING and INPUT only where something is decided or changed · arrival. A reply: sending,
 * one stop a machine (one for each value restored), edge, arrival.
 */
export function stopsOf(trace: Trace): Stop[] {
  const walked = walkedJourneys(trace);
  const stops = walked.flatMap((journey, at) => stopsOfJourney(journey, at + 1));
  return stops.map((each, index) => ({ ...each, index }));
}

/** The packets that are walked: the request that was answered (or the first), and its answer. */
export function walkedJourneys(trace: Trace): PacketJourney[] {
  const request = trace.packets.find(({ direction }) => direction === 'request');
  if (request === undefined) return [];
  const answered = lastBeforeReply(trace.packets) ?? request;
  const reply = trace.packets.find(({ direction }) => direction === 'reply');
  return reply === undefined || answered.end.type === 'rejected' ? [answered] : [answered, reply];
}

/** A repeated request may have been lost before: the walk follows the one that got its answer. */
function lastBeforeReply(packets: readonly PacketJourney[]): PacketJourney | undefined {
  const reply = packets.findIndex(({ direction }) => direction === 'reply');
  return packets.slice(0, Math.max(0, reply)).findLast(({ direction }) => direction === 'request');
}

type Unnumbered = Omit<Stop, 'index'>;

function stopsOfJourney(journey: PacketJourney, packet: number): Unnumbered[] {
  const visits = visitsOf(journey.hops);
  return visits.flatMap((visit, at) => {
    const make = (kind: StopKind, hops: readonly Hop[]) => stop(kind, hops, journey, packet);
    return stopsOfVisit(visit, at === 0, at === visits.length - 1, journey.direction).map((each) =>
      make(each.kind, each.hops),
    );
  });
}

/** Hops grouped by the place they happen at, in order. */
function visitsOf(hops: readonly Hop[]): Hop[][] {
  const visits: Hop[][] = [];
  for (const hop of hops) {
    const last = visits.at(-1);
    if (last?.[0]?.place === hop.place) last.push(hop);
    else visits.push([hop]);
  }
  return visits;
}

interface Part {
  readonly kind: StopKind;
  readonly hops: readonly Hop[];
}

function stopsOfVisit(
  visit: readonly Hop[],
  first: boolean,
  last: boolean,
  direction: PacketJourney['direction'],
): Part[] {
  const parts: Part[] = [];
  const sending = first ? visit.filter(({ kind }) => kind === 'send') : [];
  if (first) parts.push({ kind: 'send', hops: sending.length > 0 ? sending : visit.slice(0, 1) });
  const edges = visit.filter(({ kind }) => kind === 'edge');
  if (edges.length > 0) parts.push({ kind: edges.some(isLost) ? 'lost' : 'edge', hops: edges });
  const hooks = visit.filter(({ kind }) => kind === 'hook');
  const decisive = isEnd(visit[0]?.place ?? '')
    ? hooks.filter(hasDecided)
    : chosenHooks(hooks, direction, first);
  parts.push(...decisive.map((hop): Part => ({ kind: isLost(hop) ? 'lost' : 'hook', hops: [hop] })));
  const lost = visit.find((hop) => hop.kind !== 'hook' && hop.kind !== 'edge' && isLost(hop));
  if (lost !== undefined) parts.push({ kind: 'lost', hops: [lost] });
  const delivered = visit.filter(({ kind }) => kind === 'deliver');
  if (last && delivered.length > 0 && !delivered.some(isLost))
    parts.push({ kind: 'arrive', hops: delivered });
  return parts;
}

/** Which hooks of a machine are stops. */
function chosenHooks(hooks: readonly Hop[], direction: PacketJourney['direction'], sender: boolean): Hop[] {
  if (direction === 'reply') {
    const restoring = hooks.filter(hasDecided);
    return restoring.length > 0 || sender ? restoring : hooks.slice(0, 1);
  }
  return hooks.filter((hop, at) => at === 0 || hop.hook === 'FORWARD' || hasDecided(hop));
}

const hasDecided = (hop: Hop): boolean => hop.rewrites.length > 0 || isLost(hop);

const isLost = (hop: Hop): boolean => hop.verdict === 'drop' || hop.verdict === 'reject';

/** Ends of a connection have hooks, too, but no rules that anybody wrote: Pods, the laptop, the internet. */
const isEnd = (place: string): boolean => /^(pod\/|laptop$|internet$)/.test(place);

function stop(kind: StopKind, hops: readonly Hop[], journey: PacketJourney, packet: number): Unnumbered {
  const [first, last] = [hops[0], hops.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a stop stands for at least one hop');
  const interfaceName = kind === 'send' ? last.interfaceOut : (first.interfaceIn ?? last.interfaceOut);
  return {
    packet,
    journey,
    direction: journey.direction,
    kind,
    place: first.place,
    ...(first.hook === undefined ? {} : { hook: first.hook }),
    ...(interfaceName === undefined ? {} : { interfaceName }),
    arrives: first.before,
    leaves: last.after,
    rewrites: hops.flatMap(({ rewrites }) => rewrites),
    verdict: last.verdict,
    ...(last.why === undefined ? {} : { why: last.why }),
    hops,
  };
}
