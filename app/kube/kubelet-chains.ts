import { restoreText } from '../linux/netfilter/restore.ts';
import { Invariant } from '../base/assert.ts';
import type { Netfilter } from '../linux/netfilter/netfilter.ts';

const RULES = `*mangle
:KUBE-IPTABLES-HINT - [0:0]
:KUBE-KUBELET-CANARY - [0:0]
COMMIT
*filter
:KUBE-KUBELET-CANARY - [0:0]
:KUBE-FIREWALL - [0:0]
-A KUBE-FIREWALL -m comment --comment "block incoming localnet connections" -d 127.0.0.0/8 ! -s 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
-I INPUT -j KUBE-FIREWALL
-I OUTPUT -j KUBE-FIREWALL
COMMIT
*nat
:KUBE-KUBELET-CANARY - [0:0]
COMMIT
`;

/**
 * The chains that a kubelet makes when it starts on a fresh node: the block of localnet addresses, its canaries, and the
 * hint which variant of iptables is in use.
 * @upstream pkg/kubelet/kubelet_network_linux.go initNetworkUtil
 */
export function writeKubeletChains(netfilter: Netfilter): void {
  const done = restoreText(netfilter, RULES, { noflush: true });
  if (done.code !== 0) throw new Invariant('kubelet-chains', done.err);
}

/** The rule of the network plug-in: Pods speak to the outside with an address of their node. */
export function writePodMasquerade(netfilter: Netfilter, podCidr: string): void {
  const text = `*nat\n-A POSTROUTING -s ${podCidr} ! -d 10.0.0.0/8 -m comment --comment "network plug-in: masquerade to the outside" -j MASQUERADE\nCOMMIT\n`;
  const done = restoreText(netfilter, text, { noflush: true });
  if (done.code !== 0) throw new Invariant('pod-masquerade', done.err);
}
