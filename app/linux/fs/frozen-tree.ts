import { assertNever } from '../../base/assert.ts';
import { virtualMs } from '../../base/brand.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { ProgramSpec } from '../process/program.ts';
import { contentOf } from './content.ts';
import type { FileEntry } from './file-system.ts';
import type { FsNode, Tree } from './node.ts';
import { nameOf, normalize, parentOf } from './path.ts';

const ROOT_OWNED = { owner: 'root', group: 'root', modifiedAt: virtualMs(0) };
const DIRECTORY: FsNode = { type: 'directory', mode: 0o755, ...ROOT_OWNED };
/** The first bytes of an installed program's file: enough for `file` and for `cat` to show that it is binary. */
const ELF = contentOf(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0));

/** A tree that never changes; directories on the way to an entry exist without being listed. */
export class FrozenTree implements Tree {
  readonly #nodes = new Map<string, FsNode>();
  readonly #names = new Map<string, Set<string>>();

  constructor(entries: Iterable<readonly [string, FsNode]>) {
    this.#nodes.set('/', DIRECTORY);
    for (const [path, node] of entries) this.#add(normalize(path, '/'), node);
  }

  get(path: string): FsNode | undefined {
    return this.#nodes.get(path);
  }

  names(path: string): Iterable<string> {
    return this.#names.get(path) ?? [];
  }

  #add(path: string, node: FsNode): void {
    this.#nodes.set(path, node);
    if (path === '/') return;
    const parent = parentOf(path);
    if (!this.#nodes.has(parent)) this.#add(parent, DIRECTORY);
    const names = this.#names.get(parent);
    if (names) names.add(nameOf(path));
    else this.#names.set(parent, new Set([nameOf(path)]));
  }
}

/** The tree of an image layer, a mounted volume or a stocked home. */
export function treeOfFiles(
  files: Readonly<Record<string, FileEntry>>,
  ownerOf: (path: string) => string = () => 'root',
): FrozenTree {
  return new FrozenTree(
    Object.entries(files).map(([path, entry]) => {
      const owner = ownerOf(path);
      return [path, nodeOf(entry, { ...ROOT_OWNED, owner, group: owner })];
    }),
  );
}

/** The tree in which programs stand in their directories. */
export function treeOfPrograms(programs: readonly ProgramSpec[]): FrozenTree {
  return new FrozenTree(
    programs.map((program) => [
      mergedUsr(`${program.directory ?? '/usr/bin'}/${program.name}`),
      { type: 'file', mode: 0o755, ...ROOT_OWNED, content: ELF, program },
    ]),
  );
}

/** Where a path of `/bin`, `/sbin` or `/lib` really stands: these are links into `/usr`. */
export function mergedUsr(path: string): string {
  return path.replace(/^\/(s?bin|lib)(?=\/)/, '/usr/$1');
}

function nodeOf(entry: FileEntry, owned: typeof ROOT_OWNED): FsNode {
  switch (entry.type) {
    case 'file':
      return {
        type: 'file',
        mode: entry.mode ?? 0o644,
        ...owned,
        content: contentOf(typeof entry.data === 'string' ? encodeUtf8(entry.data) : entry.data),
      };
    case 'symlink':
      return { type: 'symlink', mode: 0o777, ...owned, target: entry.target };
    case 'directory':
      return { type: 'directory', mode: entry.mode ?? 0o755, ...owned };
    default:
      return assertNever(entry);
  }
}
