import type { PodOverrides } from '../../control/pod-control.ts';
import type { Job, Pod } from '../../kinds/types.data.ts';

const INDEX = 'batch.kubernetes.io/job-completion-index';
/** Finalizer that keeps a Job's Pods until they have been counted. */
export const TRACKING = 'batch.kubernetes.io/job-tracking';

/** Whether the Job's Pods have indexes. */
export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === 'Indexed';
}

/** The index of a Pod. */
export function indexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[INDEX];
  return text === undefined ? undefined : Number(text);
}

/** How a Job's Pod differs from the template. */
export function jobPodOverrides(
  { metadata, spec }: Job,
  index: number | undefined,
): PodOverrides & { readonly prefix: string } {
  if (index === undefined) return { finalizers: [TRACKING], prefix: `${metadata.name}-` };
  const variable = {
    name: 'JOB_COMPLETION_INDEX',
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` } },
  };
  const containers = spec.template.spec.containers.map((container) => ({
    ...container,
    env: [...(container.env ?? []), variable],
  }));
  return {
    finalizers: [TRACKING],
    annotations: { [INDEX]: String(index) },
    labels: { [INDEX]: String(index) },
    spec: { hostname: `${metadata.name}-${index}`, containers },
    prefix: `${metadata.name}-${index}-`,
  };
}

/** The indexes that have succeeded, in text: `0,2-4`. */
export function indexText(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].toSorted((one, other) => one - other);
  const runs: [number, number][] = [];
  for (const index of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs
    .map(([from, to]) => (from === to ? String(from) : to === from + 1 ? `${from},${to}` : `${from}-${to}`))
    .join(',');
}

/** Reads such a text. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? '').split(',').filter((one) => one !== '')) {
    const [from = 0, to = from] = part.split('-').map(Number);
    for (let index = from; index <= to; index++) indexes.add(index);
  }
  return indexes;
}
