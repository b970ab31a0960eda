import type { Image } from '../../image.ts';
import { BUSYBOX_APPLETS } from '../../image-tools.data.ts';

/** busybox: one program with many names. */
export const busyboxImage: Image = {
  name: 'busybox',
  tags: ['latest', 'musl', 'glibc', 'uclibc', 'stable', 'stable-*', 'unstable', '1', '1.*'],
  sizeBytes: 2206542,
  family: 'busybox',
  programs: BUSYBOX_APPLETS,
  entrypoint: [],
  command: ['sh'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [],
};
