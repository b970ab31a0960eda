import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { runNginx, type NginxParts } from '../nginx/program.ts';

/** How often the script looks whether its certificate has changed. */
const LOOK_MS = 1000;
const WATCHED = '/etc/nginx/ssl';

/** The command of the image ymqytw/nginxhttps: nginx, reloaded whenever its certificate changes. */
export function autoReloadNginx(parts: NginxParts): ProgramSpec {
  return {
    name: 'auto-reload-nginx.sh',
    help: 'auto-reload-nginx.sh',
    run: (p) => run(p, parts),
    on: ['container'],
    directory: '/home',
  };
}

function* run(p: Process, parts: NginxParts): Sys<number> {
  const server = p.spawn(['nginx'], { program: (child) => runNginx(child, parts) });
  if (!server.ok) return 1;
  let before = fingerprint(p);
  for (;;) {
    yield* p.sleep(LOOK_MS);
    const ended = p.poll(server.value);
    if (ended) return ended.code;
    const now = fingerprint(p);
    if (now !== before) p.kill({ pid: server.value }, 'HUP');
    before = now;
  }
}

function fingerprint(p: Process): string {
  const names = p.fs.readdir(WATCHED);
  return (names.ok ? names.value : [])
    .map((name) => {
      const text = p.fs.readText(`${WATCHED}/${name}`);
      return `${name}\n${text.ok ? text.value : ''}`;
    })
    .join('\n');
}
