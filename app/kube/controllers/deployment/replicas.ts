import type { Deployment, ReplicaSet } from '../../kinds/types.data.ts';
import { fenceposts } from '../../control/rolling.ts';

/** Annotations that Deployments and their ReplicaSets carry. */
export const REVISION = 'deployment.kubernetes.io/revision';
/** Revisions a ReplicaSet had before, separated by commas. */
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
/** The Deployment's replicas when this ReplicaSet was last scaled. */
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
/** The same with the surge. */
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** Whether old and new Pods run side by side while it changes. */
export function isRolling(deployment: Deployment): boolean {
  return deployment.spec.strategy.type !== 'Recreate';
}

/** How many Pods may run beyond the desired number. */
export function maxSurge(deployment: Deployment): number {
  return isRolling(deployment) ? limits(deployment).surge : 0;
}

/** How many Pods may be missing. */
export function maxUnavailable(deployment: Deployment): number {
  const { replicas } = deployment.spec;
  if (!isRolling(deployment) || replicas === 0) return 0;
  return Math.min(limits(deployment).unavailable, replicas);
}

function limits({ spec }: Deployment) {
  const { rollingUpdate } = spec.strategy;
  return fenceposts(rollingUpdate?.maxSurge, rollingUpdate?.maxUnavailable, spec.replicas);
}

/** Sum of a number over ReplicaSets. */
export function sumOf(sets: readonly ReplicaSet[], number: (set: ReplicaSet) => number | undefined): number {
  return sets.reduce((sum, set) => sum + (number(set) ?? 0), 0);
}

/** Replicas asked for over all of them. */
export function desiredReplicas(sets: readonly ReplicaSet[]): number {
  return sumOf(sets, (set) => set.spec.replicas);
}

/** Those that should have Pods. */
export function activeSets(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return sets.filter((set) => set.spec.replicas > 0);
}

/** Oldest first. */
export function byCreation(one: ReplicaSet, other: ReplicaSet): number {
  const [a, b] = [one.metadata, other.metadata];
  if (a.creationTimestamp !== b.creationTimestamp) return a.creationTimestamp < b.creationTimestamp ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** The number in an annotation, if there is one. */
export function numberAnnotation(set: ReplicaSet | Deployment, key: string): number | undefined {
  const text = set.metadata.annotations?.[key];
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/**
 * The size of the new ReplicaSet now: as far up as the surge allows.
 * @upstream pkg/controller/deployment/util/deployment_util.go NewRSNewReplicas
 */
export function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const { replicas } = deployment.spec;
  if (!isRolling(deployment)) return replicas;
  const room = replicas + maxSurge(deployment) - desiredReplicas(all);
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}
