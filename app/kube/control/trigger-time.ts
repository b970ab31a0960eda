import type { Pod, Service } from '../kinds/types.data.ts';
import { storeKey } from '../resource-type.ts';
import { podCondition } from './pod-state.ts';

/** Annotation that tells which change an EndpointSlice answers to. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * Finds the change that made a Service's endpoints change: the Service itself the first time, then the earliest Pod whose
 * readiness has changed since.
 * @upstream k8s.io/endpointslice/trigger_time_tracker.go
 */
export class TriggerTimes {
  readonly #known = new Map<string, Map<string, string>>();

  compute(service: Service, pods: readonly Pod[]): string | undefined {
    const key = storeKey(service);
    const before = this.#known.get(key);
    const times = before ?? new Map<string, string>();
    let earliest: string | undefined;
    let count = 0;
    for (const pod of pods) {
      const time = podCondition(pod, 'Ready')?.lastTransitionTime;
      if (time === undefined) continue;
      count++;
      const known = times.get(pod.metadata.name);
      if (known === time) continue;
      times.set(pod.metadata.name, time);
      const news = time > (known ?? '');
      if (news && (earliest === undefined || time < earliest)) earliest = time;
    }
    if (times.size > count) forgetGone(times, pods);
    this.#known.set(key, times);
    return before ? earliest : service.metadata.creationTimestamp;
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}

function forgetGone(times: Map<string, string>, pods: readonly Pod[]): void {
  const here = new Set(
    pods.filter((pod) => podCondition(pod, 'Ready')?.lastTransitionTime).map(({ metadata }) => metadata.name),
  );
  for (const name of times.keys()) if (!here.has(name)) times.delete(name);
}
