import { encodeBase64 } from '../../../base/base64.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';
import type { Headers } from '../../../linux/http/message.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { STDIN } from '../../../linux/names.ts';
import { lastValue, type CurlOptions } from './options.ts';
import { hostHeader, type Url } from './url.ts';

/** What is to be sent to a server. */
export interface Outgoing {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** The body that -d and its kin ask for; undefined without them, an error text when a file cannot be read. */
export function* bodyOf(
  p: Process,
  options: CurlOptions,
): Sys<{ readonly text: string | undefined; readonly error?: string }> {
  const parts: string[] = [];
  for (const name of ['d', 'data-raw', 'data-binary', 'data-urlencode', 'json']) {
    for (const value of options.values.get(name) ?? []) {
      if (!value.startsWith('@') || name === 'data-raw' || name === 'data-urlencode') {
        parts.push(name === 'data-urlencode' ? urlEncodedPair(value) : value);
        continue;
      }
      const file = value.slice(1);
      const read =
        file === '-' ? ({ ok: true, value: yield* p.readAll(STDIN) } as const) : p.fs.readText(file);
      if (!read.ok) return { text: undefined, error: `Failed to open ${file}: ${strerror(read.error)}` };
      parts.push(name === 'd' ? read.value.replace(/[\r\n]/g, '') : read.value);
    }
  }
  const separator = options.values.has('json') ? '' : '&';
  return { text: parts.length === 0 ? undefined : parts.join(separator) };
}

function urlEncodedPair(value: string): string {
  const equals = value.indexOf('=');
  if (equals < 0) return urlEncoded(value);
  return equals === 0
    ? urlEncoded(value.slice(1))
    : `${value.slice(0, equals)}=${urlEncoded(value.slice(equals + 1))}`;
}

function urlEncoded(text: string): string {
  return [...encodeUtf8(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** Makes the request of a transfer. `redirected`: after a redirect that turns everything into GET. */
export function requestOf(
  url: Url,
  options: CurlOptions,
  version: string,
  data: string | undefined,
  redirected: boolean,
): Outgoing {
  const { flags } = options;
  const asQuery = flags.has('G') && data !== undefined;
  const sends = data !== undefined && !flags.has('G') && !redirected;
  const natural = flags.has('I') ? 'HEAD' : sends ? 'POST' : 'GET';
  const method = lastValue(options, 'X') ?? natural;
  const target = asQuery ? `${url.target}${url.target.includes('?') ? '&' : '?'}${data}` : url.target;
  const body = encodeUtf8(sends ? data : '');
  return {
    method,
    target: lastValue(options, 'request-target') ?? target,
    headers: headersOf(url, options, version, sends, body.length),
    body,
  };
}

function headersOf(url: Url, options: CurlOptions, version: string, sends: boolean, length: number): Headers {
  const custom = (options.values.get('H') ?? []).flatMap(customHeader);
  const isReplaced = (name: string): boolean =>
    custom.some(([one]) => one.toLowerCase() === name.toLowerCase());
  const user = lastValue(options, 'u') ?? url.userInfo;
  const bearer = lastValue(options, 'oauth2-bearer');
  const range = lastValue(options, 'r');
  const agent = lastValue(options, 'A') ?? `curl/${version}`;
  const isJson = options.values.has('json');
  const host = custom.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const standard: readonly (readonly [string, string | undefined])[] = [
    ['Host', host ?? hostHeader(url)],
    ['Authorization', user === undefined ? undefined : `Basic ${encodeBase64(encodeUtf8(user))}`],
    ['Authorization', bearer === undefined ? undefined : `Bearer ${bearer}`],
    ['Range', range === undefined ? undefined : `bytes=${range}`],
    ['User-Agent', agent === '' ? undefined : agent],
    ['Accept', isJson ? 'application/json' : '*/*'],
    ['Accept-Encoding', options.flags.has('compressed') ? 'deflate, gzip, br, zstd' : undefined],
    ['Referer', lastValue(options, 'e')],
    ['Cookie', lastValue(options, 'b')],
  ];
  const body: readonly (readonly [string, string | undefined])[] = sends
    ? [
        ['Content-Length', String(length)],
        ['Content-Type', isJson ? 'application/json' : 'application/x-www-form-urlencoded'],
      ]
    : [];
  const kept = (list: readonly (readonly [string, string | undefined])[]): Headers =>
    list.flatMap(([name, value]) =>
      value === undefined || (name !== 'Host' && isReplaced(name)) ? [] : [[name, value] as const],
    );
  const added = custom.flatMap(([name, value]) =>
    name.toLowerCase() === 'host' || value === undefined ? [] : [[name, value] as const],
  );
  return [...kept(standard), ...added, ...kept(body)];
}

/** `Name: value`; `Name:` takes a header away, `Name;` sends it empty. */
function customHeader(text: string): readonly (readonly [string, string | undefined])[] {
  const found = /^([^:;]+)([:;])\s*(.*)$/s.exec(text);
  if (!found) return [];
  const [, name = '', mark, value = ''] = found;
  return [[name, mark === ';' ? '' : value === '' ? undefined : value]];
}
