import { virtualMs } from '../../base/brand.ts';
import { FrozenTree } from './frozen-tree.ts';
import type { DeviceName, FsNode } from './node.ts';

const OWNED = { owner: 'root', group: 'root', modifiedAt: virtualMs(0) };

/** The directories and devices that every machine has, whatever is installed on it. */
export function baseTree(): FrozenTree {
  return new FrozenTree([
    ...['/bin', '/sbin', '/lib'].map((path) => [path, link(`usr${path}`)] as const),
    ...DIRECTORIES.map((path) => [path, directory(0o755)] as const),
    ['/root', directory(0o700)],
    ['/tmp', directory(0o1777)],
    ['/var/tmp', directory(0o1777)],
    ...DEVICES.map((name) => [`/dev/${name}`, device(name)] as const),
    ['/dev/fd', link('/proc/self/fd')],
    ['/dev/stdin', link('/proc/self/fd/0')],
    ['/dev/stdout', link('/proc/self/fd/1')],
    ['/dev/stderr', link('/proc/self/fd/2')],
  ]);
}

const DIRECTORIES = [
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/media',
  '/mnt',
  '/opt',
  '/proc',
  '/run',
  '/srv',
  '/sys',
  '/usr',
  '/usr/bin',
  '/usr/sbin',
  '/usr/lib',
  '/usr/local',
  '/usr/local/bin',
  '/usr/share',
  '/var',
  '/var/log',
  '/var/lib',
  '/var/run',
  '/var/cache',
];

const DEVICES: readonly DeviceName[] = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

function directory(mode: number): FsNode {
  return { type: 'directory', mode, ...OWNED };
}

function link(target: string): FsNode {
  return { type: 'symlink', mode: 0o777, target, ...OWNED };
}

function device(name: DeviceName): FsNode {
  return { type: 'device', device: name, mode: 0o666, ...OWNED };
}
