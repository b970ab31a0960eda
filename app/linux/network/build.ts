import { Invariant } from '../../base/assert.ts';
import { addressAt, parsePrefix } from '../../base/ip.ts';
import { cidr, ip, type Cidr, type Ip, type NetnsId } from '../names.ts';
import type { EdgeSpec, Network, Sysctls } from '../network.ts';

/** Name of the shared segment between nodes and edge. */
export const UNDERLAY = 'underlay';
/** Name of the shared segment outside the edge. */
export const INTERNET = 'internet';

/** The network of a node: its place in the underlay and the range of its Pods. */
export interface NodeNetwork {
  readonly netns: NetnsId;
  /** With prefix length: `10.240.0.5/24`. */
  readonly address: Cidr;
  readonly gateway?: Ip;
  readonly podCidr?: Cidr;
  readonly sysctls?: Partial<Sysctls>;
  /** Segment of its cable: the underlay unless said. */
  readonly segment?: string;
}

/** Makes a node's namespace: lo, eth0 in the underlay, the bridge cni0 with the first address of its Pod range, routes. */
export function addNodeNetwork(network: Network, node: NodeNetwork): void {
  const { netns, podCidr, gateway } = node;
  network.addNetns({ id: netns, netfilter: true, sysctls: { ipForward: true, ...node.sysctls } });
  addEthernet(network, netns, 'eth0', node.address, node.segment ?? UNDERLAY);
  if (gateway) network.addRoute(netns, { destination: 'default', via: gateway, device: 'eth0' });
  if (podCidr) addBridge(network, netns, podCidr);
}

/** Gives a node the bridge of its Pods, once its range is known. */
export function addBridge(network: Network, netns: NetnsId, podCidr: Cidr): void {
  const prefix = parsePrefix(podCidr);
  const address = cidr(`${bridgeAddress(podCidr)}/${prefix?.length ?? 24}`);
  network.addInterface({ netns, name: 'cni0', kind: 'bridge', mtu: 1500, up: true, addresses: [address] });
}

/** The address of a node's bridge: the first of its Pod range, the gateway of its Pods. */
export function bridgeAddress(podCidr: Cidr): Ip {
  const first = addressAt(podCidr, 1);
  if (first === undefined) throw new Invariant('bad-pod-cidr', { podCidr });
  return ip(first);
}

/** Tells a node the way to another node's Pods. */
export function addPodRoute(network: Network, netns: NetnsId, podCidr: Cidr, via: Ip): void {
  network.addRoute(netns, { destination: podCidr, via, device: 'eth0' });
}

/** A Pod's place in the network of its node. */
export interface PodNetwork {
  readonly netns: NetnsId;
  readonly node: NetnsId;
  readonly podCidr: Cidr;
  readonly address: Ip;
  /** Name of the bridge port on the node; made of the address unless said. */
  readonly port?: string;
  readonly hairpin?: boolean;
  readonly sysctls?: Partial<Sysctls>;
}

/** Makes a Pod's namespace and ties it to the bridge of its node; gives the name of the bridge port. */
export function attachPod(network: Network, pod: PodNetwork): string {
  const { netns, node, podCidr, address, hairpin = true } = pod;
  const port = pod.port ?? portName(address);
  const length = parsePrefix(podCidr)?.length ?? 24;
  network.addNetns({ id: netns, host: node, sysctls: pod.sysctls ?? {} });
  network.addVeth(
    { netns, name: 'eth0', addresses: [cidr(`${address}/${length}`)] },
    { netns: node, name: port, master: 'cni0', hairpin },
  );
  network.addRoute(netns, { destination: 'default', via: bridgeAddress(podCidr), device: 'eth0' });
  return port;
}

/** Takes a Pod's namespace away, and the bridge port with it. */
export function detachPod(network: Network, netns: NetnsId): void {
  network.removeNetns(netns);
}

/** The bridge port that leads to a Pod. */
export function podPort(network: Network, netns: NetnsId): string | undefined {
  return network.interfaces(netns).find(({ name }) => name === 'eth0')?.peer?.name;
}

/** The cloud edge between underlay and internet. */
export interface EdgeNetwork extends EdgeSpec {
  readonly netns: NetnsId;
  readonly underlayLength: number;
  /** With prefix length: `192.0.2.1/24`. */
  readonly outside: Cidr;
  /** Addresses of its own where it answers as a proxy: `198.51.100.50`. */
  readonly own?: readonly Ip[];
}

/** Makes the edge: it routes between both sides, maps external addresses, and discards what it knows no way to. */
export function addEdge(network: Network, edge: EdgeNetwork): void {
  const { netns, underlay, own = [] } = edge;
  network.addNetns({ id: netns, netfilter: true, sysctls: { ipForward: true } });
  addEthernet(network, netns, 'eth0', cidr(`${underlay}/${edge.underlayLength}`), UNDERLAY);
  addEthernet(network, netns, 'eth1', edge.outside, INTERNET);
  network.addRoute(netns, { destination: 'default', type: 'blackhole', device: '' });
  const addresses = [cidr('127.0.0.1/8'), ...own.map((address) => cidr(`${address}/32`))];
  network.setInterface(netns, 'lo', { addresses });
  network.setEdge(netns, edge);
}

/** Makes a machine outside: the laptop, a client on the internet. */
export function addOutsideMachine(network: Network, netns: NetnsId, address: Cidr, gateway: Ip): void {
  network.addNetns({ id: netns });
  addEthernet(network, netns, 'eth0', address, INTERNET);
  network.addRoute(netns, { destination: 'default', via: gateway, device: 'eth0' });
}

function addEthernet(network: Network, netns: NetnsId, name: string, address: Cidr, segment: string): void {
  network.addInterface({ netns, name, kind: 'ethernet', mtu: 1500, up: true, addresses: [address] });
  network.plug(netns, name, segment);
}

/** A name of at most 15 characters, as interfaces have, that no other Pod of the node has. */
function portName(address: Ip): string {
  const words = parsePrefix(address)?.bits.words ?? [];
  return `veth${words
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('')
    .slice(-8)}`;
}
