/** Slim rows: what the graph, the twin and the pickers need of the world. Keyed by `objectKey`. */
export type Row = NodeRow | PodRow | ServiceRow | WorkloadRow | OtherRow | ActorRow;

/** One row came, changed or went. */
export type RowChange =
  { readonly key: string; readonly row: Row } | { readonly key: string; readonly row: null };

/** A Kubernetes node. */
export interface NodeRow {
  readonly kind: 'Node';
  readonly key: string;
  readonly name: string;
  readonly internalIp: string;
  readonly externalIp?: string;
  readonly podCidr: string;
  readonly zone?: string;
  readonly controlPlane: boolean;
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly cordoned: boolean;
  readonly power: boolean;
  /** Rules of these Services (`Service/default/my-nginx`) are written on this node now; stale when kube-proxy is stopped. */
  readonly rulesFor: readonly string[];
  readonly kubeProxyRunning: boolean;
}

/** A Pod. `place` is its network namespace, the name by which traces call it. */
export interface PodRow {
  readonly kind: 'Pod';
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly place: string;
  readonly node?: string;
  readonly ip?: string;
  /** As `kubectl get pods` prints it. */
  readonly status: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner?: string;
  readonly hostNetwork: boolean;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly state: string;
    readonly ports: readonly number[];
  }[];
  /** Why it is not placed or not started, from its newest warning. */
  readonly reason?: string;
  /** Virtual time of creation: the order in its node. */
  readonly createdAt: number;
  /** Whether it shows a shell in its image (a client): it carries the client disc. */
  readonly client: boolean;
}

/** A Service with its members. */
export interface ServiceRow {
  readonly kind: 'Service';
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  readonly clusterIp: string;
  readonly ports: readonly {
    readonly name?: string;
    readonly port: number;
    readonly targetPort: number | string;
    readonly nodePort?: number;
    readonly protocol: string;
  }[];
  readonly selector: Readonly<Record<string, string>>;
  readonly externalIps: readonly string[];
  readonly externalName?: string;
  /** From its EndpointSlices, ready ones first. */
  readonly endpoints: readonly {
    readonly ip: string;
    readonly port: number;
    readonly pod?: string;
    readonly ready: boolean;
    readonly terminating: boolean;
  }[];
}

/** Deployment, ReplicaSet, DaemonSet: shown in lists, not as boxes. */
export interface WorkloadRow {
  readonly kind: 'Deployment' | 'ReplicaSet' | 'DaemonSet';
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  readonly ready: number;
  readonly owner?: string;
}

/** Any other object: kind and name only. */
export interface OtherRow {
  readonly kind: 'Namespace' | 'ConfigMap' | 'Secret' | 'EndpointSlice' | 'Endpoints' | 'ServiceAccount';
  readonly key: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A machine outside the cluster or between: laptop, internet client, edge. */
export interface ActorRow {
  readonly kind: 'Actor';
  readonly key: string;
  readonly name: string;
  readonly place: string;
  readonly role: 'laptop' | 'internet' | 'edge' | 'load-balancer';
  readonly ip: string;
}
