import { Invariant } from './assert.ts';
import type { VirtualMs } from './brand.ts';

/** Who did it: the part of the world at work (`kubelet/node-905m`, `process/42`, `input`) and the journal entry behind it. */
export interface Cause {
  readonly by: string;
  /** Number of the journal entry that this goes back to, where one is known. */
  readonly entry?: number;
  /** The terminal or command of the learner that a process belongs to. */
  readonly session?: string;
}

/** One write. Reversible: swap before and after. */
export interface Change<Row = unknown> {
  readonly n: number;
  readonly table: string;
  readonly key: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  readonly cause: Cause;
  readonly at: VirtualMs;
}

/** What a table is for. Lasting tables hold what an act changes on purpose (undo counts them); the others hold traces of work. */
export interface TableSpec {
  readonly name: string;
  readonly lasting: boolean;
}

/** One kind of frozen rows, by key, in order of their first writing. */
export interface Table<Row extends object> {
  readonly spec: TableSpec;
  readonly size: number;
  get(key: string): Row | undefined;
  has(key: string): boolean;
  /** Writes a row (frozen, not deeply: the writer owns its insides and must not change them). Equal identity is no change. */
  put(key: string, row: Row): void;
  /** Removes a row; nothing happens where there is none. */
  delete(key: string): void;
  keys(): IterableIterator<string>;
  rows(): IterableIterator<Row>;
  entries(): IterableIterator<[string, Row]>;
  /** Calls `listener` inside every later write, for indexes and queues; it must not write itself. Returns how to stop. */
  listen(listener: (change: Change<Row>) => void): () => void;
}

/**
 * The one write door. Every change of the world passes `put` or `delete` of a table opened here and leaves a Change in
 * the log. The cause is set by whoever lets work begin (the world's loop), so that no caller can forget it.
 */
export class Tables {
  readonly #tables = new Map<string, Table<object>>();
  #log: Change[] = [];
  #trimmed = 0;
  readonly #clock: () => VirtualMs;
  cause: Cause = { by: 'boot' };

  constructor(clock: () => VirtualMs) {
    this.#clock = clock;
  }

  /** Opens a new table; a name can be opened once. */
  open<Row extends object>(spec: TableSpec): Table<Row> {
    if (this.#tables.has(spec.name)) throw new Invariant('table-opened-twice', spec.name);
    const table = new MapTable<Row>(spec, (key, before, after) => this.#write(spec.name, key, before, after));
    this.#tables.set(spec.name, table);
    return table;
  }

  /** All tables in order of opening, for hashing, keyframes and inspection. */
  all(): IterableIterator<Table<object>> {
    return this.#tables.values();
  }

  /** Number of the next change. */
  get end(): number {
    return this.#trimmed + this.#log.length;
  }

  /** The changes numbered from `from` on, oldest first; those already trimmed are missing. */
  since(from: number): readonly Change[] {
    return this.#log.slice(Math.max(0, from - this.#trimmed));
  }

  /** Forgets the changes numbered below `before`, when every reader of the log has passed them. */
  trim(before: number): void {
    const count = Math.max(0, Math.min(before, this.end) - this.#trimmed);
    this.#log = this.#log.slice(count);
    this.#trimmed += count;
  }

  #write<Row extends object>(table: string, key: string, before: Row | undefined, after: Row | undefined) {
    const change: Change<Row> = {
      n: this.end,
      table,
      key,
      before,
      after,
      cause: this.cause,
      at: this.#clock(),
    };
    this.#log.push(change);
    return change;
  }
}

type Write = <Row extends object>(
  key: string,
  before: Row | undefined,
  after: Row | undefined,
) => Change<Row>;

class MapTable<Row extends object> implements Table<Row> {
  readonly spec: TableSpec;
  readonly #rows = new Map<string, Row>();
  readonly #write: Write;
  #listeners: readonly ((change: Change<Row>) => void)[] = [];

  constructor(spec: TableSpec, write: Write) {
    this.spec = spec;
    this.#write = write;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  put(key: string, row: Row): void {
    const before = this.#rows.get(key);
    if (before === row) return;
    this.#rows.set(key, Object.freeze(row));
    this.#tell(this.#write(key, before, row));
  }

  delete(key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#rows.delete(key);
    this.#tell(this.#write<Row>(key, before, undefined));
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys();
  }

  rows(): IterableIterator<Row> {
    return this.#rows.values();
  }

  entries(): IterableIterator<[string, Row]> {
    return this.#rows.entries();
  }

  listen(listener: (change: Change<Row>) => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  #tell(change: Change<Row>): void {
    for (const listener of this.#listeners) listener(change);
  }
}
