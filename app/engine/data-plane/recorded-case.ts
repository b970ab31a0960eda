import type { EndpointSlice, Service } from '../../kube/kinds/types.data.ts';

/** One recorded scenario of the data plane: machines, objects, what was done to them, and what packets did. */
export interface RecordedCase {
  readonly id: string;
  readonly scenario: string;
  readonly proxy: { readonly mode: 'iptables' | 'nftables'; readonly options: RecordedOptions };
  readonly nodes: readonly RecordedNode[];
  readonly pods: readonly RecordedPod[];
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly faults?: readonly RecordedFault[];
  readonly flows: readonly RecordedFlow[];
  readonly steps?: readonly RecordedStep[];
  readonly extra?: {
    readonly loadBalancer?: { readonly kind?: string; readonly targets?: readonly string[] };
  };
}

/** The options of kube-proxy that differ from case to case. */
export interface RecordedOptions {
  readonly clusterCIDR?: string;
  readonly masqueradeAll?: boolean;
  readonly localhostNodePorts?: boolean;
  readonly nodePortAddresses?: readonly string[];
  readonly tcpBeLiberal?: boolean;
}

/** A node of the recorded cluster. */
export interface RecordedNode {
  readonly name: string;
  readonly internalIP: string;
  readonly externalIP: string | null;
  readonly podCIDR: string;
  readonly zone: string | null;
}

/** A Pod of the recorded cluster. */
export interface RecordedPod {
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly ip: string;
  readonly hostNetwork: boolean;
  readonly ports: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' | 'SCTP' }[];
}

/** What is done to a machine besides the objects. */
export interface RecordedFault {
  readonly machine: string;
  readonly sysctl?: Readonly<Record<string, string>>;
  readonly hairpin?: { readonly pod: string; readonly on: boolean };
  readonly cable?: 'up' | 'down';
  readonly bridgePort?: { readonly pod: string; readonly up: boolean };
  readonly kubeProxy?: 'running' | 'stopped';
  readonly route?: { readonly to: string; readonly via: string };
  readonly listens?: { readonly protocol: 'TCP' | 'UDP'; readonly port: number };
  readonly processEnded?: string;
  readonly processStarted?: string;
  readonly ruleDeleted?: { readonly table: string; readonly chain: string };
}

/** Many connections from one client to one address, and how they went. */
export interface RecordedFlow {
  readonly from: { readonly kind: 'pod' | 'node' | 'outside'; readonly name: string };
  readonly to: {
    readonly ip: string;
    readonly port: number | null;
    readonly protocol: 'TCP' | 'UDP' | 'ICMP';
  };
  readonly entryNode?: string;
  readonly outcomes?: Readonly<Record<string, number>>;
}

/** One moment of a scenario that goes on. */
export interface RecordedStep {
  readonly waitSeconds?: number;
  readonly faults?: readonly RecordedFault[];
  readonly services?: readonly Service[];
  readonly endpointSlices?: readonly EndpointSlice[];
  readonly flows?: readonly RecordedFlow[];
}

/** How the connections of a flow went on our machines. */
export interface FlowResult {
  readonly result: string;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly backends: readonly string[] | null;
  readonly sourceSeen: readonly string[];
  readonly sourcePortKept: boolean | 'mixed' | null;
  readonly conntrack: Readonly<Record<string, readonly string[]>>;
}
