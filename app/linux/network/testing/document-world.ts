import { createCore } from '../../../base/core.ts';
import { cidr, ip, netnsId, type NetnsId } from '../../names.ts';
import { restoreText } from '../../netfilter/restore.ts';
import type { Sysctls } from '../../network.ts';
import { addEdge, addNodeNetwork, addOutsideMachine, addPodRoute, attachPod } from '../build.ts';
import { createNetwork } from '../create-network.ts';
import { FlowPlayer } from './flow-player.ts';

/** A node of the test world: name, InternalIP, ExternalIP, range of its Pods. */
export const NODES = [
  ['control-plane', '10.240.0.2', undefined, '10.244.0.0/24'],
  ['node-8k2x', '10.240.0.3', '203.0.113.11', '10.244.1.0/24'],
  ['node-ljyd', '10.240.0.4', '203.0.113.12', '10.244.2.0/24'],
  ['node-905m', '10.240.0.5', '203.0.113.13', '10.244.3.0/24'],
] as const;

/** A Pod of the test world: name, node, address, whether it serves. */
const PODS = [
  ['my-nginx-a', 'node-905m', '10.244.3.4', true],
  ['client-c', 'node-905m', '10.244.3.5', false],
  ['my-nginx-b', 'node-ljyd', '10.244.2.5', true],
  ['client-d', 'node-ljyd', '10.244.2.6', false],
  ['my-nginx-b2', 'node-ljyd', '10.244.2.7', true],
  ['client-e', 'node-8k2x', '10.244.1.2', false],
  ['my-nginx-f', 'node-8k2x', '10.244.1.3', true],
] as const;

/** Counters that recorded rules name. */
const NFACCT = ['ct_state_invalid_dropped_pkts', 'localhost_nps_accepted_pkts'];

/** Names the namespace of a Pod, a node or an outside machine of the test world. */
export function place(name: string): NetnsId {
  return netnsId(PODS.some(([pod]) => pod === name) ? `pod/default/${name}` : name);
}

/** The nodes, Pods, edge and outside machines of the world "document" without a Service; Pods answer on 80, 8080 and UDP 5353. */
export function documentWorld(seed = 1, sysctls: Partial<Sysctls> = {}): FlowPlayer {
  const core = createCore(seed, 0);
  const network = createNetwork(core, { nfacct: NFACCT });
  const player = new FlowPlayer(core, network);
  for (const [name, address, , podCidr] of NODES) {
    addNodeNetwork(network, {
      netns: place(name),
      address: cidr(`${address}/24`),
      podCidr: cidr(podCidr),
      gateway: ip('10.240.0.1'),
      sysctls: { routeLocalnet: true, icmpRatelimit: 0, ...sysctls },
    });
    for (const [other, via, , range] of NODES)
      if (other !== name) addPodRoute(network, place(name), cidr(range), ip(via));
  }
  for (const [name, node, address, serves] of PODS) {
    const podCidr = cidr(NODES.find(([other]) => other === node)?.[3] ?? '');
    const pod = { netns: place(name), node: place(node), podCidr, address: ip(address) };
    attachPod(network, { ...pod, sysctls: { icmpRatelimit: 0 } });
    if (!serves) continue;
    for (const port of [80, 443, 8080]) player.serve(pod.netns, port, `${name}:${port}`);
    player.serve(pod.netns, 5353, `${name}:5353`, 'udp');
  }
  const mapped = NODES.flatMap(([, internal, external]) =>
    external === undefined ? [] : [[ip(external), ip(internal)] as const],
  );
  addEdge(network, {
    netns: place('edge'),
    underlay: ip('10.240.0.1'),
    underlayLength: 24,
    outside: cidr('192.0.2.1/24'),
    externalIps: new Map(mapped),
  });
  addOutsideMachine(network, place('laptop'), cidr('192.0.2.10/24'), ip('192.0.2.1'));
  return player;
}

/** Loads rules, as iptables-save prints them, into a node. */
export function loadRules({ network }: FlowPlayer, node: string, lines: readonly string[]): void {
  const netfilter = network.netfilter(place(node));
  const loaded = netfilter && restoreText(netfilter, `${lines.join('\n')}\n`, { noflush: true });
  if (loaded?.code !== 0) throw new Error(loaded?.err ?? 'no netfilter');
}
