import type { Image } from '../../image.ts';
import { DEBIAN_TOOLS } from '../../image-tools.data.ts';

/** Plain Debian. */
export const debianImage: Image = {
  name: 'debian',
  tags: [
    'latest',
    'stable',
    'stable-*',
    'bookworm',
    'bookworm-*',
    'trixie',
    'trixie-*',
    '11',
    '12',
    '13',
    '12-*',
    '13-*',
  ],
  sizeBytes: 49291468,
  family: 'debian',
  programs: DEBIAN_TOOLS,
  entrypoint: [],
  command: ['bash'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [],
};
