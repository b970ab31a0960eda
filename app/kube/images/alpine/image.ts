import type { Image } from '../../image.ts';
import { BUSYBOX_APPLETS } from '../../image-tools.data.ts';

/** Plain Alpine. */
export const alpineImage: Image = {
  name: 'alpine',
  tags: ['latest', 'edge', '3', '3.*'],
  sizeBytes: 3808000,
  family: 'alpine',
  programs: BUSYBOX_APPLETS,
  entrypoint: [],
  command: ['/bin/sh'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [],
};
