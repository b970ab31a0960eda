import type { Image } from '../../image.ts';
import { BUSYBOX_APPLETS } from '../../image-tools.data.ts';

/** curl on Alpine, run by a plain user. */
export const curlImage: Image = {
  name: 'curlimages/curl',
  tags: ['latest', '7.*', '8.*'],
  sizeBytes: 9480123,
  family: 'alpine',
  programs: [...BUSYBOX_APPLETS, 'curl', 'entrypoint.sh'],
  entrypoint: ['/entrypoint.sh'],
  command: ['curl'],
  env: {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    CURL_CA_BUNDLE: '/cacert.pem',
  },
  user: 'curl_user',
  workingDirectory: '/home/curl_user',
  files: {},
  exposedPorts: [],
};
