import type { Image } from '../../image.ts';
import { DEBIAN_TOOLS } from '../../image-tools.data.ts';

/** Answers what it was asked, with the address of the client. */
export const echoServerImage: Image = {
  name: 'registry.k8s.io/echoserver',
  tags: ['1.*', 'latest'],
  sizeBytes: 46237695,
  family: 'debian',
  programs: [...DEBIAN_TOOLS, 'echoserver'],
  entrypoint: [],
  command: ['echoserver'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [8080],
};
