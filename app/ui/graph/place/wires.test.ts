import { expect, test } from 'vitest';
import { ROWS_27, ROWS_53 } from '../../testing/data/rows.data.ts';
import { clusterIpTrace, nodePortTrace } from '../../testing/data/traces.data.ts';
import { stopsOf } from '../../trace/stops.ts';
import type { Box } from './boxes.ts';
import { place } from './place.ts';
import { route, spotsOf, type Point } from './wires.ts';

function walkOf(kind: '2.7' | '5.3') {
  const trace = kind === '2.7' ? clusterIpTrace(0) : nodePortTrace(0);
  const rows = new Map((kind === '2.7' ? ROWS_27 : ROWS_53).map((row) => [row.key, row]));
  const { placed } = place({ rows, width: 966, height: 388, stage: [], watched: trace });
  const stops = stopsOf(trace);
  const spots = spotsOf(stops, placed);
  const legs = stops.slice(1).map((stop, at) => {
    const [from, to] = [spots[at], spots[at + 1]];
    if (from === undefined || to === undefined) throw new Error(`stop ${at} is off the picture`);
    return stop.kind === 'send' ? [] : route(from, to, stop.direction, placed);
  });
  return { placed, stops, spots, legs };
}

test.each(['2.7', '5.3'] as const)(
  'every stop of walk %s is on the picture, and packets run only along wires',
  (kind) => {
    const { legs } = walkOf(kind);
    for (const points of legs) {
      for (const [one, two] of pairs(points)) expect(one.x === two.x || one.y === two.y).toBe(true);
    }
  },
);

test.each(['2.7', '5.3'] as const)('no part of walk %s crosses a Service capsule', (kind) => {
  const { placed, legs } = walkOf(kind);
  for (const { x, y, width, height } of placed.services) {
    for (const [one, two] of legs.flatMap(pairs))
      expect(crosses(one, two, { x, y, width, height })).toBe(false);
  }
});

test('the request of 2.7 is rewritten in the strip of the sender’s own node', () => {
  const { placed, stops, spots } = walkOf('2.7');
  const rewriting = stops.findIndex(({ rewrites }) => rewrites.length > 0);
  const spot = spots[rewriting];
  expect(spot?.at).toBe('strip');
  expect(spot !== undefined && 'node' in spot ? spot.node.row.name : '').toBe('node-ljyd');
  expect(placed.nodes[0]?.row.name).toBe('node-ljyd');
});

test('the lane of the reply never lies on that of the request', () => {
  const { stops, legs } = walkOf('2.7');
  const lines = (direction: string) =>
    legs.filter((_, at) => stops[at + 1]?.direction === direction).flatMap(pairs);
  for (const [a, b] of lines('request')) {
    for (const [c, d] of lines('reply')) {
      const sameRow = a.y === b.y && c.y === d.y && a.y === c.y;
      const sameColumn = a.x === b.x && c.x === d.x && a.x === c.x;
      expect(sameRow || sameColumn).toBe(false);
    }
  }
});

const pairs = (points: readonly Point[]): [Point, Point][] =>
  points.slice(1).map((point, at) => [points[at] ?? point, point]);

function crosses(one: Point, two: Point, { x, y, width, height }: Box): boolean {
  const [left, right] = [Math.min(one.x, two.x), Math.max(one.x, two.x)];
  const [top, bottom] = [Math.min(one.y, two.y), Math.max(one.y, two.y)];
  return right >= x && left <= x + width && bottom >= y && top <= y + height;
}
