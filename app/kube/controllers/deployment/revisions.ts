import { deepEqual } from '../../../base/equal.ts';
import { conditionOf, withCondition } from '../../control/conditions.ts';
import { controllerReference } from '../../control/owner.ts';
import { templateHash } from '../../control/template-hash.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../kinds/types.data.ts';
import { REPLICA_SETS } from '../../resource-type.ts';
import { byCreation, newReplicas, numberAnnotation, REVISION, REVISION_HISTORY } from './replicas.ts';
import { sizeAnnotations, type Rollout } from './rollout.ts';
import { conditionNow, hasProgressDeadline } from './status.ts';

/** Label that tells the Pods of one template from those of another. */
const HASH_LABEL = 'pod-template-hash';

/** Annotations of a Deployment that its ReplicaSets do not inherit. */
const OWN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** Longest list of former revisions, in characters. */
const MAX_HISTORY = 2000;

/**
 * Tells the ReplicaSet of the present template from the old ones, keeps the revision numbers right, and makes the new
 * ReplicaSet when asked to.
 * @upstream pkg/controller/deployment/sync.go getAllReplicaSetsAndSyncRevision
 */
export function findReplicaSets(rollout: Rollout, sets: readonly ReplicaSet[], create: boolean): void {
  const sorted = sets.toSorted(byCreation);
  const current = sorted.find((set) => sameTemplate(rollout.deployment, set));
  rollout.old = sorted.filter((set) => set !== current);
  rollout.current = current;
  const revision = 1 + Math.max(0, ...rollout.old.map((set) => numberAnnotation(set, REVISION) ?? 0));
  if (current) keepRevision(rollout, current, revision);
  else if (create) createReplicaSet(rollout, revision);
}

function sameTemplate({ spec }: Deployment, set: ReplicaSet): boolean {
  const template = set.spec.template;
  if (!template) return false;
  const { [HASH_LABEL]: _hash, ...labels } = template.metadata.labels ?? {};
  const plain = { ...template, metadata: { ...template.metadata, labels } };
  return deepEqual(plain, {
    ...spec.template,
    metadata: { ...spec.template.metadata, labels: spec.template.metadata.labels ?? {} },
  });
}

function keepRevision(rollout: Rollout, current: ReplicaSet, revision: number): void {
  const { deployment } = rollout;
  const annotations = inheritedAnnotations(deployment, current, revision, true);
  const { minReadySeconds } = deployment.spec;
  const sameDelay = (current.spec.minReadySeconds ?? 0) === (minReadySeconds ?? 0);
  if (!sameDelay || !deepEqual(annotations, current.metadata.annotations ?? {})) {
    const spec = { ...current.spec, minReadySeconds: minReadySeconds ?? 0 };
    const changed = { ...current, metadata: { ...current.metadata, annotations }, spec };
    const stored = rollout.take(rollout.client.update(REPLICA_SETS, changed));
    if (stored) rollout.current = stored;
    return;
  }
  const known = conditionOf(deployment.status.conditions, 'Progressing');
  const message = `Found new replica set "${current.metadata.name}"`;
  noteRevision(
    rollout,
    annotations[REVISION] ?? String(revision),
    known ? undefined : { reason: 'FoundNewReplicaSet', message },
  );
}

function noteRevision(
  rollout: Rollout,
  revision: string,
  progress: { readonly reason: string; readonly message: string } | undefined,
): void {
  const { deployment, core } = rollout;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  const { status } = deployment;
  if (!progress || !hasProgressDeadline(deployment)) return rollout.writeStatus(status, annotations);
  const condition = conditionNow(core, 'Progressing', 'True', progress.reason, progress.message);
  rollout.writeStatus({ ...status, conditions: withCondition(status.conditions, condition) }, annotations);
}

function createReplicaSet(rollout: Rollout, revision: number): void {
  const { deployment } = rollout;
  const draft = draftReplicaSet(rollout, revision);
  const answer = rollout.client.create(REPLICA_SETS, draft);
  if (!answer.ok) {
    if (answer.error.reason === 'AlreadyExists') countCollision(rollout);
    rollout.failed = true;
    return;
  }
  const created = answer.value;
  rollout.current = created;
  const { name } = created.metadata;
  if (created.spec.replicas > 0)
    rollout.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled up replica set ${name} from 0 to ${created.spec.replicas}`,
    });
  noteRevision(rollout, String(revision), {
    reason: 'NewReplicaSetCreated',
    message: `Created new replica set "${name}"`,
  });
}

function draftReplicaSet({ deployment, old }: Rollout, revision: number) {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(template, deployment.status.collisionCount);
  const labels = { ...template.metadata.labels, [HASH_LABEL]: hash };
  const hashed: PodTemplateSpec = { ...template, metadata: { ...template.metadata, labels } };
  return {
    apiVersion: 'apps/v1' as const,
    kind: 'ReplicaSet' as const,
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: {
        ...inheritedAnnotations(deployment, undefined, revision, false),
        ...sizeAnnotations(deployment),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: newReplicas(deployment, old, 0),
      ...(minReadySeconds !== undefined && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash } },
      template: hashed,
    },
  };
}

function countCollision(rollout: Rollout): void {
  const { status } = rollout.deployment;
  rollout.writeStatus({ ...status, collisionCount: (status.collisionCount ?? 0) + 1 });
}

/** @upstream pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations */
function inheritedAnnotations(
  deployment: Deployment,
  set: ReplicaSet | undefined,
  revision: number,
  exists: boolean,
): Readonly<Record<string, string>> {
  const inherited = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([key]) => !OWN_ANNOTATIONS.includes(key),
  );
  const annotations: Record<string, string> = {
    ...set?.metadata.annotations,
    ...Object.fromEntries(inherited),
  };
  const before = Number(annotations[REVISION] ?? 0);
  if (before >= revision) return annotations;
  const former = annotations[REVISION];
  annotations[REVISION] = String(revision);
  if (!exists || former === undefined) return annotations;
  const history = annotations[REVISION_HISTORY];
  const next = history === undefined || history === '' ? former : `${history},${former}`;
  annotations[REVISION_HISTORY] = next.length <= MAX_HISTORY ? next : next.slice(next.indexOf(',') + 1);
  return annotations;
}
