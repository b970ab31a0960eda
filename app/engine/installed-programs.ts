import { kubectl } from '../cli/kubectl/kubectl.ts';
import { machinePrograms, programs } from '../cli/programs/index.ts';
import { coreDnsProgram } from '../kube/dns/program.ts';
import { INTERNET_NAMES, stubInternet } from '../kube/dns/stub-internet.ts';
import { imagePrograms } from '../kube/images/index.ts';
import type { ProgramSpec } from '../linux/process/program.ts';
import { kubeProxyProgram } from './kube-proxy-program.ts';
import type { World } from './world.ts';

/** Every program of the world by its one name: those that stand alone, and those made with a part of this world. */
export function installedPrograms(world: World): readonly ProgramSpec[] {
  const { core, cluster, kernel, network, witness } = world;
  return [
    ...programs,
    ...machinePrograms({ network, kernel }),
    ...imagePrograms(),
    kubectl(witness.watching(cluster.door)),
    coreDnsProgram({ core, door: cluster.door, forward: stubInternet(INTERNET_NAMES) }),
    kubeProxyProgram(() => cluster),
  ];
}
