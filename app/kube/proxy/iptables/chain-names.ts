import { encodeBase32 } from '../../../base/base64.ts';
import { sha256 } from '../../../base/crypto/sha256.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';

/** The kinds of chains that belong to one Service port. */
export type ChainKind = 'SVC' | 'SVL' | 'EXT' | 'FW' | 'SEP';

/** The hash that the chains of one Service port share; of an endpoint's own chain with its address. */
export function portHash(name: string, protocol: string, endpoint = ''): string {
  const digest = sha256(encodeUtf8(name + protocol.toLowerCase() + endpoint));
  return encodeBase32(digest.subarray(0, 10));
}

/**
 * Name of a chain: `KUBE-SVC-SV7AMNAGZFKZEMQ4` for `default/my-nginx:http` over TCP.
 * @upstream pkg/proxy/iptables/proxier.go servicePortPolicyClusterChain
 */
export function chainName(kind: ChainKind, name: string, protocol: string, endpoint?: string): string {
  return `KUBE-${kind}-${portHash(name, protocol, endpoint)}`;
}
