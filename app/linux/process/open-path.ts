import { bad, good, type Result } from '../../base/result.ts';
import { fd as fdOf } from '../names.ts';
import type { FileView } from '../fs/file-view.ts';
import type { MountedFiles } from '../fs/mounted-files.ts';
import type { DeviceNode } from '../fs/node.ts';
import { normalize } from '../fs/path.ts';
import { permits } from '../fs/permission.ts';
import type { Random } from '../../base/random.ts';
import type { OpenFile } from './open-file.ts';
import { RegularFile } from './regular-file.ts';
import { DeviceFile } from './stream-files.ts';
import type { Task } from './task.ts';

/** How a path is opened: read, write (cut to nothing first), append, or read and write. */
export type OpenMode = 'r' | 'w' | 'a' | 'rw';

const STANDARD: Readonly<Record<string, number>> = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 };

/** Opens what a path names for a process: a file, a device, or one of its own descriptors. */
export function openPath(
  task: Task,
  files: MountedFiles,
  view: FileView,
  random: Random,
  { path, mode }: { readonly path: string; readonly mode: OpenMode },
): Result<OpenFile> {
  const own = ownDescriptor(task, path);
  if (own) return own;
  const found = view.find(path);
  if (!found.ok) return found;
  const { node } = found.value;
  if (node?.type === 'device') {
    return permits(node, task.user, mode === 'r' ? 'r' : 'w')
      ? openDevice(task, node, random)
      : bad('EACCES');
  }
  if (mode === 'r') {
    const file = view.readable(path);
    // A directory can be opened; only reading it fails.
    return file.ok ? good(new RegularFile(files, view, { ...file.value, mode })) : file;
  }
  const file = view.create(path, { truncate: mode === 'w' });
  return file.ok ? good(new RegularFile(files, view, { ...file.value, mode })) : file;
}

function ownDescriptor(task: Task, path: string): Result<OpenFile> | undefined {
  if (!path.startsWith('/dev/') && !path.startsWith('/proc/')) return undefined;
  const clean = normalize(path, '/');
  const digits = /^(?:\/dev|\/proc\/self)\/fd\/(\d+)$/.exec(clean)?.[1];
  const number = digits === undefined ? STANDARD[clean] : Number(digits);
  if (number === undefined) return undefined;
  const descriptor = task.fds.get(fdOf(number));
  return descriptor ? good(descriptor.file) : bad('ENOENT');
}

function openDevice(task: Task, { device }: DeviceNode, random: Random): Result<OpenFile> {
  if (device === 'tty') return task.tty ? good(task.tty) : bad('ENXIO');
  return good(new DeviceFile(device === 'urandom' ? 'random' : device, random));
}
