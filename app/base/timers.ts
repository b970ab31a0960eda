import { Invariant } from './assert.ts';
import { virtualMs, type VirtualMs } from './brand.ts';
import type { Json } from './json.ts';

/** Work that is due at an instant, as data: it can be shown, compared and hashed. */
export interface Due {
  readonly at: VirtualMs;
  /** Order of entry; among equal times the earlier entry goes first. */
  readonly seq: number;
  /** Who handles it: `kubelet/node-905m`, `conntrack`, `process`. */
  readonly owner: string;
  readonly payload: Json;
  /** Comes again for ever (leases, resyncs, expiries, retries, probes): a world with nothing else due has settled. */
  readonly periodic: boolean;
}

/** How an owner does its due work. */
export type DueHandler = (payload: Json, due: Due) => void;

/** The agenda of the world: everything that waits for virtual time to pass, ordered by time, then by entry. */
export class Agenda {
  readonly #heap: Due[] = [];
  readonly #live = new Set<number>();
  readonly #handlers = new Map<string, DueHandler>();
  #seq = 0;
  #now: VirtualMs = virtualMs(0);

  /** Virtual time now: the time of the work that was started last, or later. */
  get now(): VirtualMs {
    return this.#now;
  }

  /** Says who handles the work of an owner. Handlers are wiring, not state: the same names are registered in every replay. */
  handle(owner: string, handler: DueHandler): void {
    this.#handlers.set(owner, handler);
  }

  /** Takes an owner's handler away; work of it that is still due is dropped when its time comes. */
  unhandle(owner: string): void {
    this.#handlers.delete(owner);
  }

  /** Enters work due `delay` milliseconds from now (0: after what is already due now). Returns its number for `cancel`. */
  after(delay: number, owner: string, payload: Json, options?: { readonly periodic?: boolean }): number {
    const seq = this.#seq++;
    const at = virtualMs(this.#now + Math.max(0, delay));
    this.#push({ at, seq, owner, payload, periodic: options?.periodic === true });
    this.#live.add(seq);
    return seq;
  }

  /** Takes work back; nothing happens when it is done already. */
  cancel(seq: number): void {
    this.#live.delete(seq);
  }

  /** The work that comes next, if any is due at all. */
  peek(): Due | undefined {
    this.#dropCancelled();
    return this.#heap[0];
  }

  /** Takes the next work out, moves time to it and lets its owner do it. */
  runNext(): Due {
    const due = this.peek();
    if (!due) throw new Invariant('agenda-empty');
    this.#pop();
    this.#live.delete(due.seq);
    this.advanceTo(due.at);
    this.#handlers.get(due.owner)?.(due.payload, due);
    return due;
  }

  /** Moves time forward without doing anything; never past the next work, never back. */
  advanceTo(at: VirtualMs): void {
    if (at > this.#now) this.#now = at;
  }

  /** Time of the next work that is not periodic, if any is due at all. */
  nextOnce(): VirtualMs | undefined {
    let next: VirtualMs | undefined;
    for (const due of this.#heap)
      if (!due.periodic && this.#live.has(due.seq) && (next === undefined || due.at < next)) next = due.at;
    return next;
  }

  /** Everything that is due, in order, for showing and hashing. */
  list(): readonly Due[] {
    const live = this.#heap.filter((due) => this.#live.has(due.seq));
    return live.toSorted((a, b) => (before(a, b) ? -1 : 1));
  }

  #dropCancelled(): void {
    for (let top = this.#heap[0]; top && !this.#live.has(top.seq); top = this.#heap[0]) this.#pop();
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let index = heap.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || before(above, due)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const child = this.#smallerChild(index);
      const below = heap[child];
      if (!below || before(last, below)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }

  #smallerChild(index: number): number {
    const left = index * 2 + 1;
    const a = this.#heap[left];
    const b = this.#heap[left + 1];
    return a && b && before(b, a) ? left + 1 : left;
  }
}

function before(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}
