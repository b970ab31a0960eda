import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEARN_PACE, progressAt, slotTable, stopAt, timeOf } from './slots.ts';
import {
  AT_START,
  timeAt,
  transport,
  untilNextChange,
  type Transport,
  type TransportAct,
} from './transport.ts';

const plain = { rewrites: [] };
const rewriting = { rewrites: [1] };
const slots = slotTable([plain, rewriting, plain, plain, rewriting, plain], LEARN_PACE);

/** Plays acts one after the other, each after the walk has come to rest. */
function play(
  acts: readonly TransportAct[],
  state: Transport = AT_START,
): { states: Transport[]; stops: number[] } {
  let wall = 1000;
  let now = state;
  const states: Transport[] = [];
  for (const act of acts) {
    now = transport(now, act, slots, wall);
    wall += 100_000;
    now = transport(now, { type: 'arrive' }, slots, wall);
    states.push(now);
  }
  return { states, stops: states.map((each) => stopAt(slots, each.now)) };
}

test('a rewrite holds the packet, other stops do not', () => {
  expect(slots.map(({ arrives, departs }) => departs - arrives)).toEqual([0, 900, 0, 0, 900, 0]);
  expect(slots[2]?.arrives).toBe(600 + 900 + 600);
});

test('steps backwards visit the mirror of the steps forwards', () => {
  const forwards = play(slots.map(() => ({ type: 'next' as const }))).stops;
  const end = play([{ type: 'end' }]).states[0];
  const backwards = play(
    slots.map(() => ({ type: 'back' as const })),
    end,
  ).stops;
  expect(forwards).toEqual([1, 2, 3, 4, 5, 5]);
  expect(backwards).toEqual([4, 3, 2, 1, 0, 0]);
});

test('speed changes how long a walk takes, never where it stops', () => {
  for (const speed of [0.25, 1, 4]) {
    const started = transport(AT_START, { type: 'speed', speed }, slots, 0);
    const stepped = transport(started, { type: 'next' }, slots, 0);
    expect(untilNextChange(stepped, slots, 0)).toBeCloseTo(600 / speed);
    expect(timeAt(stepped, 10_000)).toBe(timeOf(slots, 1));
  }
});

test('playing from the end begins again, pausing keeps the place', () => {
  const playing = transport({ ...AT_START, now: timeOf(slots, 5) }, { type: 'play' }, slots, 0);
  expect(timeAt(playing, 0)).toBe(0);
  const paused = transport(playing, { type: 'pause' }, slots, 300);
  expect(progressAt(slots, timeAt(paused, 9999))).toBeCloseTo(0.5);
});

test('with reduced motion every act is a jump', () => {
  const stepped = transport(AT_START, { type: 'next' }, slots, 0, true);
  expect(stepped.rate).toBe(0);
  expect(stopAt(slots, stepped.now)).toBe(1);
});

test('whatever is pressed, the walk stays between its ends', () => {
  const act = fc.oneof(
    fc.constantFrom('play', 'pause', 'next', 'back', 'start', 'end', 'arrive').map((type) => ({ type })),
    fc.integer({ min: -3, max: 9 }).map((stop) => ({ type: 'seek', stop }) as const),
    fc.constantFrom(0.25, 4).map((speed) => ({ type: 'speed', speed }) as const),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(act, fc.nat(2000))), (presses) => {
      let [state, wall] = [AT_START, 0];
      for (const [press, pause] of presses) {
        state = transport(state, press, slots, wall);
        wall += pause;
        const time = timeAt(state, wall);
        expect(time).toBeGreaterThanOrEqual(0);
        expect(time).toBeLessThanOrEqual(timeOf(slots, 5));
      }
    }),
  );
});
