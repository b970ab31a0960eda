import { cidrContains, ipFamily, isLoopbackIp } from '../../base/ip.ts';
import type { ProxyNode, ProxyOptions } from './proxy-options.ts';

/** On which addresses of the node its node ports answer. */
export interface NodePortAddresses {
  /** Every local address, whatever it is. */
  readonly all: boolean;
  /** Otherwise these. */
  readonly addresses: readonly string[];
  /** 127.0.0.0/8 is among them. */
  readonly loopback: boolean;
}

/**
 * Reads `--nodeport-addresses`. Networks of the other family are passed over; when none is left, every address counts.
 * @upstream pkg/proxy/util/nodeport_addresses.go NewNodePortAddresses
 */
export function nodePortAddresses(
  { nodePortAddresses: given }: ProxyOptions,
  node: ProxyNode,
): NodePortAddresses {
  const wanted = node.family === 'IPv4' ? 4 : 6;
  const networks = given
    .flatMap((text) => (text === 'primary' ? [node.ip] : [text]))
    .filter((text) => ipFamily(text) === wanted);
  const all = networks.length === 0 || networks.some((network) => network.endsWith('/0'));
  const inside = (address: string): boolean => networks.some((network) => cidrContains(network, address));
  return {
    all,
    addresses: node.addresses.filter((address) => ipFamily(address) === wanted && inside(address)),
    loopback:
      node.family === 'IPv4' &&
      (all || networks.some((network) => isLoopbackIp(network) || cidrContains(network, '127.0.0.1'))),
  };
}
