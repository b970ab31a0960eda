import { virtualMs } from '../../base/brand.ts';
import type { Process, Sys } from '../process/program.ts';
import type { Endpoint } from '../socket/socket-layer.ts';
import { acceptForEver, type Client } from './accept.ts';
import { socketStream, type ByteStream } from './byte-stream.ts';
import { encodeResponse, keepsAlive, requestBody } from './codec.ts';
import { REASONS, type Headers, type HttpRequest, type HttpResponse } from './message.ts';
import { HttpReader } from './reader.ts';
import { RequestHeads } from './request-heads.ts';

/** Answers one request. */
export type Handler = (request: HttpRequest, client: Client) => Sys<HttpResponse>;

/** How a server treats its connections. */
export interface ServeOptions {
  readonly keepAliveMs: number;
  /** The heads that the server has read, for all of its connections. */
  readonly heads: RequestHeads;
  /** The answer to what is no request; it ends the connection. */
  readonly malformed: (pending: Uint8Array, client: Client) => Sys<HttpResponse>;
}

/** How long a client may take for its first request. */
const FIRST_REQUEST_MS = 60_000;

/** Answers requests of one connection until either side has enough. */
export function* serveRequests(
  p: Process,
  stream: ByteStream,
  client: Client,
  handler: Handler,
  options: ServeOptions,
): Sys<void> {
  const reader = new HttpReader(stream);
  for (let patienceMs = FIRST_REQUEST_MS; ; patienceMs = options.keepAliveMs) {
    const head = yield* reader.head(virtualMs(p.now() + patienceMs));
    if (!head.ok) {
      if (reader.received > 0 && (head.error === 'TOO_LARGE' || head.error === 'MALFORMED'))
        yield* stream.send(encodeResponse(yield* options.malformed(reader.pending, client)));
      return;
    }
    const parsed = options.heads.parse(head.value);
    if (!parsed) {
      const raw = Uint8Array.from(head.value, (char) => char.charCodeAt(0) & 255);
      yield* stream.send(encodeResponse(yield* options.malformed(raw, client)));
      return;
    }
    const pieces: Uint8Array[] = [];
    const body = yield* reader.body(requestBody(parsed.headers), function* (piece) {
      yield* [];
      pieces.push(piece);
    });
    if (!body.ok) return;
    const { method, target, version, headers } = parsed;
    const request: HttpRequest = { method, target, version, headers, body: join(pieces) };
    const response = yield* handler(request, client);
    const sent = yield* stream.send(encodeResponse(response, 'HTTP/1.1', request.method !== 'HEAD'));
    if (
      !sent.ok ||
      !keepsAlive(request.version, request.headers) ||
      !keepsAlive('HTTP/1.1', response.headers)
    )
      return;
  }
}

const NOTHING = new Uint8Array();

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 0) return NOTHING;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** A plain text response with the headers that small servers send. */
export function textResponse(status: number, text: string, headers: Headers = []): HttpResponse {
  const body = Uint8Array.from(text, (char) => char.charCodeAt(0));
  return {
    status,
    reason: REASONS[status] ?? '',
    headers: [...headers, ['Content-Length', String(body.length)]],
    body,
  };
}

/** Serves a port with one handler in the process that calls it; never returns unless the port is taken. */
export function* serveHttp(p: Process, at: Endpoint, handler: Handler): Sys<string> {
  const listener = p.net.listen(at);
  if (!listener.ok) return listener.error;
  const options = { ...SMALL_SERVER, heads: new RequestHeads() };
  yield* acceptForEver(p, listener.value, (socket, client) =>
    serveRequests(p, socketStream(p, socket), client, handler, options),
  );
  return '';
}

const SMALL_SERVER: Omit<ServeOptions, 'heads'> = {
  keepAliveMs: 180_000,
  malformed: function* () {
    yield* [];
    return textResponse(400, '400 Bad Request', [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['Connection', 'close'],
    ]);
  },
};
