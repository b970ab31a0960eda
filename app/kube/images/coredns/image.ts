import type { Image } from '../../image.ts';

/** The cluster's DNS server. */
export const coreDnsImage: Image = {
  name: 'registry.k8s.io/coredns/coredns',
  tags: ['*'],
  sizeBytes: 22384805,
  family: 'distroless',
  programs: ['coredns'],
  entrypoint: ['/coredns'],
  command: [],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'nonroot',
  workingDirectory: '/',
  files: {},
  exposedPorts: [53],
};
