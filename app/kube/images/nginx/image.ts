import type { Image } from '../../image.ts';
import { DEBIAN_TOOLS } from '../../image-tools.data.ts';
import { NGINX_FILES } from './files.data.ts';

/** nginx on Debian, as Docker Hub publishes it. */
export const nginxImage: Image = {
  name: 'nginx',
  tags: [
    'latest',
    'stable',
    'stable-*',
    'mainline',
    'mainline-*',
    'alpine',
    'alpine-*',
    'bookworm',
    'trixie',
    'perl',
    '1',
    '1-*',
    '1.*',
  ],
  sizeBytes: 72223946,
  family: 'debian',
  programs: [...DEBIAN_TOOLS, 'nginx', 'curl', 'docker-entrypoint.sh'],
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  env: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    NGINX_VERSION: '1.29.4',
    NJS_VERSION: '0.9.4',
    NJS_RELEASE: '1~trixie',
    PKG_RELEASE: '1~trixie',
    DYNPKG_RELEASE: '1~trixie',
  },
  user: 'root',
  workingDirectory: '/',
  stopSignal: 'QUIT',
  files: NGINX_FILES,
  exposedPorts: [80],
};
