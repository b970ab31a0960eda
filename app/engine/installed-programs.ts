import { coreDnsProgram } from '../kube/dns/program.ts';
import { INTERNET_NAMES, stubInternet } from '../kube/dns/stub-internet.ts';
import { imagePrograms } from '../kube/images/index.ts';
import type { TlsServer } from '../kube/images/nginx/program.ts';
import type { ProgramSpec } from '../linux/process/program.ts';
import { kubeProxyProgram } from './kube-proxy-program.ts';
import type { World } from './world.ts';

/** The programs that the cluster itself needs to run: servers of images, CoreDNS, kube-proxy. */
export function clusterPrograms(
  { core, cluster }: World,
  tls: () => TlsServer | undefined,
): readonly ProgramSpec[] {
  return [
    ...imagePrograms(tls),
    coreDnsProgram({ core, door: cluster.door, forward: stubInternet(INTERNET_NAMES) }),
    kubeProxyProgram(() => cluster),
  ];
}
