/** An object as one would apply it: defaults and server-side fields are missing. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** One Kubernetes node of a world. */
export interface NodeSpec {
  readonly name: string;
  readonly internalIp: string;
  readonly externalIp?: string;
  readonly podCidr: string;
  readonly zone?: string;
  readonly controlPlane?: boolean;
  /** The first Pod address given is the one after this host part: 1 gives `.2`. */
  readonly lastPodAddress?: number;
}

/** A machine outside the cluster, on the internet segment. */
export interface OutsiderSpec {
  readonly name: string;
  readonly kind: 'laptop' | 'internet';
  readonly ip: string;
}

/** What a world is made of, as data. */
export interface WorldSpec {
  readonly name: string;
  /** The calendar date at virtual time 0, RFC 3339. */
  readonly date: string;
  readonly serviceCidr: string;
  readonly clusterCidr: string;
  readonly gateway: string;
  readonly nodes: readonly NodeSpec[];
  readonly outsiders: readonly OutsiderSpec[];
  /** Destination ports that the cloud edge lets in from outside (TCP); undefined lets everything in. */
  readonly edgeOpenTcp?: { readonly from: number; readonly to: number };
  /** Objects that exist when the cluster starts, applied in order: kube-system and what belongs to it. */
  readonly objects: readonly Manifest[];
  /** First draws of named random streams. */
  readonly draws: Readonly<Record<string, readonly string[]>>;
  /** What containers do: `real` runs the programs of the images, `recorded` does what the recordings' runtime did. */
  readonly runtime: 'real' | 'recorded';
  /** Whether rules with nfacct counters are printed. */
  readonly nfacct: boolean;
}
