import type { Pod } from '../kinds/types.data.ts';
import type { Refusal } from './filters.ts';

/**
 * Why no node takes a Pod, in the scheduler's words: the filters' reasons counted and sorted, then what evicting other
 * Pods would do.
 * @upstream pkg/scheduler/framework/types.go FitError
 */
export function unschedulableMessage(pod: Pod, refusals: readonly Refusal[]): string {
  const count = refusals.length;
  if (count === 0) return 'no nodes available to schedule pods';
  const reasons = tally(refusals.flatMap(({ reasons: some }) => some));
  return `0/${count} nodes are available: ${reasons}. no new claims to deallocate, preemption: ${preemption(pod, refusals)}`;
}

/** Why a Pod fits nowhere before any node is looked at. */
export function earlyMessage(nodes: number, reason: string): string {
  return `0/${nodes} nodes are available: ${reason}. not found`;
}

function preemption(pod: Pod, refusals: readonly Refusal[]): string {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const outcomes = refusals.map(({ helpless }) =>
    helpless ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod',
  );
  return `0/${refusals.length} nodes are available: ${tally(outcomes)}.`;
}

/** `1 this, 2 that`, sorted as text. */
function tally(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, number]) => `${number} ${text}`)
    .toSorted()
    .join(', ');
}
