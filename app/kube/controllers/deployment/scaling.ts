import type { ReplicaSet } from '../../kinds/types.data.ts';
import {
  activeSets,
  byCreation,
  desiredReplicas,
  DESIRED_REPLICAS,
  isRolling,
  MAX_REPLICAS,
  maxSurge,
  numberAnnotation,
} from './replicas.ts';
import type { Rollout } from './rollout.ts';

/** Whether the Deployment's size has changed since its ReplicaSets were scaled. */
export function isScaled({ deployment, all }: Rollout): boolean {
  return activeSets(all).some((set) => {
    const desired = numberAnnotation(set, DESIRED_REPLICAS);
    return desired !== undefined && desired !== deployment.spec.replicas;
  });
}

/**
 * Brings the ReplicaSets to the Deployment's size: the only active one, or in the middle of a rollout all in proportion.
 * @upstream pkg/controller/deployment/sync.go scale
 */
export function scaleReplicaSets(rollout: Rollout): void {
  const { deployment, current, old } = rollout;
  const only = activeOrLatest(rollout);
  if (only) {
    if (only.spec.replicas !== deployment.spec.replicas) rollout.scale(only, deployment.spec.replicas);
    return;
  }
  if (current && isSaturated(rollout, current)) {
    for (const set of activeSets(old)) rollout.scale(set, 0);
    return;
  }
  if (isRolling(deployment)) scaleInProportion(rollout);
}

function activeOrLatest({ current, old }: Rollout): ReplicaSet | undefined {
  const newestFirst = old.toSorted((one, other) => byCreation(other, one));
  const active = activeSets([...(current ? [current] : []), ...newestFirst]);
  if (active.length === 0) return current ?? newestFirst[0];
  return active.length === 1 ? active[0] : undefined;
}

function isSaturated({ deployment }: Rollout, set: ReplicaSet): boolean {
  const { replicas } = deployment.spec;
  return (
    set.spec.replicas === replicas &&
    numberAnnotation(set, DESIRED_REPLICAS) === replicas &&
    (set.status.availableReplicas ?? 0) === replicas
  );
}

function scaleInProportion(rollout: Rollout): void {
  const { deployment, all } = rollout;
  const active = activeSets(all);
  const { replicas } = deployment.spec;
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const missing = allowed - desiredReplicas(active);
  const newestFirst = missing > 0 ? -1 : 1;
  const sorted = active.toSorted(
    (one, other) => other.spec.replicas - one.spec.replicas || newestFirst * byCreation(one, other),
  );
  let added = 0;
  const sizes = sorted.map((set) => {
    const part = missing === 0 ? 0 : share(rollout, set, missing, added);
    added += part;
    return set.spec.replicas + part;
  });
  for (const [index, set] of sorted.entries()) {
    const rest = index === 0 ? missing - added : 0;
    rollout.scale(set, Math.max(0, (sizes[index] ?? 0) + rest));
  }
}

/** @upstream pkg/controller/deployment/util/deployment_util.go GetReplicaSetProportion */
function share({ deployment }: Rollout, set: ReplicaSet, missing: number, added: number): number {
  if (set.spec.replicas === 0 || missing === added) return 0;
  const fraction = fractionOf(
    set,
    deployment.spec.replicas,
    deployment.spec.replicas + maxSurge(deployment),
    deployment.status.replicas ?? 0,
  );
  const allowed = missing - added;
  return missing > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed);
}

function fractionOf(set: ReplicaSet, replicas: number, allowed: number, statusReplicas: number): number {
  if (replicas === 0) return -set.spec.replicas;
  const before = numberAnnotation(set, MAX_REPLICAS) ?? statusReplicas;
  if (before === 0) return 0;
  return roundAwayFromZero((set.spec.replicas * allowed) / before) - set.spec.replicas;
}

function roundAwayFromZero(value: number): number {
  return value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5);
}
