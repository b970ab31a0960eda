import type { Image } from '../../image.ts';
import { DEBIAN_TOOLS } from '../../image-tools.data.ts';
import { NGINX_FILES } from '../nginx/files.data.ts';

/** nginx that reloads itself when its configuration changes. */
export const nginxHttpsImage: Image = {
  name: 'ymqytw/nginxhttps',
  tags: ['1.5'],
  sizeBytes: 72301122,
  family: 'debian',
  programs: [...DEBIAN_TOOLS, 'nginx', 'curl', 'docker-entrypoint.sh', 'auto-reload-nginx.sh'],
  entrypoint: [],
  command: ['/home/auto-reload-nginx.sh'],
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
  exposedPorts: [80, 443],
};
