import type { Core } from '../../base/core.ts';
import type { Table } from '../../base/tables.ts';
import { cidr, ip, netnsId, type NetnsId } from '../../linux/names.ts';
import type { Network } from '../../linux/network.ts';
import type { PodName, PodNetwork } from '../pod-network.ts';
import { AddressPool, type PoolRow } from './address-pool.ts';

/** What the plug-in of one node knows. */
export interface BridgeSpec {
  readonly node: string;
  readonly netns: NetnsId;
  readonly podCidr: string;
  /** Host part of the last address given; the bridge's own 1 in a fresh world. */
  readonly lastAddress: number;
}

/** Where the plug-ins of all nodes note what they have given. */
export function openAddressTable(core: Core): Table<PoolRow> {
  return core.tables.open<PoolRow>({ name: 'pod-addresses', lasting: false });
}

/** The name of the bridge on each node. */
export const BRIDGE = 'cni0';

/**
 * The network plug-in of one node: a bridge with the first address of the node's range, and for each Pod a namespace with
 * a veth to it. Without a network (quick tests) it only hands out addresses.
 */
export function createBridgeNetwork(
  table: Table<PoolRow>,
  network: Network | undefined,
  spec: BridgeSpec,
): PodNetwork {
  const pool = new AddressPool(table, spec.node, spec.podCidr, spec.lastAddress);
  const bits = spec.podCidr.split('/')[1] ?? '24';
  const attached = new Map<string, string>();
  if (network) makeBridge(network, spec, `${pool.gateway}/${bits}`);
  return {
    attach(pod) {
      const address = pool.take();
      if (address === undefined) return undefined;
      const netns = podNetns(pod);
      attached.set(netns, address);
      if (network) attachPod(network, spec, netns, `${address}/${bits}`, pool.gateway);
      return { netns, ip: ip(address) };
    },
    detach(pod) {
      const netns = podNetns(pod);
      const address = attached.get(netns);
      if (address === undefined) return;
      attached.delete(netns);
      pool.give(address);
      network?.removeNetns(netns);
    },
  };
}

/** The network namespace of a Pod. */
export function podNetns({ namespace, name }: PodName): NetnsId {
  return netnsId(`pod/${namespace}/${name}`);
}

function makeBridge(network: Network, { netns }: BridgeSpec, address: string): void {
  if (network.interfaces(netns).some(({ name }) => name === BRIDGE)) return;
  network.addInterface({
    netns,
    name: BRIDGE,
    kind: 'bridge',
    mtu: 1500,
    up: true,
    addresses: [cidr(address)],
  });
}

function attachPod(
  network: Network,
  spec: BridgeSpec,
  netns: NetnsId,
  address: string,
  gateway: string,
): void {
  network.addNetns({ id: netns });
  network.addVeth(
    { netns, name: 'eth0', addresses: [cidr(address)] },
    { netns: spec.netns, name: vethName(netns), master: BRIDGE, hairpin: true },
  );
  network.addRoute(netns, { destination: 'default', via: ip(gateway), device: 'eth0' });
}

/** `veth` and eight hexadecimal digits that follow from the Pod's name. */
function vethName(netns: NetnsId): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < netns.length; index++)
    hash = Math.imul(hash ^ netns.charCodeAt(index), 0x01000193) >>> 0;
  return `veth${hash.toString(16).padStart(8, '0')}`;
}
