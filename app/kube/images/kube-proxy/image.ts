import type { Image } from '../../image.ts';

/** kube-proxy, which runs on every node. */
export const kubeProxyImage: Image = {
  name: 'registry.k8s.io/kube-proxy',
  tags: ['*'],
  sizeBytes: 25698944,
  family: 'distroless',
  programs: ['kube-proxy'],
  entrypoint: ['/go-runner'],
  command: [],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [],
};
