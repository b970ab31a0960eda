import type { FsNode, Tree } from './node.ts';
import { childOf } from './path.ts';
import type { WrittenLayer } from './written-layer.ts';

/** Layers seen as one tree: what was written lies over the frozen trees, the first of which wins. */
export class Volume implements Tree {
  readonly #frozen: readonly Tree[];
  readonly #written: WrittenLayer | undefined;

  constructor(frozen: readonly Tree[], written: WrittenLayer | undefined) {
    this.#frozen = frozen;
    this.#written = written;
  }

  get readOnly(): boolean {
    return this.#written === undefined;
  }

  get(path: string): FsNode | undefined {
    const row = this.#written?.row(path);
    if (row) return row.removed ? undefined : row.node;
    return this.#below(path);
  }

  names(path: string): Iterable<string> {
    const names = new Set<string>();
    for (const tree of this.#frozen) for (const name of tree.names(path)) names.add(name);
    if (!this.#written || this.#written.untouched) return names;
    for (const name of this.#written.names(path)) names.add(name);
    return [...names].filter((name) => this.get(childOf(path, name)) !== undefined);
  }

  put(path: string, node: FsNode): void {
    this.#written?.put(path, node);
  }

  remove(path: string): void {
    this.#written?.remove(path, this.#below(path) !== undefined);
  }

  clear(): void {
    this.#written?.clear();
  }

  #below(path: string): FsNode | undefined {
    for (const tree of this.#frozen) {
      const node = tree.get(path);
      if (node) return node;
    }
    return undefined;
  }
}
