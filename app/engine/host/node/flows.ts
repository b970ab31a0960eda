import { readFileSync } from 'node:fs';
import { parseIp } from '../../../base/ip.ts';
import type { EndpointSlice, Service } from '../../../kube/kinds/types.data.ts';
import { loneProxy } from '../../../kube/proxy/lone-proxy.ts';
import { DEFAULT_OPTIONS, type ProxyOptions } from '../../../kube/proxy/proxy-options.ts';
import { explore, type Possibilities } from '../../../linux/netfilter/explore.ts';
import type { TableName } from '../../../linux/netfilter/hook.ts';
import { packetBytes, type Netfilter } from '../../../linux/netfilter/netfilter.ts';
import { WalkState } from '../../../linux/netfilter/walk-state.ts';
import { ip, type Ip } from '../../../linux/names.ts';
import type { Packet } from '../../../linux/packet.ts';

/** A cluster of a packet-flow file: the objects behind the rules, and the packets. */
interface FlowCluster {
  readonly id: string;
  readonly proxy: {
    readonly localDetector: string | null;
    readonly masqueradeAll?: boolean;
    readonly localhostNodePorts?: boolean;
    readonly nodePortAddresses?: readonly string[] | null;
  };
  readonly node: { readonly name: string; readonly localIPs: readonly string[]; readonly zone?: string };
  readonly services: readonly FlowService[];
  readonly endpoints: readonly FlowEndpoints[];
  readonly flows: readonly Flow[];
}

interface FlowService {
  readonly namespace: string;
  readonly name: string;
  readonly type?: Service['spec']['type'];
  readonly clusterIP: string;
  readonly ports: NonNullable<Service['spec']['ports']>;
  readonly externalIPs?: readonly string[];
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly internalTrafficPolicy?: 'Cluster' | 'Local';
  readonly loadBalancerIngressIPs?: readonly string[];
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly healthCheckNodePort?: number;
  readonly sessionAffinity?: 'ClientIP' | 'None';
  readonly sessionAffinityTimeoutSeconds?: number;
}

interface FlowConditions {
  readonly ready?: boolean | null;
  readonly serving?: boolean | null;
  readonly terminating?: boolean | null;
}

interface FlowEndpoints {
  readonly service: string;
  readonly ports: EndpointSlice['ports'];
  readonly endpoints: readonly (FlowConditions & {
    readonly ip: string;
    readonly nodeName?: string | null;
    readonly conditions?: FlowConditions;
    readonly hints?: EndpointSlice['endpoints'][number]['hints'];
  })[];
}

interface Flow {
  readonly name: string;
  readonly from: { readonly ip: string };
  readonly to: { readonly ip: string; readonly port: number };
  readonly protocol: string;
}

/** What happens to a flow. */
export interface FlowResult {
  readonly name: string;
  readonly verdict: 'DNAT' | 'REJECT' | 'DROP' | 'ACCEPT' | 'NOT_MATCHED';
  readonly destinations: readonly string[];
  readonly masqueraded: boolean;
}

/** Reads a file of packet-flow cases and prints, for each cluster, what our rules do with its packets: one JSON line each. */
export function printFlows(file: string, mode: ProxyOptions['mode'] = 'iptables'): string {
  if (mode !== 'iptables') return `lintas: --mode ${mode} is not simulated\n`;
  const { clusters } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly clusters: readonly FlowCluster[];
  };
  return clusters
    .map((cluster) => `${JSON.stringify({ id: cluster.id, flows: decideFlows(cluster, mode) })}\n`)
    .join('');
}

function decideFlows(cluster: FlowCluster, mode: ProxyOptions['mode']): readonly FlowResult[] {
  const families: { IPv4?: Netfilter; IPv6?: Netfilter } = {};
  return cluster.flows.map((flow) => {
    const family = flow.to.ip.includes(':') ? 'IPv6' : 'IPv4';
    const netfilter = (families[family] ??= proxyOf(cluster, family, mode));
    return decide(netfilter, flow, new Set(cluster.node.localIPs));
  });
}

function proxyOf(
  { proxy, node, services, endpoints }: FlowCluster,
  family: 'IPv4' | 'IPv6',
  mode: ProxyOptions['mode'],
): Netfilter {
  const clusterCIDR = (proxy.localDetector ?? '')
    .match(/[0-9a-f.:]+\/\d+/g)
    ?.find((cidr) => cidr.includes(':') === (family === 'IPv6'));
  const own = node.localIPs.filter((address) => address.includes(':') === (family === 'IPv6'));
  return loneProxy({
    options: {
      ...DEFAULT_OPTIONS,
      mode,
      ...(clusterCIDR === undefined ? {} : { clusterCIDR }),
      masqueradeAll: proxy.masqueradeAll ?? false,
      localhostNodePorts: proxy.localhostNodePorts ?? true,
      nodePortAddresses: proxy.nodePortAddresses ?? [],
      nfacct: true,
    },
    node: {
      name: node.name,
      ip: own.find((address) => !address.startsWith('127.') && address !== '::1') ?? '',
      addresses: own,
      zone: node.zone ?? '',
      family,
    },
    services: services.map((service) => serviceObject(service)),
    slices: endpoints.map((group, index) => sliceObject(group, index)),
  });
}

function serviceObject(service: FlowService): Service {
  const {
    sessionAffinityTimeoutSeconds: timeoutSeconds,
    loadBalancerIngressIPs,
    namespace,
    name,
    ...spec
  } = service;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: {
      ...spec,
      type: spec.type ?? 'ClusterIP',
      sessionAffinity: spec.sessionAffinity ?? 'None',
      ...(timeoutSeconds === undefined ? {} : { sessionAffinityConfig: { clientIP: { timeoutSeconds } } }),
    },
    status: { loadBalancer: { ingress: (loadBalancerIngressIPs ?? []).map((address) => ({ ip: address })) } },
  } as unknown as Service;
}

function sliceObject({ service, ports, endpoints }: FlowEndpoints, index: number): EndpointSlice {
  const [namespace = '', name = ''] = service.split('/');
  const given = (value: boolean | null | undefined, key: string): Record<string, boolean> =>
    value === null || value === undefined ? {} : { [key]: value };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, name: `${name}-${index}`, labels: { 'kubernetes.io/service-name': name } },
    addressType: endpoints.some((endpoint) => endpoint.ip.includes(':')) ? 'IPv6' : 'IPv4',
    ports,
    endpoints: endpoints.map((endpoint) => {
      const { ready, serving, terminating } = { ...endpoint, ...endpoint.conditions };
      return {
        addresses: [endpoint.ip],
        conditions: {
          ...given(ready, 'ready'),
          ...given(serving, 'serving'),
          ...given(terminating, 'terminating'),
        },
        ...(endpoint.nodeName === null || endpoint.nodeName === undefined
          ? {}
          : { nodeName: endpoint.nodeName }),
        ...(endpoint.hints ? { hints: endpoint.hints } : {}),
      };
    }),
  } as unknown as EndpointSlice;
}

/** The chains of filter that a first packet is shown to after nat, whichever way it goes. */
const FILTER_CHAINS = ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-NODEPORTS', 'KUBE-PROXY-FIREWALL'];

function decide(netfilter: Netfilter, flow: Flow, locals: ReadonlySet<string>): FlowResult {
  const packet = packetOf(flow);
  const nat = possibilities(netfilter, 'nat', 'KUBE-SERVICES', packet, locals);
  const destinations = nat.ends.flatMap((end) =>
    end.startsWith('DNAT ') ? [end.slice('DNAT '.length)] : [],
  );
  const translated = { ...packet, dst: destinations[0] === undefined ? packet.dst : hostOf(destinations[0]) };
  const ends = FILTER_CHAINS.flatMap(
    (chain) => possibilities(netfilter, 'filter', chain, translated, locals).ends,
  );
  const verdict = ends[0]?.split(' ', 1)[0] ?? (destinations.length > 0 ? 'DNAT' : 'NOT_MATCHED');
  return {
    name: flow.name,
    verdict: verdict as FlowResult['verdict'],
    destinations: verdict === 'DNAT' ? destinations : [],
    masqueraded: nat.entered.has('KUBE-MARK-MASQ'),
  };
}

function possibilities(
  netfilter: Netfilter,
  table: TableName,
  chain: string,
  packet: Packet,
  locals: ReadonlySet<string>,
): Possibilities {
  const ground = { core: netfilter.core, recent: netfilter.recent, draw: () => 0, bitsOf: parseIp };
  const context = {
    isLocal: (address: Ip) => locals.has(address) || address.startsWith('127.'),
    record: false,
  };
  const walk = new WalkState(ground).start(packet, context, packetBytes(packet));
  return explore(netfilter.chains, table, chain, walk);
}

function packetOf({ from, to, protocol }: Flow): Packet {
  const name = protocol.toLowerCase() as Packet['protocol'];
  const syn = { syn: true, ack: false, fin: false, rst: false, psh: false, seq: 0, ackSeq: 0 };
  return {
    id: 1,
    protocol: name,
    src: ip(from.ip),
    dst: ip(to.ip),
    sport: 12_345,
    dport: to.port,
    ttl: 64,
    mark: 0,
    payload: new Uint8Array(),
    ...(name === 'tcp' ? { tcp: syn } : {}),
  };
}

function hostOf(destination: string): Ip {
  return ip(destination.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
}
