import type { Image } from '../image.ts';
import { agnhostImage } from './agnhost/image.ts';
import { alpineImage } from './alpine/image.ts';
import { busyboxImage } from './busybox/image.ts';
import { busyboxPlusImage } from './busyboxplus/image.ts';
import { coreDnsImage } from './coredns/image.ts';
import { curlImage } from './curl/image.ts';
import { debianImage } from './debian/image.ts';
import { echoServerImage } from './echoserver/image.ts';
import { kubeProxyImage } from './kube-proxy/image.ts';
import { nginxImage } from './nginx/image.ts';
import { nginxHttpsImage } from './nginxhttps/image.ts';
import { pauseImage } from './pause/image.ts';
import { serveHostnameImage } from './serve-hostname/image.ts';

/** The images whose programs are simulated. */
export const images = [
  nginxImage,
  nginxHttpsImage,
  busyboxImage,
  curlImage,
  busyboxPlusImage,
  debianImage,
  alpineImage,
  echoServerImage,
  agnhostImage,
  serveHostnameImage,
  coreDnsImage,
  kubeProxyImage,
  pauseImage,
] as const satisfies readonly Image[];
