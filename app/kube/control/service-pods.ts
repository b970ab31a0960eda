import type { Index, Informer } from '../informer.ts';
import type { Pod, Service } from '../kinds/types.data.ts';
import { storeKey } from '../resource-type.ts';
import type { WorkQueue } from '../work-queue.ts';
import { endpointChanged } from './endpoint-ports.ts';

/** Finds the Pods of a Service and the Services of a Pod without looking at all of them. */
export interface ServicePods {
  podsOf(service: Service): readonly Pod[];
  servicesOf(pod: Pod): readonly Service[];
}

/** Makes the two indexes: Pods by each of their labels, Services by one label that they ask for. */
export function indexServicePods(services: Informer<Service>, pods: Informer<Pod>): ServicePods {
  const byLabel: Index<Pod> = pods.index('label', ({ metadata }) =>
    Object.entries(metadata.labels ?? {}).map(([key, value]) => labelKey(metadata.namespace, key, value)),
  );
  const bySelector: Index<Service> = services.index('selector', ({ metadata, spec }) => {
    const [pair] = selectorPairs(spec.selector);
    return pair ? [labelKey(metadata.namespace, ...pair)] : [];
  });
  return {
    podsOf({ metadata, spec }) {
      const pairs = selectorPairs(spec.selector);
      if (pairs.length === 0) return [];
      const groups = pairs.map(([key, value]) => labelKey(metadata.namespace, key, value));
      const rarest = groups.reduce((one, other) => (byLabel.count(other) < byLabel.count(one) ? other : one));
      const candidates = byLabel.get(rarest);
      return pairs.length === 1 ? candidates : candidates.filter((pod) => takes(pairs, pod));
    },
    servicesOf(pod) {
      const { namespace, labels = {} } = pod.metadata;
      return Object.entries(labels).flatMap(([key, value]) =>
        bySelector
          .get(labelKey(namespace, key, value))
          .filter(({ spec }) => takes(selectorPairs(spec.selector), pod)),
      );
    },
  };
}

/** Queues a Service when it changes, or when a Pod of its changes in what makes it an endpoint. */
export function watchServicePods(
  services: Informer<Service>,
  pods: Informer<Pod>,
  map: ServicePods,
  queue: WorkQueue,
): readonly (() => void)[] {
  const enqueue = (pod: Pod | undefined) => {
    if (pod) for (const service of map.servicesOf(pod)) queue.add(storeKey(service));
  };
  return [
    services.listen((after, before) => {
      const service = after ?? before;
      if (service) queue.add(storeKey(service));
    }),
    pods.listen((after, before) => {
      if (!endpointChanged(after, before)) return;
      if (before && before.metadata.labels !== after?.metadata.labels) enqueue(before);
      enqueue(after);
    }),
  ];
}

function labelKey(namespace: string | undefined, key: string, value: string): string {
  return `${namespace ?? ''}/${key}=${value}`;
}

function selectorPairs(
  selector: Readonly<Record<string, string>> | undefined,
): readonly (readonly [string, string])[] {
  return Object.entries(selector ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function takes(pairs: readonly (readonly [string, string])[], { metadata }: Pod): boolean {
  return pairs.every(([key, value]) => metadata.labels?.[key] === value);
}
