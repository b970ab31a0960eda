import type { EventObject } from './kinds/event/event.ts';
import type * as k from './kinds/types.data.ts';
import type { KubeObject } from './kinds/object.ts';

/** A kind as its clients address it: where the API serves it, and (by type only) what its objects look like. */
export interface ResourceType<Obj extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: Obj['kind'];
  readonly namespaced: boolean;
  /** Never set; it carries the type. */
  readonly object?: Obj;
}

/** What every client needs to say about an object to reach it again. */
export interface ObjectName {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf({ group, version }: Pick<ResourceType, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path of a collection, an object or a subresource. */
export function resourcePath(
  type: ResourceType,
  at: { readonly namespace?: string | undefined; readonly name?: string; readonly subresource?: string } = {},
): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = type.namespaced && at.namespace !== undefined ? `/namespaces/${at.namespace}` : '';
  const name = at.name === undefined ? '' : `/${at.name}`;
  const subresource = at.subresource === undefined ? '' : `/${at.subresource}`;
  return `${root}${scope}/${type.plural}${name}${subresource}`;
}

/** How objects are named in stores and work queues: `default/my-nginx`, or `node-905m` where there is no namespace. */
export function storeKey({ metadata }: { readonly metadata: ObjectName }): string {
  return nameKey(metadata);
}

/** The same from a name alone. */
export function nameKey({ namespace, name }: ObjectName): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}

/** Takes a store key apart. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: '', name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** One remembered template of a StatefulSet or DaemonSet. */
export interface ControllerRevision extends KubeObject {
  readonly kind: 'ControllerRevision';
  readonly data?: unknown;
  readonly revision: number;
}

function core<Obj extends KubeObject>(
  plural: string,
  kind: Obj['kind'],
  namespaced = true,
): ResourceType<Obj> {
  return { group: '', version: 'v1', plural, kind, namespaced };
}

function grouped<Obj extends KubeObject>(
  group: string,
  plural: string,
  kind: Obj['kind'],
  namespaced = true,
): ResourceType<Obj> {
  return { group, version: 'v1', plural, kind, namespaced };
}

/** Pods. */
export const PODS = core<k.Pod>('pods', 'Pod');
/** Nodes. */
export const NODES = core<k.Node>('nodes', 'Node', false);
/** Services. */
export const SERVICES = core<k.Service>('services', 'Service');
/** Namespaces. */
export const NAMESPACES = core<k.Namespace>('namespaces', 'Namespace', false);
/** ConfigMaps. */
export const CONFIG_MAPS = core<k.ConfigMap>('configmaps', 'ConfigMap');
/** Secrets. */
export const SECRETS = core<k.Secret>('secrets', 'Secret');
/** Endpoints, the older form of EndpointSlices. */
export const ENDPOINTS = core<k.Endpoints>('endpoints', 'Endpoints');
/** ServiceAccounts. */
export const SERVICE_ACCOUNTS = core<k.ServiceAccount>('serviceaccounts', 'ServiceAccount');
/** PersistentVolumeClaims. */
export const CLAIMS = core<k.PersistentVolumeClaim>('persistentvolumeclaims', 'PersistentVolumeClaim');
/** Bounds for what a namespace uses. */
export const RESOURCE_QUOTAS = core<k.ResourceQuota>('resourcequotas', 'ResourceQuota');
/** Events. */
export const EVENTS = core<EventObject>('events', 'Event');
/** Deployments. */
export const DEPLOYMENTS = grouped<k.Deployment>('apps', 'deployments', 'Deployment');
/** ReplicaSets. */
export const REPLICA_SETS = grouped<k.ReplicaSet>('apps', 'replicasets', 'ReplicaSet');
/** DaemonSets. */
export const DAEMON_SETS = grouped<k.DaemonSet>('apps', 'daemonsets', 'DaemonSet');
/** StatefulSets. */
export const STATEFUL_SETS = grouped<k.StatefulSet>('apps', 'statefulsets', 'StatefulSet');
/** ControllerRevisions. */
export const CONTROLLER_REVISIONS = grouped<ControllerRevision>(
  'apps',
  'controllerrevisions',
  'ControllerRevision',
);
/** Jobs. */
export const JOBS = grouped<k.Job>('batch', 'jobs', 'Job');
/** CronJobs. */
export const CRON_JOBS = grouped<k.CronJob>('batch', 'cronjobs', 'CronJob');
/** EndpointSlices. */
export const ENDPOINT_SLICES = grouped<k.EndpointSlice>(
  'discovery.k8s.io',
  'endpointslices',
  'EndpointSlice',
);
/** Leases. */
export const LEASES = grouped<k.Lease>('coordination.k8s.io', 'leases', 'Lease');
/** PodDisruptionBudgets. */
export const DISRUPTION_BUDGETS = grouped<k.PodDisruptionBudget>(
  'policy',
  'poddisruptionbudgets',
  'PodDisruptionBudget',
);
