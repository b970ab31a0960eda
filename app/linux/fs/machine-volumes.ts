import { assertNever } from '../../base/assert.ts';
import type { Core } from '../../base/core.ts';
import type { Table } from '../../base/tables.ts';
import { virtualMs } from '../../base/brand.ts';
import type { MachineSpec } from '../process/kernel.ts';
import type { User } from '../process/program.ts';
import { baseTree } from './base-tree.ts';
import { EMPTY } from './content.ts';
import type { FileEntry, MountSource } from './file-system.ts';
import { FrozenTree, mergedUsr, treeOfFiles, treeOfPrograms } from './frozen-tree.ts';
import { MountedFiles } from './mounted-files.ts';
import type { Tree } from './node.ts';
import { Volume } from './volume.ts';
import { WrittenLayer, type FileRow } from './written-layer.ts';

/**
 * Builds the file trees of machines. Layers that several machines have in common (an image's files, a set of programs)
 * are built once, and a tree is put together when it is first asked for, so a thousand containers cost nothing.
 */
export class MachineVolumes {
  /** What learners write on machines of their own: kept, undone, saved. */
  readonly #lasting: Table<FileRow>;
  /** What is written in containers and scratch space: gone with them. */
  readonly #passing: Table<FileRow>;
  readonly #base: Tree = baseTree();
  readonly #layers = new Map<object, Tree>();
  readonly #scratch = new Map<string, { readonly volume: Volume; mounts: number }>();
  #unnamed = 0;

  constructor(core: Core) {
    this.#lasting = core.tables.open<FileRow>({ name: 'files', lasting: true });
    this.#passing = core.tables.open<FileRow>({ name: 'container-files', lasting: false });
  }

  /** The tree of a machine, nothing mounted. */
  treeOf(spec: MachineSpec): MountedFiles {
    const table = spec.kind === 'container' ? this.#passing : this.#lasting;
    const files = this.#layer(spec.files, () => filesLayer(spec.files, spec.users));
    const programs = this.#layer(spec.programs, () => treeOfPrograms(spec.programs));
    const written = new WrittenLayer(table, spec.id);
    return new MountedFiles(new Volume([this.#base, homes(spec.users), files, programs], written));
  }

  /** What a mount shows. */
  volumeOf(source: MountSource): Volume {
    switch (source.type) {
      case 'tree': {
        const tree = treeOfFiles(source.files);
        return new Volume([tree], source.readOnly ? undefined : this.#unnamedLayer());
      }
      case 'scratch':
        return source.volume === undefined
          ? new Volume([SCRATCH], this.#unnamedLayer())
          : this.#sharedScratch(source.volume);
      case 'generated':
        return new Volume([generatedFile(source.read)], undefined);
      default:
        return assertNever(source);
    }
  }

  /** Forgets what was written to a volume that nobody mounts any more. */
  release(volume: Volume): void {
    for (const [name, scratch] of this.#scratch) {
      if (scratch.volume !== volume) continue;
      scratch.mounts -= 1;
      if (scratch.mounts > 0) return;
      this.#scratch.delete(name);
    }
    volume.clear();
  }

  #sharedScratch(name: string): Volume {
    const known = this.#scratch.get(name);
    const scratch = known ?? {
      volume: new Volume([SCRATCH], new WrittenLayer(this.#passing, `scratch/${name}`)),
      mounts: 0,
    };
    scratch.mounts += 1;
    this.#scratch.set(name, scratch);
    return scratch.volume;
  }

  #unnamedLayer(): WrittenLayer {
    this.#unnamed += 1;
    return new WrittenLayer(this.#passing, `mount/${this.#unnamed}`);
  }

  #layer(key: object, make: () => Tree): Tree {
    const known = this.#layers.get(key);
    if (known) return known;
    const made = make();
    this.#layers.set(key, made);
    return made;
  }
}

const OWNED = { owner: 'root', group: 'root', modifiedAt: virtualMs(0) };
const SCRATCH = new FrozenTree([['/', { type: 'directory', mode: 0o777, ...OWNED }]]);

function generatedFile(generate: () => string): FrozenTree {
  return new FrozenTree([['/', { type: 'file', mode: 0o644, ...OWNED, content: EMPTY, generate }]]);
}

/** Files that come with a machine; what lies in a user's home is the user's. */
function filesLayer(files: Readonly<Record<string, FileEntry>>, users: readonly User[]): FrozenTree {
  const moved = Object.fromEntries(Object.entries(files).map(([path, entry]) => [mergedUsr(path), entry]));
  return treeOfFiles(
    moved,
    (path) => users.find(({ home }) => home !== '/' && path.startsWith(`${home}/`))?.name ?? 'root',
  );
}

function homes(users: readonly User[]): FrozenTree {
  return new FrozenTree(
    users
      .filter(({ home }) => home !== '/')
      .map(({ name, home, uid }) => [
        home,
        { type: 'directory', mode: uid === 0 ? 0o700 : 0o755, ...OWNED, owner: name, group: name },
      ]),
  );
}
