import { Invariant } from '../base/assert.ts';
import type { ApiDoor } from '../kube/client.ts';
import type { Manifest, WorldSpec } from './world-spec.ts';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
/** Port of the API server on the control plane. */
export const API_PORT = 6443;

/** Paths of the kinds that a fresh cluster is made of. */
const PATHS: Readonly<Record<string, string>> = {
  ServiceAccount: '/api/v1/namespaces/NS/serviceaccounts',
  ConfigMap: '/api/v1/namespaces/NS/configmaps',
  Service: '/api/v1/namespaces/NS/services',
  Endpoints: '/api/v1/namespaces/NS/endpoints',
  EndpointSlice: '/apis/discovery.k8s.io/v1/namespaces/NS/endpointslices',
  Deployment: '/apis/apps/v1/namespaces/NS/deployments',
  DaemonSet: '/apis/apps/v1/namespaces/NS/daemonsets',
  PriorityClass: '/apis/scheduling.k8s.io/v1/priorityclasses',
  ServiceCIDR: '/apis/networking.k8s.io/v1/servicecidrs',
};

/** Makes what every cluster has before anybody asks: namespaces, the Service of the API server, and the world's objects. */
export function bootstrap(door: ApiDoor, spec: WorldSpec): void {
  for (const name of NAMESPACES)
    create(door, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const object of [...priorityClasses(), ...apiServerObjects(spec), ...spec.objects]) {
    const path = PATHS[object.kind];
    if (path === undefined) throw new Invariant('no-path-for-kind', object.kind);
    create(door, path.replace('NS', object.metadata.namespace ?? 'default'), object);
  }
}

/** Makes again what is missing of the API server's own Service. */
export function restoreApiServerService(door: ApiDoor, spec: WorldSpec): void {
  for (const body of apiServerObjects(spec)) {
    const path = (PATHS[body.kind] ?? '').replace('NS', 'default');
    door({ method: 'POST', path, query: {}, headers: {}, body, user: 'kube-apiserver' });
  }
}

function create(door: ApiDoor, path: string, body: Manifest): void {
  const answer = door({ method: 'POST', path, query: {}, headers: {}, body, user: 'kube-apiserver' });
  if (answer.type !== 'object' || answer.status >= 300)
    throw new Invariant('bootstrap-refused', { path, answer });
}

/** The priorities that system Pods name; every cluster has them. */
function priorityClasses(): Manifest[] {
  const classes = [
    [
      'system-cluster-critical',
      2_000_000_000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ],
    [
      'system-node-critical',
      2_000_001_000,
      'Used for system critical pods that must not be moved from their current node.',
    ],
  ] as const;
  return classes.map(([name, value, description]) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    description,
  }));
}

/** The Service `kubernetes` with its hand-written members: the API server's own doing. */
function apiServerObjects(spec: WorldSpec): Manifest[] {
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const addresses = spec.nodes.flatMap((node) => (node.controlPlane === true ? [node.internalIp] : []));
  const port = { name: 'https', port: API_PORT, protocol: 'TCP' };
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: firstAddress(spec.serviceCidr),
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: API_PORT }],
    },
  };
  const network: Manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes' },
    spec: { cidrs: [spec.serviceCidr] },
  };
  if (addresses.length === 0) return [network, service];
  return [
    network,
    service,
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: [port] }],
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: addresses.map((ip) => ({ addresses: [ip], conditions: { ready: true } })),
      ports: [port],
    },
  ];
}

/** The first address of a network: 10.0.0.0/16 gives 10.0.0.1. */
function firstAddress(network: string): string {
  return network.replace(/\.\d+\/\d+$/, '.1');
}
