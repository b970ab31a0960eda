import type { Image } from '../../image.ts';
import { nginxImage } from '../nginx/image.ts';

/** nginx that reloads itself when its configuration changes. */
export const nginxHttpsImage: Image = {
  ...nginxImage,
  name: 'ymqytw/nginxhttps',
  tags: ['1.5'],
  sizeBytes: 72301122,
  programs: [...nginxImage.programs, 'auto-reload-nginx.sh'],
  entrypoint: [],
  command: ['/home/auto-reload-nginx.sh'],
  exposedPorts: [80, 443],
};
