import type { VirtualMs } from '../../base/brand.ts';
import type { ProgramSpec } from '../process/program.ts';
import type { Content } from './content.ts';

/** What every entry of a file tree has. */
interface Inode {
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  readonly modifiedAt: VirtualMs;
}

/** Bytes; where a program is installed, the program too. */
export interface FileNode extends Inode {
  readonly type: 'file';
  readonly content: Content;
  readonly program?: ProgramSpec;
  /** Text made at each read instead of the content. */
  readonly generate?: () => string;
}

/** A directory; its names are known by the tree it stands in. */
export interface DirectoryNode extends Inode {
  readonly type: 'directory';
}

/** A symbolic link. */
export interface LinkNode extends Inode {
  readonly type: 'symlink';
  readonly target: string;
}

/** The devices that a simulated machine has. */
export type DeviceName = 'null' | 'zero' | 'full' | 'random' | 'urandom' | 'tty';

/** A device file; what it does is decided where it is opened. */
export interface DeviceNode extends Inode {
  readonly type: 'device';
  readonly device: DeviceName;
}

/** An entry of a file tree. */
export type FsNode = FileNode | DirectoryNode | LinkNode | DeviceNode;

/** A tree of entries by absolute path inside it; its root is `/`. */
export interface Tree {
  get(path: string): FsNode | undefined;
  /** Names in a directory, in any order. */
  names(path: string): Iterable<string>;
}
