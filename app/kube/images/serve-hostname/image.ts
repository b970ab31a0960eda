import type { Image } from '../../image.ts';

/** Answers the name of its Pod. */
export const serveHostnameImage: Image = {
  name: 'registry.k8s.io/serve_hostname',
  tags: ['latest', 'v1.*', '1.*'],
  sizeBytes: 4400000,
  family: 'distroless',
  programs: ['serve_hostname'],
  entrypoint: ['/serve_hostname'],
  command: [],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [9376],
};
