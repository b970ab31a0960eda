import type { Image } from '../../image.ts';
import { BUSYBOX_APPLETS } from '../../image-tools.data.ts';

/** The test image of Kubernetes: many small servers in one. */
export const agnhostImage: Image = {
  name: 'registry.k8s.io/e2e-test-images/agnhost',
  tags: ['2.*'],
  sizeBytes: 53000000,
  family: 'alpine',
  programs: [...BUSYBOX_APPLETS, 'agnhost', 'curl', 'dig'],
  entrypoint: ['/agnhost'],
  command: ['pause'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [],
};
