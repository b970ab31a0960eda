import type { Pod } from '../kinds/types.data.ts';
import type { FilterName, Refusal } from './filters.ts';

/** A Pod that found no place, and what stood in its way. */
export interface Stuck {
  readonly pod: Pod;
  readonly filters: ReadonlySet<FilterName | 'Claim'>;
  /** When it is tried again in any case. */
  readonly flushAt: number;
}

/** Pods that wait for a node: those to be tried, by priority and then arrival, and those that found no place. */
export class SchedulingQueue {
  readonly #byPriority = new Map<number, Set<string>>();
  readonly stuck = new Map<string, Stuck>();

  get size(): number {
    let size = 0;
    for (const keys of this.#byPriority.values()) size += keys.size;
    return size;
  }

  add(key: string, pod: Pod): void {
    this.stuck.delete(key);
    const priority = pod.spec.priority ?? 0;
    const keys = this.#byPriority.get(priority);
    if (keys) keys.add(key);
    else this.#byPriority.set(priority, new Set([key]));
  }

  remove(key: string): void {
    this.stuck.delete(key);
    for (const keys of this.#byPriority.values()) keys.delete(key);
  }

  /** Takes out the Pod whose turn it is. */
  take(): string | undefined {
    let best: number | undefined;
    for (const [priority, keys] of this.#byPriority)
      if (keys.size > 0 && (best === undefined || priority > best)) best = priority;
    const keys = best === undefined ? undefined : this.#byPriority.get(best);
    for (const key of keys ?? []) {
      keys?.delete(key);
      return key;
    }
    return undefined;
  }

  park(key: string, pod: Pod, refusals: readonly Refusal[] | 'Claim', flushAt: number): void {
    const filters = refusals === 'Claim' ? ['Claim' as const] : refusals.map(({ filter }) => filter);
    this.stuck.set(key, { pod, filters: new Set(filters), flushAt });
  }
}
