import type { EndpointChains } from './iptables/endpoint-chain.ts';
import type { Netfilter } from '../../linux/netfilter/netfilter.ts';
import type { ProxyState } from './change-tracker.ts';
import type { ProxyNode, ProxyOptions } from './proxy-options.ts';

/** What writes the rules of one mode. */
export interface Proxier {
  /** Brings the kernel's tables to the state; `full` writes everything again, not only what changed. */
  sync(state: ProxyState, full: boolean): void;
  /** The node has changed: labels, addresses. */
  setNode(node: ProxyNode): void;
}

/** One proxy mode: `--proxy-mode`. */
export interface ProxyMode {
  readonly name: ProxyOptions['mode'];
  create(deps: ProxierDeps): Proxier;
}

/** What a mode works with. */
export interface ProxierDeps {
  readonly netfilter: Netfilter;
  readonly options: ProxyOptions;
  readonly node: ProxyNode;
  /** Milliseconds of virtual time. */
  readonly now: () => number;
  /** The chains of endpoints, where several proxies share them. */
  readonly chains?: EndpointChains | undefined;
}
