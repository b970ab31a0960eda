import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PodRow, Row } from '../../../engine/view/rows.ts';
import { clusterIpTrace, nodePortTrace } from '../../testing/data/traces.data.ts';
import { CURL_POD, ROWS_27, ROWS_53, ROWS_STATES } from '../../testing/data/rows.data.ts';
import type { Box, Placed } from './boxes.ts';
import { place, type PlaceInput } from './place.ts';
import { NO_SEATS } from './places.ts';

const rowsOf = (rows: readonly Row[]) => new Map(rows.map((row) => [row.key, row]));

const input = (rows: readonly Row[], more: Partial<PlaceInput> = {}): PlaceInput => ({
  rows: rowsOf(rows),
  width: 966,
  height: 388,
  stage: [],
  watched: undefined,
  ...more,
});

/** Every box that carries a label. */
function labels({ nodes, pods, groups, services, actors, readout }: Placed): [string, Box][] {
  return [
    ...nodes.map((node): [string, Box] => [
      `strip ${node.row.name}`,
      {
        x: node.x,
        y: node.y,
        width: node.strip,
        height: node.folded ? node.height : Math.min(44, node.height),
      },
    ]),
    ...nodes
      .filter(({ folded }) => !folded)
      .map((node): [string, Box] => [`badge ${node.row.name}`, node.badge]),
    ...pods.map((pod): [string, Box] => [pod.row.name, pod]),
    ...groups.map((group): [string, Box] => [group.key, group]),
    ...services.map((service): [string, Box] => [service.row.name, service]),
    ...actors.map((actor): [string, Box] => [actor.row.name, actor.label]),
    ['readout', readout],
  ];
}

function faults(placed: Placed): string[] {
  const all = labels(placed);
  const outside = all.filter(
    ([, { x, y, width, height }]) => x < 0 || y < 0 || x + width > placed.width || y + height > placed.height,
  );
  const overlaps = all.flatMap(([name, one], at) =>
    all.slice(at + 1).flatMap(([other, box]) => (intersect(one, box) ? [`${name} on ${other}`] : [])),
  );
  return [...outside.map(([name]) => `${name} leaves the view`), ...overlaps];
}

const intersect = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width - 0.5 &&
  other.x < one.x + one.width - 0.5 &&
  one.y < other.y + other.height - 0.5 &&
  other.y < one.y + one.height - 0.5;

test('the reference picture has the measures of the drawing', () => {
  const { placed } = place(input(ROWS_27, { watched: clusterIpTrace(0) }));
  const [first, second] = placed.nodes;
  expect(placed.label).toBe(15);
  expect(first).toMatchObject({ x: 34, y: 37, width: 920, height: 165, strip: 125 });
  expect(second).toMatchObject({ y: 210 });
  expect(first?.rail).toEqual({ y: 187, from: 16, to: 925 });
  expect(first?.badge).toMatchObject({ x: 169, width: 176, height: 67, y: 95 });
  expect(placed.pods.map(({ row, width, height }) => [row.name, width, height])).toEqual([
    ['my-nginx-66b6c48dd5-kna2y', 109, 45],
    ['curl', 109, 45],
    ['my-nginx-66b6c48dd5-jr4a2', 109, 45],
  ]);
});

test('labels shrink to 14 px beside an open drawer with an outside lane', () => {
  const { placed } = place(input(ROWS_53, { width: 646, watched: nodePortTrace(0), stage: ['laptop'] }));
  expect(placed.label).toBe(14);
  expect(placed.nodes[0]?.x).toBe(185);
  expect(faults(placed)).toEqual([]);
});

test('the control plane is drawn only where the stage names it', () => {
  expect(place(input(ROWS_27)).placed.nodes.map(({ row }) => row.name)).toEqual(['node-ljyd', 'node-905m']);
  expect(place(input(ROWS_27, { stage: ['control-plane'] })).placed.nodes).toHaveLength(3);
});

test('a Pod without a node is parked above the rows', () => {
  const { placed } = place(input(ROWS_STATES));
  const parked = placed.pods.find(({ row }) => row.node === undefined);
  expect(parked?.stub).toBeUndefined();
  expect((parked?.y ?? 99) + (parked?.height ?? 99)).toBeLessThanOrEqual(placed.nodes[0]?.y ?? 0);
});

const pod = (name: string, node: string, createdAt: number): PodRow => ({
  ...CURL_POD,
  key: `Pod/default/${name}`,
  name,
  place: `pod/default/${name}`,
  node,
  createdAt,
  client: false,
});

const base = ROWS_27.filter(({ kind }) => kind !== 'Pod');

test('no label lies on another or leaves the view, however many Pods and however small the page', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom('node-ljyd', 'node-905m'),
          fc.constantFrom('my-nginx-66b6c48dd5-', 'web-', `pod-${'of-a-very-long-name-'.repeat(5)}`),
        ),
        { maxLength: 60 },
      ),
      fc.integer({ min: 540, max: 1500 }),
      fc.integer({ min: 300, max: 600 }),
      fc.boolean(),
      fc.constantFrom(undefined, clusterIpTrace(0), nodePortTrace(0)),
      (pods, width, height, controlPlane, watched) => {
        const rows = pods.map(([node, name], at) => pod(`${name}${10000 + at}`, node, at));
        const { placed } = place(
          input([...base, ...rows, CURL_POD], {
            width,
            height,
            watched,
            stage: controlPlane ? ['control-plane'] : [],
          }),
        );
        expect(faults(placed)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('thirty Pods on two nodes are drawn or counted, none is lost, whatever packet is watched', () => {
  const many = Array.from({ length: 30 }, (_, at) =>
    pod(`my-nginx-66b6c48dd5-${10000 + at}`, at % 2 === 0 ? 'node-ljyd' : 'node-905m', at),
  );
  for (const width of [966, 646])
    for (const watched of [undefined, clusterIpTrace(0)]) {
      const { placed } = place(input([...base, ...many, CURL_POD], { width, watched }));
      expect(faults(placed)).toEqual([]);
      const counted = [
        ...placed.groups.flatMap(({ pods }) => pods),
        ...placed.nodes.flatMap(({ hidden }) => hidden),
      ];
      expect(new Set([...placed.pods.map(({ row }) => row.key), ...counted.map(({ key }) => key)]).size).toBe(
        31,
      );
    }
});

test('where there is room for all rows, a node off the path keeps its row and counts its Pods in it', () => {
  const many = Array.from({ length: 30 }, (_, at) =>
    pod(`web-${at}`, at % 2 === 0 ? 'node-ljyd' : 'node-905m', at),
  );
  const { placed } = place(input([...base, ...many, CURL_POD], { watched: clusterIpTrace(0) }));
  expect(placed.nodes.map(({ folded }) => folded)).toEqual([false, false]);
  expect(placed.groups.map(({ node }) => node)).toEqual(['node-ljyd', 'node-905m']);
});

test('a very long name is cut in the middle and pushes nobody away', () => {
  const long = pod(`a-pod-with-${'very-'.repeat(40)}long-name`, 'node-ljyd', 0);
  const service = ROWS_27.find((row) => row.kind === 'Service');
  if (service?.kind !== 'Service') throw new Error('no Service');
  const called: Row = { ...service, name: `service-${'x'.repeat(50)}-end` };
  const rows = [...base.filter(({ kind }) => kind !== 'Service'), called, long, CURL_POD];
  const { placed } = place(input(rows));
  expect(placed.pods.map(({ label }) => label)).toEqual(['a-pod-with-ve…g-name', 'curl']);
  expect(placed.services.map(({ name }) => name)).toEqual(['service-xxxxxxxxxxxxxxx…xx-end']);
  expect(faults(placed)).toEqual([]);
});

test('a Pod keeps its place while others come and go', () => {
  const two = [pod('a', 'node-ljyd', 1), pod('b', 'node-ljyd', 2)];
  const first = place(input([...base, ...two]));
  const grown = place(
    input([...base, ...two, pod('c', 'node-ljyd', 3), pod('d', 'node-ljyd', 4)], { seats: first.seats }),
  );
  const shrunk = place(
    input([...base, pod('b', 'node-ljyd', 2), pod('d', 'node-ljyd', 4)], { seats: grown.seats }),
  );
  const at = (result: typeof first, name: string) =>
    result.placed.pods.find(({ row }) => row.name === name)?.x;
  expect(at(grown, 'b')).toBe(at(first, 'b'));
  expect(at(shrunk, 'b')).toBe(at(first, 'b'));
  expect(at(shrunk, 'd')).toBe(at(grown, 'd'));
  const refilled = place(
    input([...base, pod('b', 'node-ljyd', 2), pod('d', 'node-ljyd', 4), pod('e', 'node-ljyd', 5)], {
      seats: shrunk.seats,
    }),
  );
  expect(at(refilled, 'e')).toBeLessThan(at(refilled, 'd') ?? 0);
});

test('the same rows give the same picture', () => {
  expect(place(input(ROWS_53))).toEqual(place(input(ROWS_53.toReversed(), { seats: NO_SEATS })));
});
