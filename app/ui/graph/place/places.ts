import type { PodRow } from '../../../engine/view/rows.ts';

/** A place in a node's line of Pods, counted from the right. It stays when its Pod has gone. */
export interface Seat {
  readonly key: string | undefined;
  readonly width: number;
}

/** The seats of every node: what makes the picture stable. An object keeps its place for its life. */
export type Seats = ReadonlyMap<string, readonly Seat[]>;

/** Nobody has sat down yet. */
export const NO_SEATS: Seats = new Map();

/**
 * Seats the Pods of a node: those who had a seat keep it, newcomers sit down at the left end, and only when that has no
 * room on a freed seat, the rightmost first.
 */
export function seat(
  before: readonly Seat[],
  pods: readonly PodRow[],
  widthOf: (pod: PodRow) => number,
  room: number,
  gap: number,
): readonly Seat[] {
  const here = new Map(pods.map((pod) => [pod.key, pod]));
  let seats: Seat[] = before.map(({ key, width }) => {
    const pod = key === undefined ? undefined : here.get(key);
    return { key: pod?.key, width: pod === undefined ? width : Math.max(width, widthOf(pod)) };
  });
  while (seats.length > 0 && seats.at(-1)?.key === undefined) seats = seats.slice(0, -1);
  const seated = new Set(seats.map(({ key }) => key));
  for (const pod of pods) {
    if (seated.has(pod.key)) continue;
    const width = widthOf(pod);
    const free = seats.findIndex((each) => each.key === undefined && each.width >= width);
    const full = lengthOf(seats, gap) + (seats.length > 0 ? gap : 0) + width > room;
    if (full && free !== -1) seats[free] = { key: pod.key, width: seats[free]?.width ?? width };
    else seats.push({ key: pod.key, width });
  }
  return seats;
}

/** How long a line of seats is. */
export const lengthOf = (seats: readonly Seat[], gap: number): number =>
  seats.reduce((sum, { width }) => sum + width, 0) + Math.max(0, seats.length - 1) * gap;
