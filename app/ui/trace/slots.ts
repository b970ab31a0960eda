/** When each stop of a walk is reached and left, in milliseconds of picture time. */
export interface Slot {
  readonly arrives: number;
  readonly departs: number;
}

/** How long a hop and a stop at a rewrite take. */
export interface Pace {
  readonly hop: number;
  readonly rewrite: number;
}

/** The pace of the learn view. */
export const LEARN_PACE: Pace = { hop: 600, rewrite: 900 };

/** Spreads the stops of a walk over picture time: real microseconds are stretched, every hop gets its slot. */
export function slotTable(stops: readonly { readonly rewrites: readonly unknown[] }[], pace: Pace): Slot[] {
  let at = 0;
  return stops.map((stop, index) => {
    const arrives = index === 0 ? 0 : at + pace.hop;
    at = arrives + (stop.rewrites.length > 0 ? pace.rewrite : 0);
    return { arrives, departs: at };
  });
}

/** The stop that a picture time has reached. */
export function stopAt(slots: readonly Slot[], time: number): number {
  const next = slots.findIndex(({ arrives }) => arrives > time + EPSILON);
  return next === -1 ? Math.max(0, slots.length - 1) : Math.max(0, next - 1);
}

/** Picture time of a stop. */
export const timeOf = (slots: readonly Slot[], stop: number): number =>
  slots[Math.min(Math.max(stop, 0), slots.length - 1)]?.arrives ?? 0;

/** Place on the scrubber, in stops: 2.5 is half way from the third to the fourth. */
export function progressAt(slots: readonly Slot[], time: number): number {
  const stop = stopAt(slots, time);
  const [here, next] = [slots[stop], slots[stop + 1]];
  if (here === undefined || next === undefined) return stop;
  const moving = Math.max(0, time - here.departs);
  return stop + Math.min(1, moving / Math.max(1, next.arrives - here.departs));
}

const EPSILON = 0.5;
