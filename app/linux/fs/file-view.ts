import type { VirtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { User } from '../process/program.ts';
import { append, bytesOf, contentOf, EMPTY, type Content } from './content.ts';
import type { FileErrno, FileSystem, Stat } from './file-system.ts';
import type { MountedFiles, Found } from './mounted-files.ts';
import type { FileNode, FsNode } from './node.ts';
import { childOf, parentOf } from './path.ts';
import { permits } from './permission.ts';

/** Who looks at the files: a process, or root for parts outside any process. */
export interface Viewer {
  readonly user: User;
  readonly cwd: string;
  readonly umask: number;
  now(): VirtualMs;
}

/** The bytes of a file as they are now. */
export function currentContent(node: FileNode): Content {
  return node.generate ? contentOf(encodeUtf8(node.generate())) : node.content;
}

/** A machine's files as one user sees them, from one working directory. */
export class FileView implements FileSystem {
  readonly #files: MountedFiles;
  readonly #viewer: Viewer;

  constructor(files: MountedFiles, viewer: Viewer) {
    this.#files = files;
    this.#viewer = viewer;
  }

  find(path: string, follow = true): Result<Found, FileErrno> {
    const user = this.#viewer.user;
    return this.#files.walk(path, this.#viewer.cwd, follow, (node) => permits(node, user, 'x'));
  }

  /** What stands at a path, or ENOENT. */
  node(path: string, follow = true): Result<{ path: string; node: FsNode }, FileErrno> {
    const found = this.find(path, follow);
    if (!found.ok) return found;
    const { node } = found.value;
    return node ? good({ path: found.value.path, node }) : bad('ENOENT');
  }

  /** A regular file that may be read. */
  readable(path: string): Result<{ path: string; node: FileNode }, FileErrno> {
    const found = this.node(path);
    if (!found.ok) return found;
    const { node } = found.value;
    if (!permits(node, this.#viewer.user, 'r')) return bad('EACCES');
    if (node.type === 'directory') return bad('EISDIR');
    if (node.type !== 'file') return bad('ENODEV');
    return good({ path: found.value.path, node });
  }

  readFile(path: string): Result<Uint8Array, FileErrno> {
    const found = this.readable(path);
    return found.ok ? good(bytesOf(currentContent(found.value.node))) : found;
  }

  readText(path: string): Result<string, FileErrno> {
    const bytes = this.readFile(path);
    return bytes.ok ? good(decodeUtf8(bytes.value)) : bytes;
  }

  writeFile(
    path: string,
    data: Uint8Array | string,
    options: { readonly append?: boolean; readonly mode?: number } = {},
  ): Result<void, FileErrno> {
    const opened = this.create(path, { truncate: options.append !== true, mode: options.mode });
    if (!opened.ok) return opened;
    const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
    this.setContent(opened.value.path, append(opened.value.node.content, bytes));
    return good(undefined);
  }

  /** A regular file that may be written, made where there is none. */
  create(
    path: string,
    options: { readonly truncate: boolean; readonly mode?: number | undefined },
  ): Result<{ path: string; node: FileNode }, FileErrno> {
    const found = this.find(path);
    if (!found.ok) return found;
    const { node } = found.value;
    if (!node) return this.#createNew(found.value.path, path, options.mode ?? 0o666);
    if (node.type === 'directory') return bad('EISDIR');
    if (this.#readOnly(found.value.path)) return bad('EROFS');
    if (!permits(node, this.#viewer.user, 'w')) return bad('EACCES');
    if (node.type !== 'file') return bad('ENODEV');
    if (!options.truncate || node.content.size === 0) return good({ path: found.value.path, node });
    const emptied = this.setContent(found.value.path, EMPTY);
    return emptied ? good({ path: found.value.path, node: emptied }) : bad('ENOENT');
  }

  /** Replaces the bytes of a file that is open already; nothing happens when it is gone. */
  setContent(path: string, content: Content): FileNode | undefined {
    const node = this.#files.lookup(path);
    if (node?.type !== 'file') return undefined;
    const { program: _program, ...rest } = node;
    const written = { ...rest, content, modifiedAt: this.#viewer.now() };
    this.#put(path, written);
    return written;
  }

  readdir(path: string): Result<readonly string[], FileErrno> {
    const found = this.node(path);
    if (!found.ok) return found;
    if (found.value.node.type !== 'directory') return bad('ENOTDIR');
    if (!permits(found.value.node, this.#viewer.user, 'r')) return bad('EACCES');
    return good(this.#files.names(found.value.path));
  }

  stat(path: string): Result<Stat, FileErrno> {
    return this.#stat(path, true);
  }

  lstat(path: string): Result<Stat, FileErrno> {
    return this.#stat(path, false);
  }

  exists(path: string): boolean {
    return this.node(path).ok;
  }

  access(path: string, mode: 'r' | 'w' | 'x'): boolean {
    const found = this.node(path);
    if (!found.ok || !permits(found.value.node, this.#viewer.user, mode)) return false;
    return mode !== 'w' || found.value.node.type === 'device' || !this.#readOnly(found.value.path);
  }

  mkdir(
    path: string,
    options: { readonly parents?: boolean; readonly mode?: number } = {},
  ): Result<void, FileErrno> {
    const found = this.find(path);
    if (!found.ok) {
      if (found.error !== 'ENOENT' || options.parents !== true) return found;
      const above = this.mkdir(parentOf(path.replace(/\/+$/, '')), { parents: true });
      return above.ok ? this.mkdir(path, options) : above;
    }
    if (found.value.node) {
      return options.parents === true && found.value.node.type === 'directory'
        ? good(undefined)
        : bad('EEXIST');
    }
    return this.#add(found.value.path, { type: 'directory', ...this.#owned(options.mode ?? 0o777) });
  }

  rename(from: string, to: string): Result<void, FileErrno> {
    const source = this.node(from, false);
    if (!source.ok) return source;
    const target = this.find(to, false);
    if (!target.ok) return target;
    if (source.value.path === target.value.path) return good(undefined);
    const refused = this.#refuseRename(source.value, target.value);
    if (refused) return bad(refused);
    this.#move(source.value.path, target.value.path);
    return good(undefined);
  }

  unlink(path: string): Result<void, FileErrno> {
    const found = this.node(path, false);
    if (!found.ok) return found;
    if (found.value.node.type === 'directory') return bad('EISDIR');
    return this.#drop(found.value.path);
  }

  rmdir(path: string): Result<void, FileErrno> {
    const found = this.node(path, false);
    if (!found.ok) return found;
    if (found.value.node.type !== 'directory') return bad('ENOTDIR');
    if (this.#files.names(found.value.path).length > 0) return bad('ENOTEMPTY');
    return this.#drop(found.value.path);
  }

  symlink(target: string, path: string): Result<void, FileErrno> {
    const found = this.find(path, false);
    if (!found.ok) return found;
    if (found.value.node) return bad('EEXIST');
    return this.#add(found.value.path, { type: 'symlink', target, ...this.#owned(0o777), mode: 0o777 });
  }

  readlink(path: string): Result<string, FileErrno> {
    const found = this.node(path, false);
    if (!found.ok) return found;
    return found.value.node.type === 'symlink' ? good(found.value.node.target) : bad('EINVAL');
  }

  chmod(path: string, mode: number): Result<void, FileErrno> {
    return this.#change(path, (node) => ({ ...node, mode: mode & 0o7777 }));
  }

  chown(path: string, owner: string, group: string): Result<void, FileErrno> {
    if (this.#viewer.user.uid !== 0) return bad('EPERM');
    return this.#change(path, (node) => ({ ...node, owner, group }));
  }

  utimes(path: string, at: VirtualMs): Result<void, FileErrno> {
    return this.#change(path, (node) => ({ ...node, modifiedAt: at }));
  }

  realpath(path: string): Result<string, FileErrno> {
    const found = this.find(path);
    return found.ok ? good(found.value.path) : found;
  }

  #stat(path: string, follow: boolean): Result<Stat, FileErrno> {
    const found = this.node(path, follow);
    if (!found.ok) return found;
    const { node } = found.value;
    const { type, mode, owner, group, modifiedAt } = node;
    return good({ type, mode, owner, group, modifiedAt, ...this.#measure(found.value.path, node) });
  }

  #measure(path: string, node: FsNode): { size: number; links: number } {
    if (node.type === 'file') return { size: currentContent(node).size, links: 1 };
    if (node.type === 'symlink') return { size: encodeUtf8(node.target).length, links: 1 };
    if (node.type === 'device') return { size: 0, links: 1 };
    const inside = this.#files.names(path).map((name) => this.#files.lookup(childOf(path, name)));
    return { size: 4096, links: 2 + inside.filter((entry) => entry?.type === 'directory').length };
  }

  #owned(mode: number): { mode: number; owner: string; group: string; modifiedAt: VirtualMs } {
    const { user, umask } = this.#viewer;
    return { mode: mode & ~umask, owner: user.name, group: user.name, modifiedAt: this.#viewer.now() };
  }

  #createNew(path: string, asked: string, mode: number): Result<{ path: string; node: FileNode }, FileErrno> {
    if (asked.endsWith('/')) return bad('EISDIR');
    const node: FileNode = { type: 'file', content: EMPTY, ...this.#owned(mode) };
    const added = this.#add(path, node);
    return added.ok ? good({ path, node }) : added;
  }

  /** Why the directory of an entry may not be changed, if so. */
  #refuseIn(path: string): FileErrno | undefined {
    if (this.#readOnly(path)) return 'EROFS';
    const parent = this.#files.lookup(parentOf(path));
    if (!parent) return 'ENOENT';
    if (!permits(parent, this.#viewer.user, 'w')) return 'EACCES';
    const node = this.#files.lookup(path);
    const sticky = (parent.mode & 0o1000) !== 0 && this.#viewer.user.uid !== 0;
    if (sticky && node && ![node.owner, parent.owner].includes(this.#viewer.user.name)) return 'EPERM';
    return undefined;
  }

  #add(path: string, node: FsNode): Result<void, FileErrno> {
    const refused = this.#refuseIn(path);
    if (refused) return bad(refused);
    this.#put(path, node);
    this.#touch(parentOf(path));
    return good(undefined);
  }

  #drop(path: string): Result<void, FileErrno> {
    if (this.#files.isMountPoint(path)) return bad('EBUSY');
    const refused = this.#refuseIn(path);
    if (refused) return bad(refused);
    this.#remove(path);
    this.#touch(parentOf(path));
    return good(undefined);
  }

  #refuseRename(from: { path: string; node: FsNode }, to: Found): FileErrno | undefined {
    if (to.path.startsWith(`${from.path}/`)) return 'EINVAL';
    if (this.#files.isMountPoint(from.path) || this.#files.isMountPoint(to.path)) return 'EBUSY';
    if (this.#files.place(from.path).volume !== this.#files.place(to.path).volume) return 'EXDEV';
    if (to.node?.type === 'directory') {
      if (from.node.type !== 'directory') return 'EISDIR';
      if (this.#files.names(to.path).length > 0) return 'ENOTEMPTY';
    } else if (to.node && from.node.type === 'directory') return 'ENOTDIR';
    return this.#refuseIn(from.path) ?? this.#refuseIn(to.path);
  }

  #move(from: string, to: string): void {
    const node = this.#files.lookup(from);
    if (!node) return;
    this.#put(to, node);
    for (const name of this.#files.names(from)) this.#move(childOf(from, name), childOf(to, name));
    this.#remove(from);
  }

  #change(path: string, change: (node: FsNode) => FsNode): Result<void, FileErrno> {
    const found = this.node(path);
    if (!found.ok) return found;
    if (this.#readOnly(found.value.path)) return bad('EROFS');
    const { user } = this.#viewer;
    if (user.uid !== 0 && found.value.node.owner !== user.name) return bad('EPERM');
    this.#put(found.value.path, change(found.value.node));
    return good(undefined);
  }

  #touch(directory: string): void {
    const node = this.#files.lookup(directory);
    if (node && !this.#readOnly(directory)) this.#put(directory, { ...node, modifiedAt: this.#viewer.now() });
  }

  #readOnly(path: string): boolean {
    return this.#files.place(path).volume.readOnly;
  }

  #put(path: string, node: FsNode): void {
    const { volume, inside } = this.#files.place(path);
    volume.put(inside, node);
  }

  #remove(path: string): void {
    const { volume, inside } = this.#files.place(path);
    volume.remove(inside);
  }
}
