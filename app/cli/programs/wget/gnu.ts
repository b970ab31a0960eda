import { headerOf } from '../../../linux/http/message.ts';
import { STDOUT, type Fd } from '../../../linux/names.ts';
import { canonicalIp } from '../../../base/ip.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { dateOf, strftime } from '../../tool/civil.ts';
import { strerror } from '../../tool/errno.ts';
import { parseOptions, type Options } from '../../tool/options.ts';
import { quote } from '../../tool/quote.ts';
import { parseUrl, resolveLocation, type Url } from '../curl/url.ts';
import { addressOf, fetchBody, fetchHead, type Fetched } from './fetch.ts';

/** wget of GNU, as Debian has it. */
export function* gnuWget(p: Process): Sys<number> {
  const options = parseOptions(p.argv.slice(1), {
    flags: 'qvScNEkpmrL46',
    values: 'OoaPUTtwdiQl',
    long: {
      quiet: 'q',
      spider: 'spider',
      'output-document=': 'O',
      'timeout=': 'T',
      'tries=': 't',
      'server-response': 'S',
      'header=': 'header',
      'post-data=': 'post-data',
      'no-check-certificate': 'no-check',
      'user-agent=': 'U',
      'no-verbose': 'nv',
      'content-on-error': 'content-on-error',
      'max-redirect=': 'max-redirect',
      'directory-prefix=': 'P',
    },
  });
  if (!options.ok || options.value.operands.length === 0) {
    const what = options.ok ? 'missing URL' : options.error;
    yield* p.warn(
      `wget: ${what}\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.\n`,
    );
    return options.ok ? 1 : 2;
  }
  let status = 0;
  for (const text of options.value.operands) {
    const code = yield* download(p, text, options.value);
    if (code !== 0) status = code;
  }
  return status;
}

function* download(p: Process, text: string, options: Options): Sys<number> {
  const say = (line: string): Sys<void> => p.warn(options.has('q') ? '' : line);
  if (options.has('spider')) yield* say('Spider mode enabled. Check if remote file exists.\n');
  const tries = Number(options.value('t') ?? 20);
  let target = /^[a-z]+:\/\//.test(text) ? text : `http://${text}`;
  for (let attempt = 1; ;) {
    const url = parseUrl(target);
    if (!url.ok) {
      yield* p.warn(
        `${target}: ${url.error.type === 'unsupported' ? `Unsupported scheme ${quote(url.error.scheme)}.` : 'Invalid host name.'}\n`,
      );
      return 1;
    }
    if (url.value.scheme === 'https') {
      yield* p.warn('lintas: TLS is not simulated in this wget\n');
      return 5;
    }
    const shown = url.value.target === '/' && !/:\/\/[^/]*\//.test(target) ? `${target}/` : target;
    yield* say(
      attempt === 1
        ? `--${stamp(p)}--  ${shown}\n`
        : `--${stamp(p)}--  (try:${String(attempt).padStart(2)})  ${shown}\n`,
    );
    const done = yield* retrieve(p, url.value, options, say);
    if (done.type === 'done') return done.code;
    if (done.type === 'moved') target = done.location;
    else if (attempt >= tries) {
      yield* say('Giving up.\n\n');
      return 4;
    } else {
      yield* say('Retrying.\n\n');
      yield* p.sleep(Math.min(attempt, 10) * 1000);
      attempt++;
    }
  }
}

type Step =
  | { readonly type: 'done'; readonly code: number }
  | { readonly type: 'moved'; readonly location: string }
  | { readonly type: 'again' };

function stamp(p: Process): string {
  return strftime('%Y-%m-%d %H:%M:%S', dateOf(p));
}

function* retrieve(p: Process, url: Url, options: Options, say: (line: string) => Sys<void>): Sys<Step> {
  const literal = canonicalIp(url.host) !== undefined;
  if (!literal) yield* say(`Resolving ${url.host} (${url.host})... `);
  const address = yield* addressOf(p, url.host);
  if (address === undefined) {
    yield* say(`failed: Name or service not known.\n`);
    yield* say(`wget: unable to resolve host address ${quote(url.host)}\n`);
    return { type: 'done', code: 4 };
  }
  if (!literal) yield* say(`${address}\n`);
  yield* say(`Connecting to ${url.host}${literal ? '' : ` (${url.host})|${address}|`}:${url.port}... `);
  const data = options.value('post-data');
  const seconds = options.value('T');
  const timeoutMs = seconds === undefined || Number(seconds) === 0 ? undefined : Number(seconds) * 1000;
  const fetched = yield* fetchHead(
    p,
    url,
    address,
    {
      method: options.has('spider') ? 'HEAD' : data === undefined ? 'GET' : 'POST',
      headers: [
        ['User-Agent', options.value('U') ?? 'Wget/1.21.3'],
        ['Accept', '*/*'],
        ['Accept-Encoding', 'identity'],
        ['Connection', 'Keep-Alive'],
        ...options.values('header').flatMap((text): readonly (readonly [string, string])[] => {
          const colon = text.indexOf(':');
          return colon < 0 ? [] : [[text.slice(0, colon), text.slice(colon + 1).trim()]];
        }),
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
    () => say('connected.\nHTTP request sent, awaiting response... '),
  );
  if (!fetched.ok) {
    if (fetched.error.type === 'connect') {
      yield* say(`failed: ${strerror(fetched.error.errno)}.\n`);
      return fetched.error.errno === 'ETIMEDOUT' ? { type: 'again' } : { type: 'done', code: 4 };
    }
    yield* say(fetched.error.type === 'timeout' ? 'failed: Connection timed out.\n' : 'No data received.\n');
    return { type: 'again' };
  }
  return yield* receive(p, fetched.value, url, options, say, timeoutMs);
}

function* receive(
  p: Process,
  fetched: Fetched,
  url: Url,
  options: Options,
  say: (line: string) => Sys<void>,
  timeoutMs: number | undefined,
): Sys<Step> {
  const { head, lines } = fetched;
  yield* say(
    options.has('S') ? `\n${lines.map((line) => `  ${line}\n`).join('')}` : `${head.status} ${head.reason}\n`,
  );
  const location = headerOf(head.headers, 'location');
  if (head.status >= 300 && head.status < 400 && location !== undefined) {
    p.net.close(fetched.socket);
    yield* say(`Location: ${location} [following]\n`);
    return { type: 'moved', location: resolveLocation(url, location) };
  }
  if (head.status >= 400) {
    p.net.close(fetched.socket);
    yield* say(
      options.has('spider')
        ? 'Remote file does not exist -- broken link!!!\n\n'
        : `${stamp(p)} ERROR ${head.status}: ${head.reason}.\n\n`,
    );
    return { type: 'done', code: 8 };
  }
  const length = headerOf(head.headers, 'content-length');
  const type = headerOf(head.headers, 'content-type');
  yield* say(
    `Length: ${length ?? 'unspecified'}${type === undefined ? '' : ` [${type.split(';')[0] ?? ''}]`}\n`,
  );
  if (options.has('spider')) {
    p.net.close(fetched.socket);
    yield* say('Remote file exists.\n\n');
    return { type: 'done', code: 0 };
  }
  return yield* save(p, fetched, url, options, say, timeoutMs);
}

function* save(
  p: Process,
  fetched: Fetched,
  url: Url,
  options: Options,
  say: (line: string) => Sys<void>,
  timeoutMs: number | undefined,
): Sys<Step> {
  const chosen = options.value('O');
  const base = (url.target.split('?')[0] ?? '').split('/').at(-1) ?? '';
  const plain = `${options.has('P') ? `${options.value('P') ?? '.'}/` : ''}${base === '' ? 'index.html' : base}`;
  const file = chosen ?? freeName(p, plain);
  const opened = file === '-' ? undefined : p.open(file, 'w');
  if (opened && !opened.ok) {
    p.net.close(fetched.socket);
    yield* p.warn(`${file}: ${strerror(opened.error)}\n`);
    return { type: 'done', code: 3 };
  }
  yield* say(`Saving to: ${quote(file === '-' ? 'STDOUT' : file)}\n`);
  const fd: Fd = opened ? opened.value : STDOUT;
  const begun = p.now();
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
  if (!whole) {
    yield* say(`\n${stamp(p)} (0.00 B/s) - Connection closed at byte ${received}. `);
    return { type: 'again' };
  }
  const seconds = Math.max(0.000_01, (p.now() - begun) / 1000);
  const speed = received / seconds;
  yield* say(`\n     0K ${' '.repeat(54)} 100% ${speedText(speed)}=0s\n\n`);
  const ending =
    file === '-'
      ? `written to stdout [${received}/${received}]`
      : `${quote(file)} saved [${received}/${received}]`;
  yield* say(`${stamp(p)} (${spokenSpeed(speed)}) - ${ending}\n\n`);
  return { type: 'done', code: 0 };
}

function freeName(p: Process, name: string): string {
  if (!p.fs.exists(name)) return name;
  let number = 1;
  while (p.fs.exists(`${name}.${number}`)) number++;
  return `${name}.${number}`;
}

function speedText(bytesPerSecond: number): string {
  const units = ['', 'K', 'M', 'G'];
  let value = bytesPerSecond;
  let unit = 0;
  while (value >= 1024 && unit < 3) {
    value /= 1024;
    unit++;
  }
  return `${(value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2)).padStart(4)}${units[unit] ?? ''}`;
}

function spokenSpeed(bytesPerSecond: number): string {
  const text = speedText(bytesPerSecond).trim();
  return /[KMG]$/.test(text) ? `${text.slice(0, -1)} ${text.slice(-1)}B/s` : `${text} B/s`;
}
