import { Invariant } from '../base/assert.ts';
import type { Table } from '../base/tables.ts';
import { machineId, netnsId } from '../linux/names.ts';
import { objectKey } from '../kube/kinds/object.ts';
import type { SwitchName } from './protocol.ts';
import type { World } from './world.ts';

/** The fault switches by name. */
export const SWITCHES: readonly SwitchName[] = [
  'node.power',
  'pod.ready',
  'cable',
  'kube-proxy',
  'hairpin',
  'bridge-nf',
];

/** Whether a text names a switch. */
export function isSwitchName(name: string): name is SwitchName {
  return SWITCHES.some((known) => known === name);
}

/** How one switch stands for one target. */
export interface SwitchRow {
  readonly name: SwitchName;
  readonly target: string;
  readonly value: string;
}

/** The fault switches of a world: what a learner breaks on purpose and mends again. */
export class Switches {
  readonly #world: World;
  readonly #rows: Table<SwitchRow>;

  constructor(world: World) {
    this.#world = world;
    this.#rows = world.core.tables.open<SwitchRow>({ name: 'switches', lasting: true });
  }

  /** How a switch stands; `on` unless it was touched. */
  value(name: SwitchName, target: string): string {
    return this.#rows.get(`${name} ${target}`)?.value ?? 'on';
  }

  /** Sets a switch: `off` breaks, `on` mends. An unknown target changes nothing. */
  set(name: SwitchName, target: string, value: string): void {
    if (this.value(name, target) === value) return;
    this.#rows.put(`${name} ${target}`, { name, target, value });
    this.#act(name, target, value === 'on');
  }

  #act(name: SwitchName, target: string, on: boolean): void {
    switch (name) {
      case 'node.power':
        this.#power(target, on);
        return;
      case 'pod.ready': {
        const pod = target.replace(/^Pod\//, '');
        // On lets the Pod's own readiness count again.
        for (const { kubelet } of this.#world.cluster.nodes.values())
          kubelet.forceReady(pod, on ? undefined : false);
        return;
      }
      case 'cable':
        this.#world.network.setCable(netnsId(target), 'eth0', on);
        return;
      case 'kube-proxy': {
        const proxy = this.#world.cluster.nodes.get(target)?.proxy;
        if (on) proxy?.start();
        else proxy?.stop();
        this.#world.projection.touch(objectKey('Node', target));
        return;
      }
      case 'hairpin':
        this.#hairpin(target, on);
        return;
      case 'bridge-nf':
        this.#world.network.setSysctls(netnsId(target), { bridgeNfCallIptables: on });
        return;
      default:
        throw new Invariant('unknown-switch', name);
    }
  }

  #power(node: string, on: boolean): void {
    const parts = this.#world.cluster.nodes.get(node);
    if (!parts) return;
    this.#world.network.setPower(netnsId(node), on);
    this.#world.kernel.setPower(machineId(node), on);
    parts.kubelet.setPower(on);
    if (on) parts.proxy.start();
    else parts.proxy.stop();
    this.#world.projection.touch(objectKey('Node', node));
  }

  #hairpin(node: string, on: boolean): void {
    for (const face of this.#world.network.interfaces(netnsId(node)))
      if (face.master !== undefined) this.#world.network.setInterface(face.netns, face.name, { hairpin: on });
  }
}
