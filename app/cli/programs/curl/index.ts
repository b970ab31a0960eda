import type { Process, Program, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { EVERYWHERE } from '../../tool/tool.ts';
import type { CurlError } from './connect.ts';
import { secure } from './secure.ts';
import { Console } from './console.ts';
import { lastValue, milliseconds, parseCurl, type CurlOptions } from './options.ts';
import { bodyOf } from './request.ts';
import { CURL_7_88, CURL_8_18, type CurlTexts } from './texts.data.ts';
import { Transfer, type Session } from './transfer.ts';
import { expandUrl, parseUrl } from './url.ts';
import { writeOut } from './write-out.ts';

const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";

const run =
  (texts: CurlTexts): Program =>
  (p) =>
    runCurl(p, texts);

/** Transfers data from a server. */
export const curl: ProgramSpec = {
  name: 'curl',
  help: 'curl [-vksSiIfL] [-o FILE] [-w FORMAT] [-H HEADER] [-d DATA] [-m SECONDS] [--resolve HOST:PORT:ADDRESS] URL...',
  run: run(CURL_7_88),
  alpine: run(CURL_8_18),
  on: EVERYWHERE,
};

function* runCurl(p: Process, texts: CurlTexts): Sys<number> {
  const parsed = parseCurl(p.argv.slice(1));
  if (!parsed.ok) {
    yield* p.warn(`curl: ${parsed.error}\n${TRY_HELP}`);
    return 2;
  }
  const options = parsed.value;
  if (options.flags.has('V')) {
    yield* p.print(texts.versionLines);
    return 0;
  }
  const unsupported = ['interface', 'x', 'F', 'T', 'K', 'unix-socket'].find((name) =>
    options.values.has(name),
  );
  if (unsupported !== undefined) {
    yield* p.warn(`lintas: curl ${unsupported.length === 1 ? '-' : '--'}${unsupported} is not simulated\n`);
    return 2;
  }
  if (options.urls.length === 0) {
    const lone = p.argv.length === 1 ? TRY_HELP : `curl: (2) no URL specified\n${TRY_HELP}`;
    yield* p.warn(
      texts.modern ? lone : p.argv.length === 1 ? TRY_HELP : `curl: no URL specified!\n${TRY_HELP}`,
    );
    return 2;
  }
  return yield* transferAll(p, options, texts);
}

function* transferAll(p: Process, options: CurlOptions, texts: CurlTexts): Sys<number> {
  const session: Session = { p, options, texts, secure, connections: new Map(), connectionCount: 0 };
  const body = yield* bodyOf(p, options);
  if (body.error !== undefined) {
    yield* p.warn(`curl: ${body.error}\n${TRY_HELP}`);
    return 26;
  }
  const urls = options.urls.flatMap((url, index) =>
    (options.flags.has('g') ? [url] : expandUrl(url)).map((text) => ({
      text,
      output: options.outputs[index],
    })),
  );
  let status = 0;
  for (const [number, { text, output }] of urls.entries()) {
    const file = output === undefined ? undefined : output === 'remote-name' ? remoteName(text) : output.file;
    if (file === '') {
      yield* p.warn(
        texts.modern
          ? 'curl: (23) Remote filename has no length\n'
          : 'curl: Remote file name has no length!\ncurl: (23) Failed writing received data to disk/application\n',
      );
      status = 23;
      continue;
    }
    status = yield* transferWithRetries(session, text, number, file === '-' ? undefined : file, body.text);
    if (status !== 0 && options.flags.has('fail-early')) break;
  }
  return status;
}

/** The last part of the path, for -O. */
function remoteName(text: string): string {
  const url = parseUrl(text);
  return url.ok ? ((url.value.target.split('?')[0] ?? '').split('/').at(-1) ?? '') : 'curl_response';
}

function* transferWithRetries(
  session: Session,
  url: string,
  number: number,
  file: string | undefined,
  data: string | undefined,
): Sys<number> {
  const { p, options, texts } = session;
  const delay = milliseconds(options, 'retry-delay');
  let wait = 1000;
  for (let left = Number(lastValue(options, 'retry') ?? 0); ; left--) {
    const { code, status } = yield* transferOnce(session, url, number, file, data);
    const reason = left > 0 ? transient(options, code, status) : undefined;
    if (reason === undefined) return code;
    const ms = delay ?? wait;
    const seconds = Math.floor(ms / 1000);
    yield* p.warn(
      texts.modern
        ? `Warning: Problem: ${reason}. Will retry in ${seconds} second${seconds === 1 ? '' : 's'}. ${left} retr${left === 1 ? 'y' : 'ies'} left.\n`
        : `Warning: Problem : ${reason}. Will retry in ${seconds} seconds. ${left} retries left.\n`,
    );
    yield* p.sleep(ms);
    wait = Math.min(wait * 2, 600_000);
  }
}

/** Whether --retry tries again, and why. */
function transient({ flags }: CurlOptions, code: number, status: number): string | undefined {
  if (code === 28 || code === 6) return 'timeout';
  if (code === 7 && flags.has('retry-connrefused')) return 'connection refused';
  if ((code === 0 || code === 22) && [408, 429, 500, 502, 503, 504].includes(status)) return 'HTTP error';
  return code !== 0 && flags.has('retry-all-errors') ? '(retrying all errors)' : undefined;
}

function* transferOnce(
  session: Session,
  url: string,
  number: number,
  file: string | undefined,
  data: string | undefined,
): Sys<{ readonly code: number; readonly status: number }> {
  const { p, options, texts } = session;
  const console = new Console(p, options, file, () => ({
    total: transfer.expected,
    received: transfer.downloaded,
    sent: transfer.uploaded,
    elapsedMs: p.now() - transfer.startedAt,
  }));
  const transfer = new Transfer(session, console, url, number);
  const done = yield* transfer.run(data);
  const error: CurlError | undefined = done.ok ? undefined : done.error;
  console.close();
  if (error && (!options.flags.has('s') || options.flags.has('S')))
    yield* p.warn(`curl: (${error.code}) ${error.text}\n${error.code === 60 ? texts.untrustedMore : ''}`);
  yield* report(session, transfer, error, file ?? '');
  return { code: error?.code ?? 0, status: transfer.status };
}

function* report(
  { p, options }: Session,
  transfer: Transfer,
  error: CurlError | undefined,
  file: string,
): Sys<void> {
  const given = lastValue(options, 'w');
  if (given === undefined) return;
  const read = given.startsWith('@') ? p.fs.readText(given.slice(1)) : undefined;
  const format = read ? (read.ok ? read.value : '') : given;
  const { out, err } = writeOut(format, transfer.facts(error?.code ?? 0, error?.text ?? '', file));
  if (out !== '') yield* p.print(out);
  if (err !== '') yield* p.warn(err);
}
