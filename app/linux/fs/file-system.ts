import type { VirtualMs } from '../../base/brand.ts';
import type { Result } from '../../base/result.ts';

/** Error numbers of the file calls, by their names in errno.h. */
export type FileErrno =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'EACCES'
  | 'EROFS'
  | 'ELOOP'
  | 'EINVAL'
  | 'EXDEV'
  | 'EBUSY'
  | 'EPERM'
  | 'ENOSPC'
  /** Not a regular file: a device or a pipe has to be opened (`Process.open`, `Process.readFile`). */
  | 'ENODEV';

/** What stat gives. */
export interface Stat {
  readonly type: 'file' | 'directory' | 'symlink' | 'device';
  readonly size: number;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  readonly modifiedAt: VirtualMs;
  readonly links: number;
}

/** Files of one machine. Paths are absolute or relative to the caller's working directory; answers come at once. */
export interface FileSystem {
  readFile(path: string): Result<Uint8Array, FileErrno>;
  readText(path: string): Result<string, FileErrno>;
  writeFile(
    path: string,
    data: Uint8Array | string,
    options?: { readonly append?: boolean; readonly mode?: number },
  ): Result<void, FileErrno>;
  readdir(path: string): Result<readonly string[], FileErrno>;
  /** Follows symbolic links; `lstat` does not. */
  stat(path: string): Result<Stat, FileErrno>;
  lstat(path: string): Result<Stat, FileErrno>;
  exists(path: string): boolean;
  mkdir(
    path: string,
    options?: { readonly parents?: boolean; readonly mode?: number },
  ): Result<void, FileErrno>;
  rename(from: string, to: string): Result<void, FileErrno>;
  unlink(path: string): Result<void, FileErrno>;
  rmdir(path: string): Result<void, FileErrno>;
  symlink(target: string, path: string): Result<void, FileErrno>;
  readlink(path: string): Result<string, FileErrno>;
  chmod(path: string, mode: number): Result<void, FileErrno>;
  /** Only root may. */
  chown(path: string, owner: string, group: string): Result<void, FileErrno>;
  utimes(path: string, at: VirtualMs): Result<void, FileErrno>;
  /** Whether the caller may read (`r`), write (`w`) or execute (`x`) it. */
  access(path: string, mode: 'r' | 'w' | 'x'): boolean;
  /** Absolute path without `.`, `..` and links; the last part may be missing. */
  realpath(path: string): Result<string, FileErrno>;
}

/** What a mount shows under its path. The content is asked for at each access, so generated files are always current. */
export type MountSource =
  /** A frozen tree of files: Secret, ConfigMap, token. Replacing it is atomic. */
  | { readonly type: 'tree'; readonly files: Readonly<Record<string, FileEntry>>; readonly readOnly: boolean }
  /** Writable scratch space (emptyDir, tmpfs); mounts that name the same volume see the same files. */
  | { readonly type: 'scratch'; readonly volume?: string }
  /** Text made at each read: /proc, /sys, /etc/resolv.conf. */
  | { readonly type: 'generated'; readonly read: () => string };

/** One entry of a frozen tree, by its path inside it. */
export type FileEntry =
  | { readonly type: 'file'; readonly data: Uint8Array | string; readonly mode?: number }
  | { readonly type: 'symlink'; readonly target: string }
  | { readonly type: 'directory'; readonly mode?: number };
