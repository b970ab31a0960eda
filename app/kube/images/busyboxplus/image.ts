import type { Image } from '../../image.ts';
import { BUSYBOX_APPLETS } from '../../image-tools.data.ts';

/** The image of the tutorial as it was written: its manifest format is too old for the runtime. */
export const busyboxPlusImage: Image = {
  name: 'radial/busyboxplus',
  tags: ['latest', 'curl', 'git'],
  failure:
    'not implemented: media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image as "application/vnd.docker.distribution.manifest.v2+json" or "application/vnd.oci.image.manifest.v1+json"',
  sizeBytes: 4232100,
  family: 'busybox',
  programs: [...BUSYBOX_APPLETS, 'curl'],
  entrypoint: [],
  command: ['sh'],
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  user: 'root',
  workingDirectory: '/',
  files: {},
  exposedPorts: [],
};
