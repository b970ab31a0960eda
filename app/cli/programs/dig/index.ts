import { canonicalIp } from '../../../base/ip.ts';
import { reverseName } from '../../../linux/dns/message.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { searchBind } from '../../tool/bind-search.ts';
import { dateOf } from '../../tool/civil.ts';
import { resolvConfOf } from '../../tool/name-servers.ts';
import { tool } from '../../tool/tool.ts';
import { parseDig, type DigQuery } from './options.ts';
import { printAnswer } from './print.ts';

const VERSION = '9.18.49-1~deb12u3-Debian';

/** Asks name servers and shows their whole answers. */
export const dig = tool(
  'dig',
  'dig [@SERVER] [-p PORT] [-t TYPE] [-x ADDRESS] NAME [TYPE] [+short] [+search] [+norec]',
  run,
);

function* run(p: Process): Sys<number> {
  const args = p.argv.slice(1);
  if (args[0] === '-v') {
    yield* p.warn(`DiG ${VERSION}\n`);
    return 0;
  }
  const query = parseDig(args);
  if (typeof query === 'string') {
    yield* p.warn(
      `${query}\nUsage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n            {global-d-opt} host [@local-server] {local-d-opt}\n            [ host [@local-server] {local-d-opt} [...]]\n\nUse "dig -h" (or "dig -h | more") for complete list of options\n`,
    );
    return 1;
  }
  const conf = resolvConfOf(p);
  const server = yield* serverAddress(p, query.server ?? conf.nameservers[0] ?? '127.0.0.1');
  if (server === undefined) {
    yield* p.warn(`dig: couldn't get address for '${query.server ?? ''}': not found\n`);
    return 10;
  }
  return yield* ask(p, query, server, args);
}

function* serverAddress(p: Process, server: string): Sys<string | undefined> {
  const literal = canonicalIp(server);
  if (literal !== undefined) return literal;
  const found = yield* p.net.resolve(server, { family: 4 });
  return found.ok ? found.value[0] : undefined;
}

function* ask(p: Process, query: DigQuery, server: string, args: readonly string[]): Sys<number> {
  const reverse = /^-x (.*)$/.exec(query.name)?.[1];
  const name = reverse === undefined ? query.name : reverseName(reverse);
  const search = query.flags.get('search') === true && reverse === undefined;
  const seconds = Number(query.flags.get('time') ?? query.flags.get('timeout') ?? 5);
  const tries = Number(
    query.flags.get('tries') ?? (query.flags.has('retry') ? Number(query.flags.get('retry')) + 1 : 3),
  );
  const cookie = query.flags.get('cookie') === true ? hexCookie(p) : undefined;
  const edns =
    query.flags.get('edns') === false
      ? {}
      : { edns: { udpSize: 1232, ...(cookie === undefined ? {} : { cookie }) } };
  const found = yield* searchBind(p, name, query.type, resolvConfOf(p), {
    server,
    port: query.port,
    search,
    tries,
    timeoutMs: seconds * 1000,
    recursion: query.flags.get('recurse') !== false,
    ...edns,
  });
  const isShort = query.flags.get('short') === true;
  const title =
    query.flags.get('cmd') === true && !isShort
      ? `\n; <<>> DiG ${VERSION} <<>> ${args.join(' ')}\n${query.server === undefined ? '' : '; (1 server found)\n'};; global options: +cmd\n`
      : '';
  const shown = query.flags.get('showsearch') === true ? found.answers : found.answers.slice(-1);
  if (found.error !== undefined) {
    const why =
      found.error === 'ECONNREFUSED'
        ? 'connection refused'
        : found.error === 'TIMEOUT'
          ? 'timed out'
          : 'host unreachable';
    const line = `;; communications error to ${server}#${query.port}: ${why}\n`;
    yield* p.print(
      `${line.repeat(Math.max(1, tries))}${title}${isShort ? '' : ''};; no servers could be reached\n${isShort ? '' : '\n'}`,
    );
    return 9;
  }
  for (const answered of shown) yield* p.print(title + printAnswer(query, answered, server, dateOf(p)));
  return 0;
}

function hexCookie(p: Process): string {
  const random = p.random(`dig/${p.netns}`);
  return Array.from({ length: 2 }, () => random.bits().toString(16).padStart(8, '0')).join('');
}
