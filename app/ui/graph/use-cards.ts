import { useMemo } from 'react';
import { useCluster } from '../store/cluster.ts';
import { useSelection } from '../store/selection.ts';
import { useSession } from '../store/session.ts';
import { useTerminals } from '../store/terminals.ts';
import type { ServiceRow } from '../../engine/view/rows.ts';
import type { Trace } from '../../linux/trace.ts';
import type { Stop } from '../trace/stops.ts';
import { useT, type Translate } from '../text/translate.ts';
import type { CardLook, CardNode } from './card-data.ts';
import { nodeStates } from './cards/NodeCard.tsx';
import type { Box, Placed } from './place/boxes.ts';
import { isTarget } from './place/visible.ts';

const NOT_MOVABLE = { draggable: false, connectable: false, deletable: false } as const;

/** The cards of the picture as xyflow wants them, with their accessible names. */
export function useCards(placed: Placed | undefined): CardNode[] {
  const t = useT();
  const selected = useSelection((selection) => selection.object);
  const brushed = useSelection((selection) => selection.brushed);
  const trace = useSession((session) => session.trace);
  const stop = useSession((session) => session.stops[session.stop]);
  const stopIndex = useSession((session) => session.stop);
  const stops = useSession((session) => session.stops);
  const rows = useCluster((cluster) => cluster.rows);
  const tabs = useTerminals((terminals) => terminals.tabs);
  return useMemo(() => {
    if (placed === undefined) return [];
    const look = (key: string, ...texts: (string | undefined)[]): CardLook => ({
      k: placed.k,
      label: placed.label,
      selected: key === selected,
      lit:
        brushed !== undefined &&
        texts.some((text) => text !== undefined && text !== '' && brushed.startsWith(text)),
    });
    const service =
      trace === undefined
        ? undefined
        : [...rows.values()].find((row): row is ServiceRow => row.kind === 'Service' && isTarget(row, trace));
    const losers = losersOf(service, trace, stops.slice(0, stopIndex + 1));
    const machines = new Set(
      tabs.filter(({ closed }) => !closed).map((tab): string => tab.state?.machine ?? tab.machine),
    );
    return [
      sheet(placed),
      ...placed.nodes.map((box): CardNode => {
        const matched = stop?.place === box.row.name && stop.rewrites.some(({ rule }) => rule !== undefined);
        const socket = matched && box.nodePorts.includes(stop.arrives.dport);
        const data = {
          box,
          look: look(box.row.key, box.row.internalIp, box.row.name),
          matched,
          socket,
          hasRules: hasRules(box.row.rulesFor, placed),
        };
        return {
          ...card(
            box.row.key,
            box,
            1,
            nameOf(t('node'), box.row.name, box.row.internalIp, ...nodeStates(box.row, t)),
          ),
          type: 'node',
          data,
        };
      }),
      ...placed.pods.map((box): CardNode => {
        const { row } = box;
        const terminal = [...machines].some((machine) => machine.startsWith(`${row.place}/`));
        const data = {
          box,
          look: look(row.key, row.ip, row.name),
          loser: losers.has(row.ip ?? ''),
          terminal,
        };
        return { ...card(row.key, box, 3, podName(row, t)), type: 'pod', data };
      }),
      ...placed.groups.map((box): CardNode => {
        const unready = box.pods.filter(({ ready }) => !ready).length;
        return {
          ...card(box.key, box, 3, t('podGroup', { n: box.pods.length, unready })),
          type: 'group',
          data: { box, look: look(box.key) },
        };
      }),
      ...placed.services.map((box): CardNode => {
        const ready = box.row.endpoints.filter((endpoint) => endpoint.ready).length;
        const name = nameOf(t('service'), box.row.name, box.text, t('endpointCount', { n: ready }));
        return {
          ...card(box.row.key, box, 3, name),
          type: 'service',
          data: { box, look: look(box.row.key, box.row.clusterIp, box.row.name) },
        };
      }),
      ...placed.actors.map((box): CardNode => ({
        ...card(box.row.key, box, 3, nameOf(box.row.name, box.row.ip)),
        type: 'actor',
        data: { box, look: look(box.row.key, box.row.ip, box.row.name) },
      })),
    ];
  }, [placed, selected, brushed, trace, stop, stops, stopIndex, rows, tabs, t]);
}

const nameOf = (...words: readonly string[]): string => words.filter((word) => word !== '').join(', ');

function podName(row: Extract<CardNode, { type: 'pod' }>['data']['box']['row'], t: Translate): string {
  const state = row.terminating
    ? t('terminating')
    : row.node === undefined
      ? t('pending')
      : row.ready
        ? ''
        : t('notReady');
  return nameOf(t('pod'), row.name, row.ip ?? '', state, row.reason ?? '');
}

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

const hasRules = (rulesFor: readonly string[], placed: Placed): boolean =>
  placed.services.some(({ row }) => rulesFor.includes(row.key));

/** Addresses of the endpoints that the draw did not choose: once the choice is made they step back. */
function losersOf(
  service: ServiceRow | undefined,
  trace: Trace | undefined,
  passed: readonly Stop[],
): ReadonlySet<string> {
  const choice = passed.flatMap(({ rewrites }) => rewrites).find(({ kind }) => kind === 'DNAT');
  if (service === undefined || trace === undefined || choice === undefined) return new Set();
  const ready = service.endpoints.filter(({ ready: isReady }) => isReady).map(({ ip }) => ip);
  return new Set(ready.filter((address) => !choice.to.startsWith(`${address}:`)));
}
