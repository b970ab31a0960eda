import type { Table } from '../../base/tables.ts';
import type { FsNode, Tree } from './node.ts';
import { childOf, nameOf, parentOf } from './path.ts';

/** One written entry, by `volume:path` in its table. A removed entry hides what lies in the layers below. */
export type FileRow =
  | { readonly volume: string; readonly path: string; readonly removed: false; readonly node: FsNode }
  | { readonly volume: string; readonly path: string; readonly removed: true };

/** What was written to one machine or volume: rows of a table, with an index of names made from them. */
export class WrittenLayer implements Tree {
  readonly #table: Table<FileRow>;
  readonly #volume: string;
  readonly #names = new Map<string, Set<string>>();

  constructor(table: Table<FileRow>, volume: string) {
    this.#table = table;
    this.#volume = volume;
  }

  /** Whether nothing was ever written: most containers stay so, and cost nothing. */
  get untouched(): boolean {
    return this.#names.size === 0;
  }

  row(path: string): FileRow | undefined {
    return this.untouched ? undefined : this.#table.get(this.#key(path));
  }

  get(path: string): FsNode | undefined {
    const row = this.row(path);
    return row?.removed === false ? row.node : undefined;
  }

  /** Names of written and of removed entries. */
  names(path: string): Iterable<string> {
    return this.#names.get(path) ?? [];
  }

  put(path: string, node: FsNode): void {
    this.#write({ volume: this.#volume, path, removed: false, node });
  }

  /** Takes an entry away; `covered` says that a lower layer has it too, so that it must be hidden. */
  remove(path: string, covered: boolean): void {
    if (covered) {
      this.#write({ volume: this.#volume, path, removed: true });
      return;
    }
    this.#table.delete(this.#key(path));
    this.#names.get(parentOf(path))?.delete(nameOf(path));
  }

  /** Forgets everything, when the machine or volume is gone. */
  clear(): void {
    for (const [directory, names] of this.#names) {
      for (const name of names) this.#table.delete(this.#key(childOf(directory, name)));
    }
    this.#table.delete(this.#key('/'));
    this.#names.clear();
  }

  #write(row: FileRow): void {
    this.#table.put(this.#key(row.path), row);
    const directory = parentOf(row.path);
    if (row.path === '/') {
      if (!this.#names.has('/')) this.#names.set('/', new Set());
      return;
    }
    const names = this.#names.get(directory);
    if (names) names.add(nameOf(row.path));
    else this.#names.set(directory, new Set([nameOf(row.path)]));
  }

  #key(path: string): string {
    return `${this.#volume}:${path}`;
  }
}
