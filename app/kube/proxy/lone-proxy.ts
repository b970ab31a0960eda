import { createCore } from '../../base/core.ts';
import { netnsId } from '../../linux/names.ts';
import { createNetfilter, type Netfilter } from '../../linux/netfilter/netfilter.ts';
import { openNetfilterTables } from '../../linux/netfilter/netfilter-tables.ts';
import type { EndpointSlice, Service } from '../kinds/types.data.ts';
import { ChangeTracker } from './change-tracker.ts';
import { proxyMode } from './index.ts';
import type { ProxyNode, ProxyOptions } from './proxy-options.ts';

/** The named counters that kube-proxy uses where the kernel has them. */
export const NFACCT_COUNTERS = ['ct_state_invalid_dropped_pkts', 'localhost_nps_accepted_pkts'] as const;

/** What a kube-proxy without a cluster is given. */
export interface LoneProxyInput {
  readonly options: ProxyOptions;
  readonly node: ProxyNode;
  readonly services: readonly Service[];
  readonly slices: readonly EndpointSlice[];
}

/** Lets kube-proxy write its rules once on an empty machine, without API server and network: the objects as they stand. */
export function loneProxy({ options, node, services, slices }: LoneProxyInput): Netfilter {
  const core = createCore(1, 0);
  const netfilter = createNetfilter(core, netnsId(node.name), {
    tables: openNetfilterTables(core),
    sysctls: () => ({ tcpEstablishedTimeout: 86_400, tcpCloseWaitTimeout: 3600 }),
    nfacct: NFACCT_COUNTERS,
  });
  const tracker = new ChangeTracker(node.name, node.family);
  for (const service of services) tracker.putService(service);
  for (const slice of slices) tracker.putSlice(slice);
  proxyMode(options.mode)
    ?.create({ netfilter, options, node, now: () => core.now() })
    .sync(tracker.apply(), true);
  return netfilter;
}
