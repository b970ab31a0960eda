import { encodeUtf8 } from '../../base/utf8.ts';
import { headerOf, type Headers, type HttpRequest, type HttpResponse } from './message.ts';

/** The head of a response as it was read: its lines are kept as they came. */
export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
}

/** How the body of a message is delimited. */
export type BodyLength =
  { readonly type: 'length'; readonly bytes: number } | { readonly type: 'chunked' | 'close' | 'none' };

/** Bytes of a request as they travel. */
export function encodeRequest(
  request: Omit<HttpRequest, 'version'> & { readonly version?: string },
): Uint8Array {
  const first = `${request.method} ${request.target} ${request.version ?? 'HTTP/1.1'}`;
  return joined(headText(first, request.headers), request.body);
}

/** Bytes of a response; the body is left out where the question was HEAD. */
export function encodeResponse(response: HttpResponse, version = 'HTTP/1.1', withBody = true): Uint8Array {
  if (response.encoded && withBody && version === 'HTTP/1.1') return response.encoded;
  const first = `${version} ${response.status} ${response.reason}`;
  return joined(headText(first, response.headers), withBody ? response.body : new Uint8Array());
}

function headText(first: string, headers: Headers): string {
  return `${[first, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
}

function joined(head: string, body: Uint8Array): Uint8Array {
  const start = encodeUtf8(head);
  const bytes = new Uint8Array(start.length + body.length);
  bytes.set(start);
  bytes.set(body, start.length);
  return bytes;
}

/** The head of a request as it was read. */
export type RequestHead = Omit<HttpRequest, 'body'>;

/** Reads the head of a request (without the empty line); undefined when it is none. */
export function parseRequestHead(text: string): RequestHead | undefined {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const found = /^([A-Z][A-Z_-]*) (\S+)(?: (HTTP\/\d\.\d))?$/.exec(first);
  const headers = parseHeaders(lines);
  if (!found || !headers) return undefined;
  const [, method = '', target = '', version = 'HTTP/0.9'] = found;
  return { method, target, version, headers };
}

/** Reads the head of a response; undefined when it is none. */
export function parseResponseHead(text: string): ResponseHead | undefined {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const found = /^(HTTP\/\d(?:\.\d)?) (\d{3})(?: (.*))?$/.exec(first);
  const headers = parseHeaders(lines);
  if (!found || !headers) return undefined;
  const [, version = '', status = '', reason = ''] = found;
  return { version, status: Number(status), reason, headers };
}

function parseHeaders(lines: readonly string[]): Headers | undefined {
  const headers: (readonly [string, string])[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const found = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (!found) return undefined;
    headers.push([found[1] ?? '', found[2] ?? '']);
  }
  return headers;
}

/** How long the body of a request is. */
export function requestBody(headers: Headers): BodyLength {
  if (/chunked/i.test(headerOf(headers, 'transfer-encoding') ?? '')) return { type: 'chunked' };
  const length = headerOf(headers, 'content-length');
  return length === undefined ? { type: 'none' } : { type: 'length', bytes: Number(length) };
}

/** How long the body of a response to that method is. */
export function responseBody(method: string, head: ResponseHead): BodyLength {
  const bodiless = method === 'HEAD' || head.status === 204 || head.status === 304 || head.status < 200;
  if (bodiless) return { type: 'none' };
  if (/chunked/i.test(headerOf(head.headers, 'transfer-encoding') ?? '')) return { type: 'chunked' };
  const length = headerOf(head.headers, 'content-length');
  return length !== undefined && /^\d+$/.test(length)
    ? { type: 'length', bytes: Number(length) }
    : { type: 'close' };
}

/** Whether the connection stays open after a message. */
export function keepsAlive(version: string, headers: Headers): boolean {
  const connection = (headerOf(headers, 'connection') ?? '').toLowerCase();
  return version === 'HTTP/1.1' ? connection !== 'close' : connection === 'keep-alive';
}
