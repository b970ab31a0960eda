import { assertNever } from '../../base/assert.ts';
import { stopAt, timeOf, type Slot } from './slots.ts';

/** How a walk is played: picture time was `now` at wall time `at` and runs at `rate` until `until`. */
export interface Transport {
  readonly now: number;
  readonly at: number;
  /** 0 while it stands; negative never: back is a jump. */
  readonly rate: number;
  readonly until: number;
  readonly speed: number;
}

/** What the learner may do with a walk. */
export type TransportAct =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'next' }
  | { readonly type: 'back' }
  | { readonly type: 'start' }
  | { readonly type: 'end' }
  | { readonly type: 'seek'; readonly stop: number }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'arrive' };

/** The speeds on offer. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** A walk that stands at its first stop. */
export const AT_START: Transport = { now: 0, at: 0, rate: 0, until: 0, speed: 1 };

/** Picture time at a wall time. */
export function timeAt({ now, at, rate, until }: Transport, wall: number): number {
  if (rate === 0) return now;
  return Math.min(until, now + Math.max(0, wall - at) * rate);
}

/**
 * The transport after an act at wall time `wall`. With `still` (reduced motion) a step is a jump and playing is
 * stepping: nothing moves.
 */
export function transport(
  state: Transport,
  act: TransportAct,
  slots: readonly Slot[],
  wall: number,
  still = false,
): Transport {
  const now = timeAt(state, wall);
  const stop = stopAt(slots, now);
  const last = timeOf(slots, slots.length - 1);
  const stand = (time: number): Transport => ({ ...state, now: time, at: wall, rate: 0, until: time });
  const run = (from: number, until: number): Transport =>
    still ? stand(until) : { ...state, now: from, at: wall, rate: state.speed, until };
  switch (act.type) {
    case 'play':
      return run(now >= last ? 0 : now, still ? timeOf(slots, stop + 1) : last);
    case 'pause':
      return stand(now);
    case 'next':
      // A step leaves a rewrite stop at once; a second step while moving finishes the hop.
      if (state.rate > 0 && now < state.until) return stand(timeOf(slots, stop + 1));
      return run(Math.max(now, slots[stop]?.departs ?? now), timeOf(slots, stop + 1));
    case 'back':
      return stand(now > timeOf(slots, stop) + 1 ? timeOf(slots, stop) : timeOf(slots, stop - 1));
    case 'start':
      return stand(0);
    case 'end':
      return stand(last);
    case 'seek':
      return stand(timeOf(slots, act.stop));
    case 'speed': {
      const moving = state.rate > 0 && now < state.until;
      return { ...state, now, at: wall, speed: act.speed, rate: moving ? act.speed : 0 };
    }
    case 'arrive':
      return now >= state.until ? stand(state.until) : state;
    default:
      return assertNever(act);
  }
}

/** Wall milliseconds until a stop is reached or left, or nothing while the walk stands. */
export function untilNextChange(state: Transport, slots: readonly Slot[], wall: number): number | undefined {
  const now = timeAt(state, wall);
  if (state.rate === 0) return undefined;
  const changes = slots.flatMap(({ arrives, departs }) => [arrives, departs]);
  const next = Math.min(state.until, changes.find((time) => time > now + 1) ?? state.until);
  return Math.max(0, (next - now) / state.rate);
}
