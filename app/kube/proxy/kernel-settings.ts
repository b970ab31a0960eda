import type { Sysctls } from '../../linux/network.ts';
import { servesLocalhost } from './iptables/base-rules.ts';
import type { ProxyNode, ProxyOptions } from './proxy-options.ts';

/** What kube-proxy sets in the kernel when it starts: conntrack's patience, and localhost node ports where they work. */
export function kernelSettings(options: ProxyOptions, node: ProxyNode): Partial<Sysctls> {
  const localhost = options.mode === 'iptables' && servesLocalhost(options, node);
  return {
    tcpEstablishedTimeout: 86_400,
    tcpCloseWaitTimeout: 3600,
    ...(localhost ? { routeLocalnet: true } : {}),
    ...(options.tcpBeLiberal ? { conntrackTcpBeLiberal: true } : {}),
  };
}
