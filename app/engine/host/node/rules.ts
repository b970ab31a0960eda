import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { EndpointSlice, Node, Service } from '../../../kube/kinds/types.data.ts';
import { loneProxy } from '../../../kube/proxy/lone-proxy.ts';
import { DEFAULT_OPTIONS, type ProxyOptions } from '../../../kube/proxy/proxy-options.ts';
import { saveText } from '../../../linux/netfilter/save.ts';

/** The words of a recorded scenario: whose rules they are, and the ranges of its cluster. */
interface Scenario {
  readonly node: string;
  readonly nodeIP: string;
  readonly clusterCIDR: string;
}

/**
 * What our kube-proxy of the scenario's node writes for the objects of a recorded folder (`scenario.json`, `nodes.yaml`,
 * `services.yaml`, `endpointslices.yaml`), as iptables-save prints it with counters 0 and without dates.
 */
export function printRules(folder: string, mode: ProxyOptions['mode'] = 'iptables'): string {
  if (mode !== 'iptables') return `lintas: --mode ${mode} is not simulated\n`;
  const scenario = JSON.parse(readFileSync(join(folder, 'scenario.json'), 'utf8')) as Scenario;
  const node = (readList(folder, 'nodes.yaml') as readonly Node[]).find(
    ({ metadata }) => metadata.name === scenario.node,
  );
  const netfilter = loneProxy({
    options: { ...DEFAULT_OPTIONS, mode, clusterCIDR: scenario.clusterCIDR, nfacct: true },
    node: {
      name: scenario.node,
      ip: scenario.nodeIP,
      addresses: ['127.0.0.1', scenario.nodeIP],
      zone: node?.metadata.labels?.['topology.kubernetes.io/zone'] ?? '',
      family: 'IPv4',
    },
    services: readList(folder, 'services.yaml') as readonly Service[],
    slices: readList(folder, 'endpointslices.yaml') as readonly EndpointSlice[],
  });
  return saveText(netfilter.chains, { zeroed: true });
}

function readList(folder: string, file: string): readonly unknown[] {
  const list = parse(readFileSync(join(folder, file), 'utf8')) as { readonly items?: readonly unknown[] };
  return list.items ?? [];
}
