import { isPodTerminal } from '../../control/pod-state.ts';
import { controllerOf } from '../../control/owner.ts';
import type { Pod, ReplicaSet } from '../../kinds/types.data.ts';
import { activeSets, byCreation, desiredReplicas, maxUnavailable, newReplicas, sumOf } from './replicas.ts';
import { findReplicaSets } from './revisions.ts';
import type { Rollout } from './rollout.ts';

/**
 * One step of a rolling update: up with the new as far as the surge goes, or down with the old as far as availability
 * allows.
 * @upstream pkg/controller/deployment/rolling.go rolloutRolling
 */
export function rollOn(rollout: Rollout, sets: readonly ReplicaSet[]): void {
  findReplicaSets(rollout, sets, true);
  if (!rollout.current || rollout.failed) return;
  if (resizeNew(rollout, rollout.current)) return;
  shrinkOld(rollout, rollout.current);
}

function resizeNew(rollout: Rollout, current: ReplicaSet): boolean {
  const { deployment, all } = rollout;
  const wanted = deployment.spec.replicas;
  if (current.spec.replicas === wanted) return false;
  if (current.spec.replicas > wanted) return rollout.scale(current, wanted);
  return rollout.scale(current, newReplicas(deployment, all, current.spec.replicas));
}

function shrinkOld(rollout: Rollout, current: ReplicaSet): void {
  const { deployment, all } = rollout;
  if (desiredReplicas(rollout.old) === 0) return;
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment);
  const unavailable = current.spec.replicas - (current.status.availableReplicas ?? 0);
  const room = desiredReplicas(all) - minAvailable - unavailable;
  if (room <= 0) return;
  dropUnhealthy(rollout, room);
  dropHealthy(rollout, minAvailable);
}

function dropUnhealthy(rollout: Rollout, room: number): void {
  let left = room;
  for (const set of rollout.old.toSorted(byCreation)) {
    const healthy = set.status.availableReplicas ?? 0;
    const count = Math.min(left, set.spec.replicas - healthy);
    if (left <= 0) return;
    if (set.spec.replicas === 0 || count <= 0) continue;
    rollout.scale(set, set.spec.replicas - count);
    left -= count;
  }
}

function dropHealthy(rollout: Rollout, minAvailable: number): void {
  let left = sumOf(rollout.all, (set) => set.status.availableReplicas) - minAvailable;
  for (const set of rollout.old.toSorted(byCreation)) {
    if (left <= 0) return;
    const count = Math.min(set.spec.replicas, left);
    if (set.spec.replicas === 0) continue;
    rollout.scale(set, set.spec.replicas - count);
    left -= count;
  }
}

/**
 * One step of a Recreate update: all old Pods go before the first new one comes.
 * @upstream pkg/controller/deployment/recreate.go rolloutRecreate
 */
export function recreate(
  rollout: Rollout,
  sets: readonly ReplicaSet[],
  podsOf: (set: ReplicaSet) => readonly Pod[],
): void {
  findReplicaSets(rollout, sets, false);
  const active = activeSets(rollout.old);
  for (const set of active) rollout.scale(set, 0);
  if (active.length > 0 || rollout.failed || oldPodsRun(rollout, podsOf)) return;
  if (!rollout.current) findReplicaSets(rollout, sets, true);
  const { current, deployment } = rollout;
  if (current && current.spec.replicas !== deployment.spec.replicas)
    rollout.scale(current, deployment.spec.replicas);
}

function oldPodsRun({ old }: Rollout, podsOf: (set: ReplicaSet) => readonly Pod[]): boolean {
  if (sumOf(old, (set) => set.status.replicas) > 0) return true;
  return old.some((set) =>
    podsOf(set).some((pod) => controllerOf(pod)?.uid === set.metadata.uid && !isPodTerminal(pod)),
  );
}
