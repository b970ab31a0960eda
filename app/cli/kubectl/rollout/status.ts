import { bad, good, type Result } from '../../../base/result.ts';
import { at, listAt, nameOf, numberAt, textAt } from '../unstructured.ts';

/** Where a rollout stands: a sentence, and whether it is over. */
export interface RolloutStatus {
  readonly text: string;
  readonly done: boolean;
}

/** Kinds whose rollout can be watched. */
export const WATCHED_KINDS = ['Deployment', 'DaemonSet', 'StatefulSet'];

/** @upstream kubectl/pkg/polymorphichelpers/rollout_status.go */
export function rolloutStatus(object: unknown): Result<RolloutStatus> {
  switch (textAt(object, 'kind')) {
    case 'Deployment':
      return deploymentStatus(object);
    case 'DaemonSet':
      return daemonSetStatus(object);
    default:
      return statefulSetStatus(object);
  }
}

function waiting(text: string): Result<RolloutStatus> {
  return good({ text: `${text}\n`, done: false });
}

function over(text: string): Result<RolloutStatus> {
  return good({ text: `${text}\n`, done: true });
}

function count(object: unknown, ...path: readonly string[]): number {
  return numberAt(object, ...path) ?? 0;
}

function deploymentStatus(object: unknown): Result<RolloutStatus> {
  const name = nameOf(object);
  if (count(object, 'metadata', 'generation') > count(object, 'status', 'observedGeneration')) {
    return waiting('Waiting for deployment spec update to be observed...');
  }
  const progress = listAt(object, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === 'Progressing',
  );
  if (textAt(progress, 'reason') === 'ProgressDeadlineExceeded') {
    return bad(`deployment "${name}" exceeded its progress deadline`);
  }
  const [wanted, updated, total, available] = [
    numberAt(object, 'spec', 'replicas') ?? 1,
    count(object, 'status', 'updatedReplicas'),
    count(object, 'status', 'replicas'),
    count(object, 'status', 'availableReplicas'),
  ];
  const head = `Waiting for deployment "${name}" rollout to finish:`;
  if (updated < wanted)
    return waiting(`${head} ${updated} out of ${wanted} new replicas have been updated...`);
  if (total > updated) return waiting(`${head} ${total - updated} old replicas are pending termination...`);
  if (available < updated)
    return waiting(`${head} ${available} of ${updated} updated replicas are available...`);
  return over(`deployment "${name}" successfully rolled out`);
}

function daemonSetStatus(object: unknown): Result<RolloutStatus> {
  const name = nameOf(object);
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') {
    return bad('rollout status is only available for RollingUpdate strategy type');
  }
  if (count(object, 'metadata', 'generation') > count(object, 'status', 'observedGeneration')) {
    return waiting('Waiting for daemon set spec update to be observed...');
  }
  const [wanted, updated, available] = [
    count(object, 'status', 'desiredNumberScheduled'),
    count(object, 'status', 'updatedNumberScheduled'),
    count(object, 'status', 'numberAvailable'),
  ];
  const head = `Waiting for daemon set "${name}" rollout to finish:`;
  if (updated < wanted) return waiting(`${head} ${updated} out of ${wanted} new pods have been updated...`);
  if (available < wanted) return waiting(`${head} ${available} of ${wanted} updated pods are available...`);
  return over(`daemon set "${name}" successfully rolled out`);
}

function statefulSetStatus(object: unknown): Result<RolloutStatus> {
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') {
    return bad('rollout status is only available for RollingUpdate strategy type');
  }
  const observed = count(object, 'status', 'observedGeneration');
  if (observed === 0 || count(object, 'metadata', 'generation') > observed) {
    return waiting('Waiting for statefulset spec update to be observed...');
  }
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const ready = count(object, 'status', 'readyReplicas');
  if (ready < wanted) return waiting(`Waiting for ${wanted - ready} pods to be ready...`);
  const updated = count(object, 'status', 'updatedReplicas');
  if (at(object, 'spec', 'updateStrategy', 'rollingUpdate') !== undefined) {
    const partition = count(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
    if (updated < wanted - partition) {
      return waiting(
        `Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`,
      );
    }
    return over(`partitioned roll out complete: ${updated} new pods have been updated...`);
  }
  const revision = textAt(object, 'status', 'updateRevision');
  if (revision !== textAt(object, 'status', 'currentRevision')) {
    return waiting(
      `waiting for statefulset rolling update to complete ${updated} pods at revision ${revision}...`,
    );
  }
  return over(
    `statefulset rolling update complete ${count(object, 'status', 'currentReplicas')} pods at revision ${textAt(object, 'status', 'currentRevision')}...`,
  );
}
