import { Invariant } from '../../base/assert.ts';
import { objectKey, type KubeObject } from '../../kube/kinds/object.ts';
import type { DaemonSet, Deployment, ReplicaSet } from '../../kube/kinds/types.data.ts';
import type { OtherRow, WorkloadRow } from './rows.ts';

/** A Deployment, ReplicaSet or DaemonSet with its counts. */
export function workloadRow(object: Deployment | ReplicaSet | DaemonSet): WorkloadRow {
  const { name, namespace = '' } = object.metadata;
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return {
    kind: object.kind,
    key: objectKey(object.kind, name, namespace),
    name,
    namespace,
    ...countsOf(object),
    ...(owner && { owner: objectKey(owner.kind, owner.name, namespace) }),
  };
}

function countsOf(object: Deployment | ReplicaSet | DaemonSet): { replicas: number; ready: number } {
  if (object.kind === 'DaemonSet')
    return { replicas: object.status.desiredNumberScheduled, ready: object.status.numberReady };
  return { replicas: object.spec.replicas, ready: object.status.readyReplicas ?? 0 };
}

/** Kinds that are only listed. */
const OTHERS: readonly OtherRow['kind'][] = [
  'Namespace',
  'ConfigMap',
  'Secret',
  'EndpointSlice',
  'Endpoints',
  'ServiceAccount',
];

/** Any other object by kind and name. */
export function otherRow(object: KubeObject): OtherRow {
  const { name, namespace } = object.metadata;
  const kind = OTHERS.find((known) => known === object.kind);
  if (!kind) throw new Invariant('no-row-for-kind', object.kind);
  return { kind, key: objectKey(kind, name, namespace), name, ...(namespace !== undefined && { namespace }) };
}
