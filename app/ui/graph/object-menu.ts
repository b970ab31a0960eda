import type { Row } from '../../engine/protocol.ts';
import type { PodRow } from '../../engine/view/rows.ts';
import { openPanel } from '../acts/point.ts';
import { runCommand } from '../acts/run-command.ts';
import type { MenuItem } from '../controls/Menu.tsx';
import { engine } from '../engine-client.ts';
import { useCluster } from '../store/cluster.ts';
import { enterTab } from '../store/terminals.ts';
import type { Translate } from '../text/translate.ts';

/** What can be done with an object of the graph. Everything is an input of the journal or a typed command. */
export function objectMenu(key: string, t: Translate): MenuItem[] {
  const row = useCluster.getState().rows.get(key);
  if (row === undefined) return [];
  const kind = row.kind.toLowerCase();
  const yaml: MenuItem = {
    id: 'yaml',
    label: t('showYaml'),
    icon: 'file',
    onSelect: () => void runCommand(`kubectl get ${kind} ${row.name} -o yaml`),
  };
  if (row.kind === 'Node') return [panel(key, t), power(row, t), shell(row.name, t), yaml];
  if (row.kind === 'Actor') return [shell(row.place, t)];
  if (row.kind !== 'Pod') return [panel(key, t), yaml];
  const container = row.containers[0]?.name;
  return [
    panel(key, t),
    readiness(row, t),
    ...(container === undefined ? [] : [shell(`${row.place}/${container}`, t)]),
    yaml,
    {
      id: 'delete',
      label: t('deletePod'),
      icon: 'close',
      onSelect: () => void runCommand(`kubectl delete pod ${row.name}`),
    },
  ];
}

/** The Pods of a group: each opens its panel. */
export const podMenu = (pods: readonly PodRow[]): MenuItem[] =>
  pods.map(({ key, name, ready }) => ({
    id: key,
    label: name,
    icon: ready ? 'ok' : 'open',
    onSelect: () => openPanel(key),
  }));

const panel = (key: string, t: Translate): MenuItem => ({
  id: 'panel',
  label: t('openPanel'),
  icon: 'search',
  onSelect: () => openPanel(key),
});

function power(row: Extract<Row, { kind: 'Node' }>, t: Translate): MenuItem {
  const value = row.power ? 'off' : 'on';
  return {
    id: 'power',
    label: t(row.power ? 'powerOff' : 'powerOn'),
    icon: 'link-cut',
    onSelect: () => engine.input({ type: 'switch', name: 'node.power', target: row.name, value }),
  };
}

function readiness(row: Extract<Row, { kind: 'Pod' }>, t: Translate): MenuItem {
  return {
    id: 'ready',
    label: t(row.ready ? 'makeUnready' : 'makeReady'),
    icon: row.ready ? 'open' : 'ok',
    onSelect: () =>
      engine.input({ type: 'switch', name: 'pod.ready', target: row.key, value: row.ready ? 'off' : 'on' }),
  };
}

const shell = (machine: string, t: Translate): MenuItem => ({
  id: 'terminal',
  label: t('terminalHere'),
  icon: 'terminal',
  onSelect: () => enterTab(engine.openTerminal(machine)),
});
