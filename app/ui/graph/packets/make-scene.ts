import type { Trace } from '../../../linux/trace.ts';
import type { Slot } from '../../trace/slots.ts';
import type { Stop } from '../../trace/stops.ts';
import { chipLetter } from '../../trace/words.ts';
import type { Placed } from '../place/boxes.ts';
import { AT_22, FIXED } from '../place/measures.ts';
import { route, spotsOf, type Spot } from '../place/wires.ts';
import {
  lengthOf,
  tagAt,
  type ChipSpan,
  type FailureMark,
  type Ink,
  type Leg,
  type WalkScene,
} from './scene.ts';

interface SceneInput {
  readonly trace: Trace;
  readonly stops: readonly Stop[];
  readonly slots: readonly Slot[];
  readonly placed: Placed;
  readonly letter: string;
  readonly ink: Ink;
  readonly still: boolean;
}

/** Puts a walk on the wires of the picture. */
export function makeScene({ trace, stops, slots, placed, letter, ink, still }: SceneInput): WalkScene {
  const spots = spotsOf(stops, placed);
  const legs = stops.flatMap((stop, at): Leg[] => {
    const [to, slot, before] = [spots[at], slots[at], slots[at - 1]];
    if (to === undefined || slot === undefined) return [];
    const sends = stop.kind === 'send';
    const from = sends ? to : (spots[at - 1] ?? to);
    const way = route(from, to, stop.direction, placed);
    // Who sends stands at the begin of the way out: down the stub.
    const points = sends ? way.slice(0, 2) : way;
    const waits = besideOf(from, placed.k);
    return [
      {
        points,
        waits,
        stops: sends ? lengthOf(points) - waits : besideOf(to, placed.k),
        departs: sends ? slot.arrives : (before?.departs ?? 0),
        arrives: slot.arrives,
        lane: stop.direction,
      },
    ];
  });
  const ends = legs.map((leg) => tagAt({ legs: [leg] }, leg.arrives));
  return {
    legs,
    letter,
    protocol: trace.protocol,
    chips: chipsOf(stops, slots),
    failure: failureOf(trace, stops, slots, ends.at(-1)),
    k: placed.k,
    ink,
    stills: still
      ? ends.flatMap((end, at) => (end === undefined ? [] : [{ ...end, at: slots[at]?.arrives ?? 0 }]))
      : undefined,
  };
}

/** How far from a spot the middle of a tag stands: beside a Pod or somebody outside, in the middle of a strip. */
function besideOf(spot: Spot, k: number): number {
  if (spot.at === 'outside') return (AT_22.tagWidth * k) / 2 + 2;
  if (spot.at !== 'pod') return 0;
  return Math.min((AT_22.tagWidth * k) / 2 + 2, spot.node.rail.y - spot.y - FIXED.lane);
}

/** A chip stays on the tag from after its stop until delivery; the reply carries the others until each is restored. */
function chipsOf(stops: readonly Stop[], slots: readonly Slot[]): ChipSpan[] {
  const replyAt = slots[stops.findIndex(({ direction }) => direction === 'reply')]?.arrives ?? Infinity;
  return stops.flatMap((stop, at) =>
    stop.rewrites.flatMap((rewrite): ChipSpan[] => {
      if (rewrite.kind === 'edge' || rewrite.kind.startsWith('un-')) return [];
      const letter = chipLetter(rewrite.kind);
      const undone = stops.findIndex(
        (other) =>
          other.direction === 'reply' &&
          other.rewrites.some(({ kind }) => kind.startsWith('un-') && chipLetter(kind) === letter),
      );
      return [
        {
          letter,
          from: slots[at]?.departs ?? 0,
          until: undone === -1 ? replyAt : (slots[undone]?.arrives ?? replyAt),
        },
      ];
    }),
  );
}

function failureOf(
  trace: Trace,
  stops: readonly Stop[],
  slots: readonly Slot[],
  end: { readonly x: number; readonly y: number } | undefined,
): FailureMark | undefined {
  const last = stops.at(-1);
  const at = slots.at(-1)?.arrives;
  if (last === undefined || at === undefined || end === undefined) return undefined;
  if (last.kind === 'lost') {
    const unreachable = last.why === 'link-down' || last.why === 'no-neighbour' || last.why === 'no-route';
    const shape = last.verdict === 'reject' ? 'octagon' : unreachable ? 'bars' : 'hourglass';
    return { at, ...end, shape };
  }
  if (trace.outcome.type !== 'refused') return undefined;
  const turned = stops.findIndex(({ direction }) => direction === 'reply');
  return turned === -1 ? undefined : { at: slots[turned]?.arrives ?? at, ...end, shape: 'octagon' };
}
