import type { IpFamily } from './service-port.ts';

/** How a kube-proxy is configured: the options of its command line that change rules. */
export interface ProxyOptions {
  readonly mode: 'iptables' | 'nftables' | 'ipvs';
  /** `--cluster-cidr`; without it local traffic cannot be told apart. */
  readonly clusterCIDR?: string;
  readonly masqueradeAll: boolean;
  readonly localhostNodePorts: boolean;
  /** `--nodeport-addresses`: networks, or `primary`; empty is every local address. */
  readonly nodePortAddresses: readonly string[];
  /** `--conntrack-tcp-be-liberal`: packets that conntrack cannot place are let through. */
  readonly tcpBeLiberal: boolean;
  /** The kernel has the named counters that kube-proxy asks for. */
  readonly nfacct: boolean;
  /** MASQUERADE knows `--random-fully`. */
  readonly randomFully: boolean;
  /** Milliseconds between two syncs at least. */
  readonly minSyncPeriod: number;
  /** From so many endpoints on the comments of endpoint rules are left out. */
  readonly largeClusterThreshold: number;
}

/** The options of a kube-proxy that nobody configured, besides its cluster CIDR. */
export const DEFAULT_OPTIONS: ProxyOptions = {
  mode: 'iptables',
  masqueradeAll: false,
  localhostNodePorts: true,
  nodePortAddresses: [],
  tcpBeLiberal: false,
  nfacct: false,
  randomFully: true,
  minSyncPeriod: 1000,
  largeClusterThreshold: 1000,
};

/** What a kube-proxy knows of its node. */
export interface ProxyNode {
  readonly name: string;
  /** The primary address: the InternalIP. */
  readonly ip: string;
  /** Every address of the node's interfaces. */
  readonly addresses: readonly string[];
  /** `topology.kubernetes.io/zone`; empty where the node has none. */
  readonly zone: string;
  readonly family: IpFamily;
}
