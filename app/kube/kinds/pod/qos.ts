import type { Container, Pod } from '../types.data.ts';

type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** How well a Pod is served when its node runs short. @upstream pkg/apis/core/helper/qos */
export function qosClass({ spec }: Pod): QosClass {
  const containers: readonly Container[] = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const all = spec?.resources ? [{ resources: spec.resources }] : containers;
  const asks = all.some(({ resources }) =>
    [...Object.keys(resources?.requests ?? {}), ...Object.keys(resources?.limits ?? {})].some(
      (name) => name === 'cpu' || name === 'memory',
    ),
  );
  if (!asks) return 'BestEffort';
  const equal = all.every(({ resources }) =>
    ['cpu', 'memory'].every((name) => {
      const limit = resources?.limits?.[name];
      return limit !== undefined && (resources?.requests?.[name] ?? limit) === limit;
    }),
  );
  return equal ? 'Guaranteed' : 'Burstable';
}
