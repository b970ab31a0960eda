import { assertNever } from '../../../base/assert.ts';
import type { Hook } from '../../../linux/netfilter/hook.ts';
import type { Stop } from '../../trace/stops.ts';
import type { NodeBox, Placed } from './boxes.ts';
import { FIXED } from './measures.ts';

/** A point of the graph. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a stop is in the picture. */
export type Spot =
  | { readonly at: 'pod'; readonly node: NodeBox; readonly x: number; readonly y: number }
  | { readonly at: 'strip'; readonly node: NodeBox; readonly x: number }
  | { readonly at: 'outside'; readonly x: number; readonly y: number; readonly vertical: boolean }
  | { readonly at: 'edge'; readonly x: number; readonly y: number };

/** The request's own line, or the reply's beside it on the inner side of the loop. */
export type Lane = 'request' | 'reply';

/** The spots of a walk, one for each stop; stops in one strip stand one behind the other. */
export function spotsOf(stops: readonly Stop[], placed: Placed): (Spot | undefined)[] {
  const spots: (Spot | undefined)[] = [];
  for (const [index, stop] of stops.entries()) {
    const before = stop.kind === 'send' ? undefined : spots[index - 1];
    spots.push(spotOf(stop, placed, before, stops[index - 1]?.place === stop.place));
  }
  return spots;
}

function spotOf(stop: Stop, placed: Placed, before: Spot | undefined, stays: boolean): Spot | undefined {
  const node = placed.nodes.find(({ row }) => row.name === stop.place);
  if (node !== undefined) {
    const entered = stays && before?.at === 'strip' ? sideOf(before) : before;
    const right = stop.direction === 'reply' || fromRight(entered, node);
    return { at: 'strip', node, x: stripX(node, stop.hook, right, placed.k) };
  }
  const pod = placed.pods.find(({ row }) => row.place === stop.place && row.place.startsWith('pod/'));
  const home = placed.nodes.find(({ row }) => row.name === pod?.row.node);
  if (pod !== undefined && home !== undefined)
    return { at: 'pod', node: home, x: pod.stub?.x ?? pod.x, y: pod.y + pod.height };
  const group = placed.groups.find(({ pods }) => pods.some(({ place }) => place === stop.place));
  const groupHome = placed.nodes.find(({ row }) => row.name === group?.node);
  if (group !== undefined && groupHome !== undefined)
    return { at: 'pod', node: groupHome, x: group.stub.x, y: group.y + group.height };
  const actor = placed.actors.find(({ row }) => row.place === stop.place);
  if (actor !== undefined)
    return { at: 'outside', ...actor.wire, vertical: actor.wire.y > actor.y + actor.height - 1 };
  if (stop.kind === 'edge' || stop.place === 'edge') {
    const y = before?.at === 'outside' ? before.y : (placed.actors[0]?.wire.y ?? placed.bus.from);
    return { at: 'edge', x: placed.edge?.x ?? placed.bus.x, y };
  }
  return undefined;
}

/** A stop that stays in the strip goes on in the direction in which the packet came in. */
const sideOf = (spot: Extract<Spot, { at: 'strip' }>): Spot => spot;

function fromRight(before: Spot | undefined, node: NodeBox): boolean {
  if (before === undefined) return true;
  if (before.at === 'pod') return before.node === node;
  if (before.at === 'strip') return before.node === node && before.x > node.x + node.strip * 0.5;
  return false;
}

/** Hooks stand in the strip in the order in which a packet passes them. */
function stripX(node: NodeBox, hook: Hook | undefined, right: boolean, k: number): number {
  const first = hook === undefined || hook === 'PREROUTING' || hook === 'OUTPUT';
  const last = hook === 'POSTROUTING' || hook === 'INPUT';
  const shift = first ? 0.11 : last ? -0.17 : -0.03;
  const x = node.x + node.strip * (0.5 + (right ? shift : -shift));
  return Math.round(Math.max(node.x + 30 * k, Math.min(node.x + node.strip - 30 * k, x)));
}

/** The way between two spots along the wires: never from box to box. */
export function route(from: Spot, to: Spot, lane: Lane, placed: Placed): Point[] {
  const offsets = laneOffsets(from, to, lane, placed);
  const out = toWire(from, offsets);
  const back = toWire(to, offsets).toReversed();
  const between = needsBus(from, to) ? acrossBus(from, to, offsets, placed) : [];
  return simplify([...out, ...between, ...back]);
}

interface Offsets {
  readonly rail: (node: NodeBox) => number;
  readonly bus: number;
  readonly outside: number;
}

/** The reply runs beside the request: below the upper rail, above the lower one, right of the bus. */
function laneOffsets(from: Spot, to: Spot, lane: Lane, placed: Placed): Offsets {
  if (lane === 'request') return { rail: () => 0, bus: 0, outside: 0 };
  const lowest = placed.nodes.at(-1);
  const rail = (node: NodeBox) => (node === lowest && placed.nodes.length > 1 ? -FIXED.lane : FIXED.lane);
  const outside = [from, to].some(({ at }) => at === 'outside' || at === 'edge') ? FIXED.lane : 0;
  return { rail, bus: FIXED.lane, outside };
}

/** From a spot to the rail it hangs on. */
function toWire(spot: Spot, offsets: Offsets): Point[] {
  switch (spot.at) {
    case 'pod': {
      const shift = offsets.rail(spot.node);
      return [
        { x: spot.x + shift, y: spot.y },
        { x: spot.x + shift, y: spot.node.rail.y + shift },
      ];
    }
    case 'strip':
      return [{ x: spot.x, y: spot.node.rail.y + offsets.rail(spot.node) }];
    case 'outside':
    case 'edge':
      return [{ x: spot.x, y: spot.y + offsets.outside }];
    default:
      return assertNever(spot);
  }
}

const nodeOf = (spot: Spot): NodeBox | undefined => ('node' in spot ? spot.node : undefined);

function needsBus(from: Spot, to: Spot): boolean {
  const [one, other] = [nodeOf(from), nodeOf(to)];
  return one !== other && (one !== undefined || other !== undefined);
}

function acrossBus(from: Spot, to: Spot, offsets: Offsets, placed: Placed): Point[] {
  const heightOf = (spot: Spot): number => {
    const node = nodeOf(spot);
    if (node !== undefined) return node.rail.y + offsets.rail(node);
    return 'y' in spot ? spot.y + offsets.outside : 0;
  };
  const x = placed.bus.x + offsets.bus;
  return [
    { x, y: heightOf(from) },
    { x, y: heightOf(to) },
  ];
}

/** Leaves out points that lie on the straight line between their neighbours in the same direction. */
function simplify(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    if (before !== undefined && last !== undefined && isStraight(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

function isStraight(one: Point, two: Point, three: Point): boolean {
  const vertical =
    one.x === two.x && two.x === three.x && Math.sign(two.y - one.y) === Math.sign(three.y - two.y);
  const level =
    one.y === two.y && two.y === three.y && Math.sign(two.x - one.x) === Math.sign(three.x - two.x);
  return vertical || level;
}
