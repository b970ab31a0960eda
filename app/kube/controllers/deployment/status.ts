import { timestampAt, type Core } from '../../../base/core.ts';
import { conditionOf, withCondition, withoutCondition } from '../../control/conditions.ts';
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
} from '../../kinds/types.data.ts';
import { desiredReplicas, maxUnavailable, sumOf } from './replicas.ts';

/** A condition as this moment makes it. */
export function conditionNow(
  core: Core,
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
): DeploymentCondition {
  const now = timestampAt(core);
  return { type, status, reason, message, lastUpdateTime: now, lastTransitionTime: now };
}

/** Whether the Deployment wants to know when it is stuck. */
export function hasProgressDeadline(deployment: Deployment): boolean {
  return deployment.spec.progressDeadlineSeconds !== 2147483647;
}

/**
 * The status that the ReplicaSets add up to, with the Available condition.
 * @upstream pkg/controller/deployment/sync.go calculateStatus
 */
export function statusOf(
  core: Core,
  deployment: Deployment,
  all: readonly ReplicaSet[],
  current: ReplicaSet | undefined,
): DeploymentStatus {
  const available = sumOf(all, (set) => set.status.availableReplicas);
  const enough = available >= deployment.spec.replicas - maxUnavailable(deployment);
  const condition = enough
    ? conditionNow(
        core,
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
      )
    : conditionNow(
        core,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      );
  const { collisionCount, conditions } = deployment.status;
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...positive(
      'replicas',
      sumOf(all, (set) => set.status.replicas),
    ),
    ...positive('updatedReplicas', current ? current.status.replicas : 0),
    ...positive(
      'readyReplicas',
      sumOf(all, (set) => set.status.readyReplicas),
    ),
    ...positive('availableReplicas', available),
    ...positive('unavailableReplicas', Math.max(0, desiredReplicas(all) - available)),
    terminatingReplicas: sumOf(all, (set) => set.status.terminatingReplicas),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: withCondition(conditions, condition),
  };
}

function positive<Key extends string>(key: Key, value: number): Partial<Record<Key, number>> {
  const numbers: Partial<Record<Key, number>> = {};
  if (value > 0) numbers[key] = value;
  return numbers;
}

/** Whether every Pod is new, running and available. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const { replicas } = deployment.spec;
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/**
 * The status of a rollout: as `statusOf`, with the Progressing condition kept up.
 * @upstream pkg/controller/deployment/progress.go syncRolloutStatus
 */
export function rolloutStatus(
  core: Core,
  deployment: Deployment,
  all: readonly ReplicaSet[],
  current: ReplicaSet | undefined,
): DeploymentStatus {
  let status = statusOf(core, deployment, all, current);
  if (!hasProgressDeadline(deployment))
    status = { ...status, conditions: withoutCondition(status.conditions, 'Progressing') };
  const before = conditionOf(deployment.status.conditions, 'Progressing');
  const settled =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && before?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !settled)
    status = { ...status, conditions: withProgress(core, deployment, status, current) };
  const failure = failureOf([...(current ? [current] : []), ...all]);
  const conditions = failure
    ? withCondition(status.conditions, failure)
    : withoutCondition(status.conditions, 'ReplicaFailure');
  return { ...status, conditions };
}

function withProgress(
  core: Core,
  deployment: Deployment,
  status: DeploymentStatus,
  current: ReplicaSet | undefined,
): readonly DeploymentCondition[] {
  const name = current ? `ReplicaSet "${current.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const set = (state: 'True' | 'False', reason: string, text: string) =>
    conditionNow(core, 'Progressing', state, reason, `${name} ${text}`);
  if (isComplete(deployment, status))
    return withCondition(
      status.conditions,
      set('True', 'NewReplicaSetAvailable', 'has successfully progressed.'),
    );
  const before = conditionOf(deployment.status.conditions, 'Progressing');
  if (hasProgressed(deployment.status, status)) {
    // Every step forward renews the update time, so the condition is put anew even when nothing else changes.
    const condition = set('True', 'ReplicaSetUpdated', 'is progressing.');
    const since = before?.status === 'True' ? before.lastTransitionTime : undefined;
    const renewed = since === undefined ? condition : { ...condition, lastTransitionTime: since };
    return withCondition(withoutCondition(status.conditions, 'Progressing'), renewed);
  }
  if (isTimedOut(core, deployment, status))
    return withCondition(
      status.conditions,
      set('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'),
    );
  return status.conditions ?? [];
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function isTimedOut(core: Core, deployment: Deployment, status: DeploymentStatus): boolean {
  const progress = conditionOf(status.conditions, 'Progressing');
  if (!progress || progress.reason === 'NewReplicaSetAvailable') return false;
  if (progress.reason === 'ProgressDeadlineExceeded') return true;
  return millisecondsToDeadline(core, deployment, progress) <= 0;
}

/** How long until a rollout without progress counts as stuck. */
export function millisecondsToDeadline(
  core: Core,
  deployment: Deployment,
  progress: DeploymentCondition,
): number {
  const since = Date.parse(progress.lastUpdateTime ?? '');
  return since + (deployment.spec.progressDeadlineSeconds ?? 600) * 1000 - (core.epoch + core.now());
}

function failureOf(sets: readonly ReplicaSet[]): DeploymentCondition | undefined {
  for (const set of sets) {
    const failure = conditionOf(set.status.conditions, 'ReplicaFailure');
    if (!failure) continue;
    const { lastTransitionTime } = failure;
    return { ...failure, ...(lastTransitionTime !== undefined && { lastUpdateTime: lastTransitionTime }) };
  }
  return undefined;
}
