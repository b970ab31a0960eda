import { at, listAt, nameOf, namespaceOf, textAt } from '../unstructured.ts';

/** What drain may do with a Pod. */
export type Fate =
  | { readonly evict: true; readonly warning?: string }
  | { readonly evict: false; readonly warning?: string; readonly error?: string };

/** How far drain may go. */
export interface DrainLimits {
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDir: boolean;
}

const DAEMONSET_ERROR = 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)';
const LOCAL_ERROR = 'Pods with local storage (use --delete-emptydir-data to override)';
const BARE_ERROR = 'cannot delete Pods that declare no controller (use --force to override)';

/** @upstream kubectl/pkg/drain/filters.go */
export function fateOf(pod: unknown, limits: DrainLimits): Fate {
  const phase = textAt(pod, 'status', 'phase');
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const owner = listAt(pod, 'metadata', 'ownerReferences').find((one) => at(one, 'controller') === true);
  if (textAt(owner, 'kind') === 'DaemonSet' && !finished) {
    if (!limits.ignoreDaemonSets) return { evict: false, error: DAEMONSET_ERROR };
    return { evict: false, warning: 'ignoring DaemonSet-managed Pods' };
  }
  if (textAt(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== '') return { evict: false };
  if (finished) return { evict: true };
  const local = listAt(pod, 'spec', 'volumes').some((volume) => at(volume, 'emptyDir') !== undefined);
  if (local && !limits.deleteEmptyDir) return { evict: false, error: LOCAL_ERROR };
  if (owner === undefined) {
    if (!limits.force) return { evict: false, error: BARE_ERROR };
    return { evict: true, warning: 'deleting Pods that declare no controller' };
  }
  return { evict: true };
}

/** `namespace/name` of a Pod. */
export function podWord(pod: unknown): string {
  return `${namespaceOf(pod)}/${nameOf(pod)}`;
}
