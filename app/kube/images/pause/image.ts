import type { Image } from '../../image.ts';

/** Holds the namespaces of a Pod. */
export const pauseImage: Image = {
  name: 'registry.k8s.io/pause',
  tags: ['*'],
  sizeBytes: 319872,
  family: 'distroless',
  programs: ['pause'],
  entrypoint: ['/pause'],
  command: [],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'nobody',
  workingDirectory: '/',
  files: {},
  exposedPorts: [],
};
