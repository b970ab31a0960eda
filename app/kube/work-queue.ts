import type { Core } from '../base/core.ts';

/**
 * How the work of one key ended: done, or tried again with growing delays. With `more` it goes on at the same instant,
 * after what is already due: long work is done in parts so that nobody waits for it.
 */
export type WorkOutcome = 'done' | 'retry' | 'more';

/** How a work queue behaves. */
export interface WorkQueueOptions {
  /** Milliseconds from the first `add` of a key to its work; adds in between are one. Default 1. */
  readonly delay?: number;
  /** First and longest delay of retries, in milliseconds. */
  readonly retry?: { readonly first: number; readonly longest: number };
}

/** Keys of objects to be looked at. Each key waits at most once; its work is an agenda entry of the queue's owner. */
export interface WorkQueue {
  /** Asks for work soon. */
  add(key: string): void;
  /** Asks for work at least `delay` milliseconds from now; the earlier of two such wishes stands. */
  addAfter(key: string, delay: number, options?: { readonly periodic?: boolean }): void;
  /** Forgets everything that waits. */
  clear(): void;
}

const RETRY = { first: 5, longest: 1_000_000 };

/**
 * Makes a work queue whose work is done by `work`, called from the agenda with one key at a time. Retries wait 5 ms, 10,
 * 20, … up to 1000 s; from one second on they count as periodic: a world whose only work is a hopeless retry has settled.
 * @upstream k8s.io/client-go/util/workqueue
 */
export function createWorkQueue(
  core: Core,
  owner: string,
  work: (key: string) => WorkOutcome,
  options: WorkQueueOptions = {},
): WorkQueue {
  const { delay = 1, retry = RETRY } = options;
  const soon = new Map<string, number>();
  const later = new Map<string, { readonly seq: number; readonly at: number }>();
  const failures = new Map<string, number>();
  const going = new Set<number>();

  const add = (key: string) => {
    if (!soon.has(key)) soon.set(key, core.agenda.after(delay, owner, key));
  };
  const addAfter: WorkQueue['addAfter'] = (key, wait, { periodic = false } = {}) => {
    if (wait <= delay && !periodic) return add(key);
    const at = core.now() + wait;
    const known = later.get(key);
    if (known && known.at <= at) return;
    if (known) core.agenda.cancel(known.seq);
    later.set(key, { seq: core.agenda.after(wait, owner, key, { periodic }), at });
  };
  const retryLater = (key: string) => {
    const count = failures.get(key) ?? 0;
    failures.set(key, count + 1);
    const wait = Math.max(delay + 1, Math.min(retry.first * 2 ** count, retry.longest));
    addAfter(key, wait, { periodic: wait >= 1000 });
  };

  core.agenda.handle(owner, (payload, due) => {
    if (typeof payload !== 'string') return;
    const key = payload;
    going.delete(due.seq);
    if (soon.get(key) === due.seq) soon.delete(key);
    else if (later.get(key)?.seq === due.seq) later.delete(key);
    const outcome = work(key);
    if (outcome === 'more') going.add(core.agenda.after(0, owner, key));
    else if (outcome === 'retry') retryLater(key);
    else failures.delete(key);
  });

  return {
    add,
    addAfter,
    clear() {
      for (const seq of soon.values()) core.agenda.cancel(seq);
      for (const { seq } of later.values()) core.agenda.cancel(seq);
      for (const seq of going) core.agenda.cancel(seq);
      going.clear();
      soon.clear();
      later.clear();
      failures.clear();
    },
  };
}
