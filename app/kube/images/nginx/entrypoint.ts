import { STDERR, STDIN, STDOUT } from '../../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { DEFAULT_CONF } from './files.data.ts';
import { runNginx, type NginxParts } from './program.ts';

const ENTRYPOINT = '/docker-entrypoint.sh';
const SCRIPTS = '/docker-entrypoint.d';
const CONF = '/etc/nginx/conf.d/default.conf';

/** The script that starts the nginx images: it prepares the configuration, then becomes the command. */
export function nginxEntrypoint(parts: NginxParts): ProgramSpec {
  return {
    name: 'docker-entrypoint.sh',
    help: 'docker-entrypoint.sh COMMAND [ARGUMENT]...',
    run: (p) => run(p, parts),
    on: ['container'],
    directory: '/',
  };
}

function* run(p: Process, parts: NginxParts): Sys<number> {
  const command = p.argv.slice(p.argv.findIndex((word) => word.endsWith('docker-entrypoint.sh')) + 1);
  const [name = ''] = command;
  const isNginx = name === 'nginx' || name.endsWith('/nginx');
  if (isNginx || name === 'nginx-debug') yield* prepare(p);
  if (isNginx) return yield* runNginx(p, parts);
  const spawned = p.spawn(command, { fds: new Map([STDIN, STDOUT, STDERR].map((fd) => [fd, fd])) });
  if (!spawned.ok) {
    yield* p.warn(`${ENTRYPOINT}: 47: exec: ${name}: not found\n`);
    return 127;
  }
  const ended = yield* p.wait(spawned.value);
  return ended.code;
}

function* prepare(p: Process): Sys<void> {
  const say = (text: string): Sys<void> => p.print(`${ENTRYPOINT}: ${text}\n`);
  const scripts = p.fs.readdir(SCRIPTS);
  if (!scripts.ok || scripts.value.length === 0)
    return yield* say(`No files found in ${SCRIPTS}/, skipping configuration`);
  yield* say(`${SCRIPTS}/ is not empty, will attempt to perform configuration`);
  yield* say(`Looking for shell scripts in ${SCRIPTS}/`);
  for (const script of scripts.value.toSorted()) {
    const isSourced = script.endsWith('.envsh');
    if (!isSourced && !script.endsWith('.sh')) {
      yield* say(`Ignoring ${SCRIPTS}/${script}`);
      continue;
    }
    yield* say(`${isSourced ? 'Sourcing' : 'Launching'} ${SCRIPTS}/${script}`);
    if (script.startsWith('10-listen-on-ipv6')) yield* listenOnIpv6(p, script);
  }
  yield* say('Configuration complete; ready for start up');
}

function* listenOnIpv6(p: Process, script: string): Sys<void> {
  const say = (text: string): Sys<void> => p.print(`${script}: info: ${text}\n`);
  const conf = p.fs.readText(CONF);
  if (!conf.ok) return yield* say(`${CONF} is not a file or does not exist`);
  const writable = p.fs.writeFile(CONF, '', { append: true });
  if (!writable.ok) return yield* say(`can not modify ${CONF} (read-only file system?)`);
  if (conf.value.includes('listen  [::]:80;')) return yield* say('IPv6 listen already enabled');
  yield* say(`Getting the checksum of ${CONF}`);
  if (conf.value !== DEFAULT_CONF) return yield* say(`${CONF} differs from the packaged version`);
  p.fs.writeFile(CONF, conf.value.replace('listen       80;\n', 'listen       80;\n    listen  [::]:80;\n'));
  yield* say(`Enabled listen on IPv6 in ${CONF}`);
}
