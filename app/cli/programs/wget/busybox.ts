import { STDOUT, type Fd } from '../../../linux/names.ts';
import { headerOf } from '../../../linux/http/message.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import type { Options } from '../../tool/options.ts';
import { parseOptions } from '../../tool/options.ts';
import { BUSYBOX_BANNER } from '../../tool/tool.ts';
import { parseUrl, resolveLocation, type Url } from '../curl/url.ts';
import { addressOf, fetchBody, fetchHead, type FetchError } from './fetch.ts';

const USAGE = `${BUSYBOX_BANNER}

Usage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
\t[--post-data STR | --post-file FILE] [-Y on/off]
\t[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...

Retrieve files via HTTP or FTP
`;

/** wget of busybox. */
export function* busyboxWget(p: Process): Sys<number> {
  const options = parseOptions(p.argv.slice(1), {
    flags: 'cqS',
    values: 'OoPUTYt',
    long: {
      spider: 'spider',
      'header=': 'header',
      'post-data=': 'post-data',
      'post-file=': 'post-file',
      'no-check-certificate': 'no-check',
      quiet: 'q',
      'output-document=': 'O',
      'timeout=': 'T',
      'server-response': 'S',
      'user-agent=': 'U',
      'tries=': 't',
    },
  });
  if (!options.ok || options.value.operands.length === 0) {
    yield* p.warn(options.ok ? USAGE : `wget: ${options.error}\n${USAGE}`);
    return 1;
  }
  for (const text of options.value.operands) {
    const failed = yield* download(p, text, options.value);
    if (failed !== undefined) {
      yield* p.warn(`wget: ${failed}\n`);
      return 1;
    }
  }
  return 0;
}

const MAX_REDIRECTS = 20;

function* download(p: Process, text: string, options: Options): Sys<string | undefined> {
  let target = text;
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
    const url = parseUrl(target);
    if (!url.ok)
      return url.error.type === 'unsupported'
        ? `not an http or ftp url: ${target}`
        : `bad address '${target}'`;
    if (url.value.scheme === 'https') return 'lintas: TLS is not simulated in this wget';
    const done = yield* retrieve(p, url.value, options);
    if (typeof done === 'string' || done === undefined) return done;
    target = done.location;
  }
  return 'too many redirections';
}

/** Undefined: done; a text: why not; a location: elsewhere. */
function* retrieve(
  p: Process,
  url: Url,
  options: Options,
): Sys<string | undefined | { readonly location: string }> {
  const say = (line: string): Sys<void> => (options.has('q') ? p.warn('') : p.warn(line));
  const address = yield* addressOf(p, url.host);
  if (address === undefined) return `bad address '${url.host}'`;
  const place = url.explicitPort ? `${url.host}:${url.port}` : url.host;
  yield* say(`Connecting to ${place} (${address}:${url.port})\n`);
  const seconds = options.value('T');
  const timeoutMs = seconds === undefined ? undefined : Number(seconds) * 1000;
  const data = options.value('post-data');
  const fetched = yield* fetchHead(
    p,
    url,
    address,
    {
      method: options.has('spider') ? 'HEAD' : data === undefined ? 'GET' : 'POST',
      headers: [
        ['User-Agent', options.value('U') ?? 'Wget'],
        ['Connection', 'close'],
        ...options.values('header').flatMap(headerPair),
        ...(data === undefined
          ? []
          : [
              ['Content-Type', 'application/x-www-form-urlencoded'] as const,
              ['Content-Length', String(data.length)] as const,
            ]),
      ],
      body: data,
      timeoutMs,
    },
    function* () {
      yield* [];
    },
  );
  if (!fetched.ok) return failure(fetched.error);
  const { head, lines } = fetched.value;
  if (options.has('S')) for (const line of [...lines, '']) yield* p.warn(`  ${line}\n`);
  const location = headerOf(head.headers, 'location');
  if (head.status >= 300 && head.status < 400 && location !== undefined) {
    p.net.close(fetched.value.socket);
    return { location: resolveLocation(url, location) };
  }
  if (head.status >= 400 || head.status < 200) {
    p.net.close(fetched.value.socket);
    return `server returned error: ${lines[0] ?? ''}`;
  }
  if (options.has('spider')) {
    p.net.close(fetched.value.socket);
    yield* say('remote file exists\n');
    return undefined;
  }
  return yield* save(p, fetched.value, url, options, say, timeoutMs);
}

function* save(
  p: Process,
  fetched: Parameters<typeof fetchBody>[1],
  url: Url,
  options: Options,
  say: (line: string) => Sys<void>,
  timeoutMs: number | undefined,
): Sys<string | undefined> {
  const chosen = options.value('O');
  const base = (url.target.split('?')[0] ?? '').split('/').at(-1) ?? '';
  const file =
    chosen ??
    `${options.has('P') ? `${options.value('P') ?? '.'}/` : ''}${base === '' ? 'index.html' : base}`;
  const toStdout = file === '-';
  if (!toStdout && chosen === undefined && p.fs.exists(file)) {
    p.net.close(fetched.socket);
    return `can't open '${file}': File exists`;
  }
  const opened = toStdout ? undefined : p.open(file, 'w');
  if (opened && !opened.ok) {
    p.net.close(fetched.socket);
    return `can't open '${file}': ${strerror(opened.error)}`;
  }
  yield* say(toStdout ? 'writing to stdout\n' : `saving to '${file}'\n`);
  const fd: Fd = opened ? opened.value : STDOUT;
  let received = 0;
  const whole = yield* fetchBody(
    p,
    fetched,
    function* (piece) {
      received += piece.length;
      yield* p.write(fd, piece);
    },
    timeoutMs,
  );
  if (opened) p.close(fd);
  if (!whole) return timeoutMs === undefined ? 'connection closed prematurely' : 'download timed out';
  const name = (toStdout ? '-' : (file.split('/').at(-1) ?? file)).slice(0, 20).padEnd(20);
  yield* say(`${name} 100% |${'*'.repeat(32)}| ${sizeText(received)}  0:00:00 ETA\n`);
  yield* say(toStdout ? 'written to stdout\n' : `'${file}' saved\n`);
  return undefined;
}

function sizeText(bytes: number): string {
  return (bytes < 100_000 ? String(bytes) : `${Math.floor(bytes / 1024)}k`).padStart(5);
}

function headerPair(text: string): readonly (readonly [string, string])[] {
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [[text.slice(0, colon), text.slice(colon + 1).trim()]];
}

function failure(error: FetchError): string {
  if (error.type === 'timeout') return 'download timed out';
  if (error.type === 'connect') return `can't connect to remote host (${error.ip}): ${strerror(error.errno)}`;
  return 'error getting response';
}
