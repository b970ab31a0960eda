import { virtualMs } from '../../../base/brand.ts';
import { canonicalIp } from '../../../base/ip.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { socketStream } from '../../../linux/http/byte-stream.ts';
import {
  encodeRequest,
  parseResponseHead,
  responseBody,
  type ResponseHead,
} from '../../../linux/http/codec.ts';
import { headerOf, type Headers } from '../../../linux/http/message.ts';
import { HttpReader } from '../../../linux/http/reader.ts';
import { ip, type Ip, type SocketId } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { hostHeader, type Url } from '../curl/url.ts';

/** What to send besides the address. */
export interface FetchRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  /** How long to wait for connection and data; undefined is for ever. */
  readonly timeoutMs: number | undefined;
}

/** Why nothing came. */
export type FetchError =
  | { readonly type: 'connect'; readonly errno: string; readonly ip: string }
  | { readonly type: 'timeout' | 'empty' | 'malformed'; readonly ip: string };

/** A response whose body is still to be read. */
export interface Fetched {
  readonly ip: string;
  readonly head: ResponseHead;
  readonly lines: readonly string[];
  readonly socket: SocketId;
  readonly reader: HttpReader;
  readonly method: string;
}

/** Address of a host: a literal one, or the first that the resolver gives. */
export function* addressOf(p: Process, host: string): Sys<Ip | undefined> {
  const literal = canonicalIp(host);
  if (literal !== undefined) return ip(literal);
  const found = yield* p.net.resolve(host);
  return found.ok ? found.value[0] : undefined;
}

/** Connects, sends the request and reads the head of the response. */
export function* fetchHead(
  p: Process,
  url: Url,
  address: Ip,
  request: FetchRequest,
  connected: () => Sys<void>,
): Sys<Result<Fetched, FetchError>> {
  const until = request.timeoutMs === undefined ? undefined : virtualMs(p.now() + request.timeoutMs);
  const connection = yield* p.net.connect({ ip: address, port: url.port }, until);
  if (!connection.ok)
    return bad(
      connection.error === 'TIMEOUT'
        ? { type: 'timeout', ip: address }
        : { type: 'connect', errno: connection.error, ip: address },
    );
  yield* connected();
  const socket = connection.value;
  const stream = socketStream(p, socket);
  p.net.note(socket, { type: 'http.request', method: request.method, host: url.host, path: url.target });
  const headers: Headers = [['Host', hostHeader(url)], ...request.headers];
  yield* stream.send(
    encodeRequest({
      method: request.method,
      target: url.target,
      headers,
      body: encodeUtf8(request.body ?? ''),
    }),
  );
  const reader = new HttpReader(stream);
  const text = yield* reader.head(until);
  if (!text.ok) {
    p.net.close(socket);
    return bad({ type: text.error === 'TIMEOUT' ? 'timeout' : 'empty', ip: address });
  }
  const head = parseResponseHead(text.value);
  if (!head) {
    p.net.close(socket);
    return bad({ type: 'malformed', ip: address });
  }
  const server = headerOf(head.headers, 'server');
  p.net.note(socket, {
    type: 'http.response',
    status: head.status,
    ...(server === undefined ? {} : { server }),
  });
  return good({
    ip: address,
    head,
    lines: text.value.split(/\r?\n/),
    socket,
    reader,
    method: request.method,
  });
}

/** Reads the body into `sink` and closes the connection; false when it broke off or took too long. */
export function* fetchBody(
  p: Process,
  fetched: Fetched,
  sink: (piece: Uint8Array) => Sys<void>,
  timeoutMs: number | undefined,
): Sys<boolean> {
  const until = timeoutMs === undefined ? undefined : virtualMs(p.now() + timeoutMs);
  const body = yield* fetched.reader.body(responseBody(fetched.method, fetched.head), sink, until);
  p.net.close(fetched.socket);
  return body.ok;
}
