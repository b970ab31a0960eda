import type { ActLabel, KeptLine } from '../protocol.ts';
import type { Head, HeadsRecord, Left, Moved, Undone } from './record.ts';

/** Where undo and redo lead. Nothing that leaves the head is ever lost: it can be redone, or it is among the kept lines. */
export class Heads {
  #moved: Moved[];
  #undone: Undone[];
  #kept: Left[];

  constructor({ moved, undone, kept }: HeadsRecord = { moved: [], undone: [], kept: [] }) {
    this.#moved = [...moved];
    this.#undone = [...undone];
    this.#kept = [...kept];
  }

  /** What redo would bring back. */
  get redoLabel(): ActLabel | undefined {
    return this.#undone.at(-1)?.label;
  }

  /** Acts before this entry were done before the latest move: that is taken back first. */
  get floor(): number {
    return this.#moved.at(-1)?.count ?? 0;
  }

  /** The move that undo takes back when no changing act is later. */
  get moveLabel(): ActLabel | undefined {
    return this.#moved.at(-1)?.label;
  }

  /** Lines that were left for good by acting after an undo, the oldest first. */
  get kept(): readonly KeptLine[] {
    return this.#kept.map(({ head, label }) => ({ label, now: head.journal.now }));
  }

  /** A jump, a branch, a return or a load leaves a head for a line that has `count` entries by then. */
  leave(head: Head, label: ActLabel, count: number): void {
    this.#keepUndone();
    this.#moved.push({ head, label, count });
  }

  /** Undo within a line: remembers where it stood. */
  undo(from: Head, label: ActLabel): void {
    this.#undone.push({ head: from, label, crossed: undefined });
  }

  /** Undo of the latest move: gives the head before it, if there was any. */
  undoMove(from: Head): Head | undefined {
    const move = this.#moved.pop();
    if (move) this.#undone.push({ head: from, label: move.label, crossed: move });
    return move?.head;
  }

  /** Redo: the head that the latest undo left. */
  redo(): Head | undefined {
    const undone = this.#undone.pop();
    if (undone?.crossed) this.#moved.push(undone.crossed);
    return undone?.head;
  }

  /** A new act after an undo: what could have been redone becomes a kept line, named by its first label. */
  acted(): void {
    this.#keepUndone();
  }

  /** Takes a kept line out to go on with it. */
  takeKept(index: number): Head | undefined {
    return this.#kept.splice(index, 1)[0]?.head;
  }

  /** All of it as data. */
  record(): HeadsRecord {
    return { moved: [...this.#moved], undone: [...this.#undone], kept: [...this.#kept] };
  }

  #keepUndone(): void {
    const [longest] = this.#undone;
    const label = this.#undone.at(-1)?.label;
    if (longest && label) this.#kept.push({ head: longest.head, label });
    this.#undone = [];
  }
}
