import { useMemo } from 'react';
import type { Row } from '../../engine/protocol.ts';
import type { PodRow, ServiceRow } from '../../engine/view/rows.ts';
import type { Trace } from '../../linux/trace.ts';
import { useCluster } from '../store/cluster.ts';
import { useSelection } from '../store/selection.ts';
import { useSession } from '../store/session.ts';
import { useTerminals, type TerminalTab } from '../store/terminals.ts';
import { useT, type Translate } from '../text/translate.ts';
import type { Stop } from '../trace/stops.ts';
import type { CardLook, CardNode } from './card-data.ts';
import { unreadyOf } from './cards/GroupCard.tsx';
import { nodeStates } from './cards/NodeCard.tsx';
import type { Box, NodeBox, Placed, PodBox, ServiceBox } from './place/boxes.ts';
import { isTarget } from './place/visible.ts';

/** What a picture's cards depend on beside their boxes. */
interface Scene {
  readonly t: Translate;
  readonly placed: Placed;
  readonly selected: string | undefined;
  readonly brushed: string | undefined;
  readonly here: Stop | undefined;
  readonly losers: ReadonlySet<string>;
  readonly machines: ReadonlySet<string>;
}

/** The cards of the picture as xyflow wants them, with their accessible names. */
export function useCards(placed: Placed | undefined): CardNode[] {
  const t = useT();
  const selected = useSelection((selection) => selection.object);
  const brushed = useSelection((selection) => selection.brushed);
  const { trace, stops, stop } = useSession();
  const rows = useCluster((cluster) => cluster.rows);
  const tabs = useTerminals((terminals) => terminals.tabs);
  return useMemo(() => {
    if (placed === undefined) return [];
    const losers = losersOf(rows, trace, stops.slice(0, stop + 1));
    return cardsOf({ t, placed, selected, brushed, here: stops[stop], losers, machines: machinesOf(tabs) });
  }, [placed, selected, brushed, trace, stops, stop, rows, tabs, t]);
}

/** In the order of reading: the capsules, each node with its Pods from left to right, then who is outside. */
function cardsOf(scene: Scene): CardNode[] {
  const { placed } = scene;
  const parked = placed.pods.filter(({ row }) => row.node === undefined);
  return [
    sheet(placed),
    ...placed.services.map((box) => serviceCard(box, scene)),
    ...parked.map((box) => podCard(box, scene)),
    ...placed.nodes.flatMap((box) => [nodeCard(box, scene), ...cardsIn(box.row.name, scene)]),
    ...placed.actors.map((box): CardNode => {
      const { key, name, ip } = box.row;
      return {
        ...card(key, box, 3, nameOf(name, ip)),
        type: 'actor',
        data: { box, look: look(scene, key, ip, name) },
      };
    }),
  ];
}

/** What stands on a node. */
function cardsIn(node: string, scene: Scene): CardNode[] {
  const { placed, t } = scene;
  const groups = placed.groups
    .filter((box) => box.node === node)
    .map((box): CardNode => {
      const name = t('podGroup', { n: box.pods.length, unready: unreadyOf(box.pods) });
      return { ...card(box.key, box, 3, name), type: 'pods', data: { box, look: look(scene, box.key) } };
    });
  const pods = placed.pods.filter(({ row }) => row.node === node).toSorted((one, other) => one.x - other.x);
  return [...groups, ...pods.map((box) => podCard(box, scene))];
}

function serviceCard(box: ServiceBox, scene: Scene): CardNode {
  const { row, text } = box;
  const { t } = scene;
  const ready = row.endpoints.filter((endpoint) => endpoint.ready).length;
  const name = nameOf(t('service'), row.name, text, t('endpointCount', { n: ready }));
  const data = { box, look: look(scene, row.key, row.clusterIp, row.name) };
  return { ...card(row.key, box, 3, name), type: 'service', data };
}

function nodeCard(box: NodeBox, scene: Scene): CardNode {
  const { row } = box;
  const { here, placed, t } = scene;
  const matched = here?.place === row.name && here.rewrites.some(({ rule }) => rule !== undefined);
  const data = {
    box,
    look: look(scene, row.key, row.internalIp, row.name),
    matched,
    socket: matched && box.nodePorts.includes(here.arrives.dport),
    hasRules: placed.services.some((service) => row.rulesFor.includes(service.row.key)),
  };
  const hidden =
    box.hidden.length === 0 ? '' : t('podGroup', { n: box.hidden.length, unready: unreadyOf(box.hidden) });
  const name = nameOf(t('node'), row.name, row.internalIp, ...nodeStates(row, t), hidden);
  return { ...card(row.key, box, 1, name), type: 'node', data };
}

function podCard(box: PodBox, scene: Scene): CardNode {
  const { row } = box;
  const terminal = [...scene.machines].some((machine) => machine.startsWith(`${row.place}/`));
  const loser = scene.losers.has(row.ip ?? '');
  const data = { box, look: look(scene, row.key, row.ip, row.name), loser, terminal };
  return { ...card(row.key, box, 3, podName(row, scene.t)), type: 'pod', data };
}

function look({ placed, selected, brushed }: Scene, key: string, ...texts: (string | undefined)[]): CardLook {
  const lit = texts.some((text) => text !== undefined && text !== '' && isSame(brushed, text));
  return { k: placed.k, label: placed.label, selected: key === selected, lit };
}

/** Lit text may carry a port that the label has not. */
const isSame = (brushed: string | undefined, text: string): boolean =>
  brushed === text || brushed?.startsWith(`${text}:`) === true;

const nameOf = (...words: readonly string[]): string => words.filter((word) => word !== '').join(', ');

function podName(row: PodRow, t: Translate): string {
  const state = row.node === undefined ? t('pending') : row.ready ? '' : t('notReady');
  return nameOf(
    t('pod'),
    row.name,
    row.ip ?? '',
    row.terminating ? t('terminating') : state,
    row.reason ?? '',
  );
}

const NOT_MOVABLE = { draggable: false, connectable: false, deletable: false } as const;

function card(key: string, box: Box, zIndex: number, ariaLabel: string) {
  return {
    ...NOT_MOVABLE,
    id: key,
    position: { x: box.x, y: box.y },
    width: box.width,
    height: box.height,
    zIndex,
    selectable: true,
    focusable: true,
    ariaLabel,
    ariaRole: 'button' as const,
    domAttributes: { 'data-obj': key, 'aria-roledescription': undefined },
  };
}

const sheet = (placed: Placed): CardNode => ({
  ...NOT_MOVABLE,
  id: 'sheet',
  type: 'sheet',
  position: { x: 0, y: 0 },
  width: placed.width,
  height: placed.height,
  zIndex: 2,
  selectable: false,
  focusable: false,
  className: 'untouchable',
  data: { placed },
});

const machinesOf = (tabs: readonly TerminalTab[]): ReadonlySet<string> =>
  new Set(tabs.filter(({ closed }) => !closed).map((tab): string => tab.state?.machine ?? tab.machine));

/** Addresses of the endpoints that the draw did not choose: once the choice is made they step back. */
function losersOf(
  rows: ReadonlyMap<string, Row>,
  trace: Trace | undefined,
  passed: readonly Stop[],
): ReadonlySet<string> {
  const choice = passed.flatMap(({ rewrites }) => rewrites).find(({ kind }) => kind === 'DNAT');
  if (trace === undefined || choice === undefined) return new Set();
  const service = [...rows.values()].find(
    (row): row is ServiceRow => row.kind === 'Service' && isTarget(row, trace),
  );
  const ready = service?.endpoints.filter((endpoint) => endpoint.ready).map(({ ip }): string => ip) ?? [];
  // Who called is on the path, also where it could have been chosen itself.
  const onPath = (address: string) => choice.to.startsWith(`${address}:`) || address === trace.original.src;
  return new Set(ready.filter((address) => !onPath(address)));
}
