import { timestampAt, dateAt, type Core } from '../../base/core.ts';
import { sha256, toHex } from '../../base/crypto/sha256.ts';
import type { ApiClient } from '../api-client.ts';
import type { PulledImage } from '../image-store.ts';
import type { Lease, Node, NodeCondition } from '../kinds/types.data.ts';
import { LEASES, NODES } from '../resource-type.ts';

/** What a node is, as world data. */
export interface NodeFacts {
  readonly name: string;
  readonly internalIp: string;
  readonly externalIp?: string;
  readonly podCidr: string;
  readonly zone?: string;
  readonly region?: string;
  readonly controlPlane?: boolean;
}

/** Capacity and allocatable of every simulated node. */
export const CAPACITY = {
  cpu: '2',
  'ephemeral-storage': '50620216Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '4015612Ki',
  pods: '110',
};
/** What of it Pods may use. */
export const ALLOCATABLE = { ...CAPACITY, 'ephemeral-storage': '46651591066', memory: '3913212Ki' };

/** What containerd's handlers can do. */
const HANDLER_FEATURES = { recursiveReadOnlyMounts: true, userNamespaces: true };

const NAMESPACE = 'kube-node-lease';
const LEASE_SECONDS = 40;

/** The Node object that a kubelet registers. */
export function nodeObject(core: Core, facts: NodeFacts): Node {
  const { name, podCidr, controlPlane, zone, region, internalIp } = facts;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: '',
      resourceVersion: '',
      creationTimestamp: timestampAt(core),
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(controlPlane === true && {
          'node-role.kubernetes.io/control-plane': '',
          'node.kubernetes.io/exclude-from-external-load-balancers': '',
        }),
        ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }),
        ...(region !== undefined && { 'topology.kubernetes.io/region': region }),
      },
      annotations: {
        'alpha.kubernetes.io/provided-node-ip': internalIp,
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: podCidr,
      podCIDRs: [podCidr],
      ...(controlPlane === true && {
        taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' as const }],
      }),
    },
    status: nodeStatus(core, facts, undefined, []),
  };
}

/** The status that a kubelet reports. */
export function nodeStatus(
  core: Core,
  facts: NodeFacts,
  before: Node['status'] | undefined,
  images: readonly PulledImage[],
): Node['status'] {
  return {
    ...before,
    addresses: [
      { type: 'InternalIP', address: facts.internalIp },
      ...(facts.externalIp === undefined ? [] : [{ type: 'ExternalIP', address: facts.externalIp }]),
      { type: 'Hostname', address: facts.name },
    ],
    capacity: CAPACITY,
    allocatable: ALLOCATABLE,
    conditions: nodeConditions(core, before?.conditions ?? []),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    features: { supplementalGroupsPolicy: true },
    images: images
      .toSorted((one, other) => other.sizeBytes - one.sizeBytes || (one.reference < other.reference ? -1 : 1))
      .slice(0, 50)
      .map(({ id, reference, sizeBytes }) => ({ names: [id, reference], sizeBytes })),
    nodeInfo: {
      machineID: toHex(sha256(`machine/${facts.name}`)).slice(0, 32),
      systemUUID: uuidOf(`system/${facts.name}`),
      bootID: uuidOf(`boot/${facts.name}`),
      kernelVersion: '6.12.48+deb13-amd64',
      osImage: 'Debian GNU/Linux 13 (trixie)',
      containerRuntimeVersion: 'containerd://2.1.5',
      kubeletVersion: 'v1.35.4',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
    runtimeHandlers: [
      { features: HANDLER_FEATURES, name: '' },
      { features: HANDLER_FEATURES, name: 'runc' },
    ],
  };
}

function uuidOf(seed: string): string {
  const hex = toHex(sha256(seed));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

const CONDITIONS = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

function nodeConditions(core: Core, before: readonly NodeCondition[]): readonly NodeCondition[] {
  const now = timestampAt(core);
  return CONDITIONS.map(([type, status, reason, message]) => {
    const old = before.find((condition) => condition.type === type);
    const same = old?.status === status && old.lastTransitionTime !== undefined;
    const lastTransitionTime = same ? old.lastTransitionTime : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message };
  });
}

/**
 * Renews the node's Lease, or makes it.
 * @upstream k8s.io/component-helpers/apimachinery/lease/controller.go
 */
export function renewLease(
  core: Core,
  client: ApiClient,
  node: Node,
  known: Lease | undefined,
): Lease | undefined {
  const renewTime = dateAt(core)
    .toISOString()
    .replace(/(\.\d+)Z$/, '$1000Z');
  const spec = { holderIdentity: node.metadata.name, leaseDurationSeconds: LEASE_SECONDS, renewTime };
  if (known) {
    const answer = client.update(LEASES, { ...known, spec });
    if (answer.ok) return answer.value;
  }
  const existing = client.get(LEASES, { namespace: NAMESPACE, name: node.metadata.name });
  if (existing.ok) {
    const answer = client.update(LEASES, { ...existing.value, spec });
    return answer.ok ? answer.value : undefined;
  }
  const { name, uid } = node.metadata;
  const made = client.create(LEASES, {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace: NAMESPACE,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
    },
    spec,
  });
  return made.ok ? made.value : undefined;
}

/** Makes the Node object, or takes the one that is there. */
export function registerNode(core: Core, client: ApiClient, facts: NodeFacts): Node | undefined {
  const existing = client.get(NODES, { name: facts.name });
  if (existing.ok) return existing.value;
  const {
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _created,
    ...metadata
  } = nodeObject(core, facts).metadata;
  const object = nodeObject(core, facts);
  const made = client.create(NODES, { ...object, metadata });
  return made.ok ? made.value : undefined;
}
