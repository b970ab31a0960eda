import type { World } from '../world.ts';
import type { Surroundings } from './projection.ts';
import type { Row } from './rows.ts';
import { podRow as podCells } from '../../kube/kinds/pod/row.ts';

/** Place of STATUS among the columns of `kubectl get pods`. */
const STATUS = 2;

/** What the rows show of a world beside its API objects. */
export function surroundings(world: World, actors: readonly Row[]): Surroundings {
  const epoch = Date.parse(world.spec.date);
  return {
    actors,
    power: (node) => world.cluster.nodes.get(node)?.kubelet.powered ?? false,
    rulesFor: (node) => [...world.cluster.rulesOn(node)].map((name) => `Service/${name}`),
    kubeProxyRunning: (node) => world.switches.value('kube-proxy', node) !== 'off',
    podStatus: (pod) => String(podCells(pod, { now: 0 })[STATUS] ?? ''),
    since: (timestamp) => Date.parse(timestamp) - epoch,
    isClientImage: (image) => /(^|\/)(busybox|curl)(:|$)|curlimages\/curl/.test(image),
  };
}
