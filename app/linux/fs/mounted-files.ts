import { virtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { FileErrno } from './file-system.ts';
import type { FsNode } from './node.ts';
import { childOf, parentOf } from './path.ts';
import type { Volume } from './volume.ts';

/** A volume and where it is seen; `/` is the machine's own. */
interface Mount {
  readonly at: string;
  /** What the paths inside begin with. */
  readonly prefix: string;
  readonly volume: Volume;
}

/** Where a path leads: the place without links, and what stands there, if anything. */
export interface Found {
  readonly path: string;
  readonly node: FsNode | undefined;
}

/** Whether a user may pass through a directory. */
export type MayPass = (node: FsNode) => boolean;

const IMPLIED: FsNode = {
  type: 'directory',
  mode: 0o755,
  owner: 'root',
  group: 'root',
  modifiedAt: virtualMs(0),
};
/** As many links as Linux follows in one look-up. */
const MAX_LINKS = 40;

/** The whole file tree of a machine: its own volume, and others mounted over it. */
export class MountedFiles {
  readonly #root: Volume;
  /** Deepest first, so that the first that fits is the right one. */
  #mounts: readonly Mount[] = [];

  constructor(root: Volume) {
    this.#root = root;
  }

  mount(at: string, volume: Volume): void {
    const others = this.#mounts.filter((mount) => mount.at !== at);
    this.#mounts = [{ at, prefix: `${at}/`, volume }, ...others].toSorted(
      (a, b) => b.at.length - a.at.length,
    );
  }

  /** Takes the mount away and gives its volume back. */
  unmount(at: string): Volume | undefined {
    const gone = this.#mounts.find((mount) => mount.at === at);
    this.#mounts = this.#mounts.filter((mount) => mount !== gone);
    return gone?.volume;
  }

  /** The volumes that are mounted, and where. */
  get mounts(): readonly { readonly at: string; readonly volume: Volume }[] {
    return this.#mounts;
  }

  get root(): Volume {
    return this.#root;
  }

  /** What stands at a path that has no links in it. */
  lookup(path: string): FsNode | undefined {
    if (this.#mounts.length === 0) return this.#root.get(path);
    const { volume, inside } = this.place(path);
    const node = volume.get(inside);
    if (node) return node;
    return this.#mounts.some(({ at }) => at.startsWith(`${path}/`)) ? IMPLIED : undefined;
  }

  /** The volume that a path lies in, and its path there. */
  place(path: string): { readonly volume: Volume; readonly inside: string } {
    for (const { at, prefix, volume } of this.#mounts) {
      if (path === at) return { volume, inside: '/' };
      if (path.startsWith(prefix)) return { volume, inside: path.slice(at.length) };
    }
    return { volume: this.#root, inside: path };
  }

  /** Names in a directory, sorted, those of mount points included. */
  names(path: string): readonly string[] {
    const { volume, inside } = this.place(path);
    const names = new Set(volume.names(inside));
    const prefix = path === '/' ? '/' : `${path}/`;
    for (const { at } of this.#mounts) {
      if (!at.startsWith(prefix) || at === path) continue;
      const [name] = at.slice(prefix.length).split('/');
      if (name !== undefined) names.add(name);
    }
    return [...names].toSorted();
  }

  /** Whether something is mounted exactly here. */
  isMountPoint(path: string): boolean {
    return this.#mounts.some(({ at }) => at === path);
  }

  /** Walks a path, following links (the last one only when asked); the last part may be missing. */
  walk(path: string, cwd: string, followLast: boolean, mayPass: MayPass): Result<Found, FileErrno> {
    if (path === '') return bad('ENOENT');
    let links = 0;
    let here: Found = { path: '/', node: this.lookup('/') };
    const left = (path.startsWith('/') ? path : `${cwd}/${path}`).split('/').toReversed();
    while (left.length > 0) {
      const name = left.pop();
      if (name === undefined || name === '' || name === '.') {
        if (here.node && here.node.type !== 'directory') return bad('ENOTDIR');
        continue;
      }
      if (!here.node) return bad('ENOENT');
      if (here.node.type !== 'directory') return bad('ENOTDIR');
      if (!mayPass(here.node)) return bad('EACCES');
      const next = name === '..' ? parentOf(here.path) : childOf(here.path, name);
      const node = this.lookup(next);
      if (node?.type === 'symlink' && (followLast || left.some((part) => part !== ''))) {
        if (++links > MAX_LINKS) return bad('ELOOP');
        left.push(...node.target.split('/').toReversed());
        if (node.target.startsWith('/')) here = { path: '/', node: this.lookup('/') };
        continue;
      }
      here = { path: next, node };
    }
    return good(here);
  }
}
