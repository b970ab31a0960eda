import type { Pod, PodCondition } from '../kinds/types.data.ts';

/** A condition of a Pod by its type. */
export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  // Asked of every Pod of a Service or a ReplicaSet at each of their syncs.
  for (const condition of pod.status.conditions ?? NO_CONDITIONS)
    if (condition.type === type) return condition;
  return undefined;
}

const NO_CONDITIONS: readonly PodCondition[] = [];

/** Whether the Pod's Ready condition is True. */
export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** Whether the Pod has ended for good. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}

/** Whether the Pod counts for its owner: neither ended nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Whether the Pod is on its way out but has not ended. */
export function isPodTerminating(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined;
}

/**
 * Whether the Pod has been ready for so many seconds.
 * @upstream pkg/api/v1/pod/util.go IsPodAvailable
 */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  return (
    ready.lastTransitionTime !== undefined &&
    Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000 <= now
  );
}
