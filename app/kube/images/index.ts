import type { ProgramSpec } from '../../linux/process/program.ts';
import type { Image } from '../image.ts';
import { agnhostImage } from './agnhost/image.ts';
import { agnhost } from './agnhost/program.ts';
import { alpineImage } from './alpine/image.ts';
import { busyboxImage } from './busybox/image.ts';
import { busyboxPlusImage } from './busyboxplus/image.ts';
import { coreDnsImage } from './coredns/image.ts';
import { curlEntrypoint } from './curl/entrypoint.ts';
import { curlImage } from './curl/image.ts';
import { debianImage } from './debian/image.ts';
import { echoServerImage } from './echoserver/image.ts';
import { echoserver } from './echoserver/program.ts';
import { kubeProxyImage } from './kube-proxy/image.ts';
import { nginxEntrypoint } from './nginx/entrypoint.ts';
import { nginxImage } from './nginx/image.ts';
import { KnownSites } from './nginx/known-sites.ts';
import { nginxProgram, type TlsServer } from './nginx/program.ts';
import { autoReloadNginx } from './nginxhttps/auto-reload.ts';
import { nginxHttpsImage } from './nginxhttps/image.ts';
import { pauseImage } from './pause/image.ts';
import { pause } from './pause/program.ts';
import { serveHostnameImage } from './serve-hostname/image.ts';
import { serveHostname } from './serve-hostname/program.ts';

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

/**
 * Programs that only these images bring: servers and the scripts that start them. `tls` is the servers' TLS side, asked
 * for when one of them starts: it comes with the tools.
 */
export function imagePrograms(tls: () => TlsServer | undefined = () => undefined): readonly ProgramSpec[] {
  const nginx = { tls, known: new KnownSites() };
  return [
    nginxProgram(nginx),
    nginxEntrypoint(nginx),
    autoReloadNginx(nginx),
    curlEntrypoint,
    echoserver,
    agnhost,
    serveHostname,
    pause,
  ];
}
