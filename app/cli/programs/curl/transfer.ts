import { virtualMs, type VirtualMs } from '../../../base/brand.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { encodeUtf8 } from '../../../base/utf8.ts';
import {
  encodeRequest,
  keepsAlive,
  parseResponseHead,
  responseBody,
  type ResponseHead,
} from '../../../linux/http/codec.ts';
import { headerOf } from '../../../linux/http/message.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import {
  connect,
  connectionKey,
  elapsedMs,
  maxTime,
  type Attempt,
  type Connection,
  type CurlError,
  type SecureStep,
} from './connect.ts';
import { lastValue, type CurlOptions } from './options.ts';
import { requestOf, type Outgoing } from './request.ts';
import type { CurlTexts } from './texts.data.ts';
import type { TransferFacts } from './write-out.ts';
import { parseUrl, resolveLocation, type Url } from './url.ts';

/** What a transfer is part of: one run of curl with its open connections. */
export interface Session {
  readonly p: Process;
  readonly options: CurlOptions;
  readonly texts: CurlTexts;
  readonly secure: SecureStep;
  readonly connections: Map<string, Connection>;
  connectionCount: number;
  /** Where the transfer under way shows itself: kept connections tell it of their records. */
  sinks?: Sinks;
}

/** Where the parts of a transfer go. */
export interface Sinks {
  /** A line of -v, without its mark. */
  verbose(mark: '*' | '>' | '<' | '{' | '}', text: string): Sys<void>;
  /** Bytes of the body, or of heads with -i and -I. Fails when they cannot be written. */
  output(bytes: Uint8Array): Sys<boolean>;
  /** Called once, when the transfer begins to speak to the network. */
  begin(): Sys<void>;
  /** Called when nothing more will be transferred, before the connection is left or closed. */
  end(): Sys<void>;
}

/** The running record of a transfer. */
export class Transfer {
  readonly #session: Session;
  readonly #sinks: Sinks;
  readonly #url: string;
  readonly #number: number;
  readonly startedAt: VirtualMs;
  #head: ResponseHead | undefined;
  #effective: string;
  #method = '';
  #connection: Connection | undefined;
  #times = { lookup: 0, connect: 0, appConnect: 0, preTransfer: 0, startTransfer: 0, redirect: 0 };
  #connects = 0;
  #redirects = 0;
  #redirectUrl = '';
  #headerBytes = 0;
  #requestBytes = 0;
  #verifyResult = 0;
  downloaded = 0;
  uploaded = 0;
  expected = 0;

  constructor(session: Session, sinks: Sinks, url: string, number: number) {
    this.#session = session;
    this.#sinks = sinks;
    this.#url = url;
    this.#number = number;
    this.#effective = url;
    this.startedAt = session.p.now();
  }

  *run(data: string | undefined): Sys<Result<void, CurlError>> {
    const { options, texts } = this.#session;
    this.#session.sinks = this.#sinks;
    const most = Number(lastValue(options, 'max-redirs') ?? 50);
    let text = this.#url;
    for (let redirected = false; ; redirected = true) {
      const url = parseUrl(text);
      if (!url.ok) {
        const { type, scheme } = url.error;
        return bad(
          type === 'malformed'
            ? { code: 3, text: texts.malformed }
            : { code: 1, text: texts.unsupported(scheme) },
        );
      }
      if (url.value.scheme !== 'http' && url.value.scheme !== 'https')
        return bad({ code: 1, text: `lintas: ${url.value.scheme} is not simulated` });
      if (!redirected) yield* this.#sinks.begin();
      this.#effective = url.value.text.replace(/^([a-z]+:\/\/[^/?#]*)(?=$)/, '$1/');
      const done = yield* this.#exchange(
        url.value,
        requestOf(url.value, options, texts.version, data, redirected),
      );
      if (!done.ok) return done;
      const location = this.#location(url.value);
      this.#redirectUrl = location ?? '';
      if (location === undefined || !options.flags.has('L')) return good(undefined);
      if (this.#redirects++ >= most) return bad({ code: 47, text: `Maximum (${most}) redirects followed` });
      this.#times.redirect = this.#session.p.now() - this.startedAt;
      yield* this.#sinks.verbose('*', `Issue another request to this URL: '${location}'`);
      text = location;
    }
  }

  facts(exitCode: number, error: string, file: string): TransferFacts {
    const { p } = this.#session;
    const connection = this.#connection;
    return {
      url: this.#url,
      effectiveUrl: this.#effective,
      method: this.#method,
      status: this.#head?.status ?? 0,
      httpVersion: (this.#head?.version ?? '').replace('HTTP/', ''),
      contentType: headerOf(this.#head?.headers ?? [], 'content-type'),
      headers: this.#head?.headers ?? [],
      remoteIp: connection?.remote.ip ?? '',
      remotePort: connection?.remote.port ?? 0,
      localIp: connection?.local.ip ?? '',
      localPort: connection?.local.port ?? 0,
      downloaded: this.downloaded,
      uploaded: this.uploaded,
      headerBytes: this.#headerBytes,
      requestBytes: this.#requestBytes,
      redirects: this.#redirects,
      redirectUrl: this.#redirectUrl,
      connects: this.#connects,
      exitCode,
      error,
      file,
      number: this.#number,
      verifyResult: this.#verifyResult,
      times: { ...this.#times, total: p.now() - this.startedAt },
    };
  }

  get status(): number {
    return this.#head?.status ?? 0;
  }

  #location(url: Url): string | undefined {
    const head = this.#head;
    const location =
      head && head.status >= 300 && head.status < 400 ? headerOf(head.headers, 'location') : undefined;
    return location === undefined ? undefined : resolveLocation(url, location);
  }

  *#exchange(url: Url, request: Outgoing): Sys<Result<void, CurlError>> {
    this.#method = request.method;
    for (let again = false; ; again = true) {
      const reused = this.#session.connections.get(connectionKey(url));
      const connection = reused ? good(reused) : yield* this.#connect(url);
      if (!connection.ok) return connection;
      if (reused) yield* this.#sayReused(url, reused);
      this.#connection = connection.value;
      this.#times.preTransfer = this.#elapsed();
      const done = yield* this.#converse(connection.value, url, request);
      if (done.ok) return done;
      // A kept connection that the server has closed meanwhile is no failure: a new one is tried once.
      const retries = reused !== undefined && !again && (done.error.code === 52 || done.error.code === 56);
      if (retries)
        yield* this.#sinks.verbose('*', 'Connection died, retrying a fresh connect (retry count: 1)');
      yield* this.#drop(connection.value, !retries);
      if (!retries) return done;
    }
  }

  *#connect(url: Url): Sys<Result<Connection, CurlError>> {
    const { p, options, texts, secure } = this.#session;
    const number = this.#session.connectionCount++;
    this.#connects++;
    const attempt: Attempt = {
      p,
      url,
      options,
      texts,
      secure,
      number,
      startedAt: this.startedAt,
      say: (line) => this.#sinks.verbose('*', line),
      trace: (mark, text) => (this.#session.sinks ?? this.#sinks).verbose(mark, text),
      verified: (result) => {
        this.#verifyResult = result;
      },
      reached: (moment) => {
        this.#times[moment] = this.#elapsed();
      },
    };
    const connection = yield* connect(attempt);
    if (!connection.ok && connection.error.code !== 6) {
      yield* this.#sayClosed(number);
      if (connection.error.afterwards) yield* connection.error.afterwards();
    }
    return connection;
  }

  *#sayReused(url: Url, connection: Connection): Sys<void> {
    const { texts } = this.#session;
    const verbose = (mark: '*', text: string): Sys<void> => this.#sinks.verbose(mark, text);
    if (texts.modern)
      return yield* verbose('*', `Reusing existing ${url.scheme}: connection with host ${url.host}`);
    yield* verbose('*', `Found bundle for host: 0x55d0c0a3b2e0 [serially]`);
    yield* verbose('*', 'Can not multiplex, even if we wanted to');
    yield* verbose('*', `Re-using existing connection #${connection.number} with host ${url.host}`);
  }

  *#converse(connection: Connection, url: Url, request: Outgoing): Sys<Result<void, CurlError>> {
    const { p, texts } = this.#session;
    const bytes = encodeRequest(request);
    const until = this.#deadline();
    const path = request.target;
    p.net.note(connection.socket, { type: 'http.request', method: request.method, host: url.host, path });
    const sent = yield* connection.stream.send(bytes);
    for (const line of headLines(request)) yield* this.#sinks.verbose('>', line);
    if (!sent.ok) return bad({ code: 55, text: 'Send failure: Broken pipe' });
    this.#requestBytes += bytes.length;
    this.uploaded = request.body.length;
    if (texts.modern)
      yield* this.#sinks.verbose(
        '*',
        request.body.length > 0
          ? `upload completely sent off: ${request.body.length} bytes`
          : 'Request completely sent off',
      );
    for (;;) {
      const head = yield* this.#readHead(connection, until);
      if (!head.ok) return head;
      if (head.value.status >= 200) return yield* this.#readBody(connection, request, head.value, until);
    }
  }

  *#readHead(connection: Connection, until: VirtualMs | undefined): Sys<Result<ResponseHead, CurlError>> {
    const { p } = this.#session;
    const text = yield* connection.reader.head(until);
    if (!text.ok) return bad(this.#headFailure(text.error, connection.reader.received));
    const head = parseResponseHead(text.value);
    if (!head) return bad({ code: 1, text: 'Received HTTP/0.9 when not allowed' });
    this.#head = head;
    if (this.#times.startTransfer === 0) this.#times.startTransfer = this.#elapsed();
    const server = headerOf(head.headers, 'server');
    p.net.note(connection.socket, {
      type: 'http.response',
      status: head.status,
      ...(server === undefined ? {} : { server }),
    });
    const lines = text.value.split(/\r?\n/);
    for (const line of [...lines, '']) yield* this.#sinks.verbose('<', line);
    const raw = `${lines.join('\r\n')}\r\n\r\n`;
    this.#headerBytes += raw.length;
    const { flags } = this.#session.options;
    if (flags.has('i') || flags.has('I')) yield* this.#sinks.output(encodeUtf8(raw));
    return good(head);
  }

  #headFailure(error: string, received: number): CurlError {
    if (error === 'TIMEOUT') return this.#timedOut();
    if (error === 'CLOSED') return { code: 52, text: 'Empty reply from server' };
    if (error === 'ECONNRESET') return { code: 56, text: 'Recv failure: Connection reset by peer' };
    return received > 0 && error === 'TOO_LARGE'
      ? { code: 56, text: 'Too large response headers' }
      : { code: 56, text: 'Failure when receiving data from the peer' };
  }

  #timedOut(): CurlError {
    const after = `Operation timed out after ${elapsedMs(this.#session.p, this.startedAt)} milliseconds with ${this.downloaded}`;
    return {
      code: 28,
      text: this.expected > 0 ? `${after} out of ${this.expected} bytes received` : `${after} bytes received`,
    };
  }

  *#readBody(
    connection: Connection,
    request: Outgoing,
    head: ResponseHead,
    until: VirtualMs | undefined,
  ): Sys<Result<void, CurlError>> {
    const { options } = this.#session;
    const length = responseBody(options.flags.has('I') ? 'HEAD' : request.method, head);
    const announced = headerOf(head.headers, 'content-length');
    if (announced !== undefined && length.type !== 'chunked') this.expected = Number(announced);
    if (options.flags.has('f') && head.status >= 400) {
      return bad({ code: 22, text: `The requested URL returned error: ${head.status}` });
    }
    let written = true;
    const sinks = this.#sinks;
    const count = (bytes: number): void => {
      this.downloaded += bytes;
    };
    const body = yield* connection.reader.body(
      length,
      function* (piece) {
        count(piece.length);
        yield* sinks.verbose('{', `[${piece.length} bytes data]`);
        if (!(yield* sinks.output(piece))) written = false;
      },
      until,
    );
    if (!body.ok) return bad(this.#bodyFailure(body.error));
    if (!written) return bad({ code: 23, text: 'Failure writing output to destination' });
    yield* this.#finish(connection, head, length.type === 'close');
    return good(undefined);
  }

  #bodyFailure(error: string): CurlError {
    if (error === 'TIMEOUT') return this.#timedOut();
    if (error === 'ECONNRESET') return { code: 56, text: 'Recv failure: Connection reset by peer' };
    return {
      code: 18,
      text: `transfer closed with ${Math.max(0, this.expected - this.downloaded)} bytes remaining to read`,
    };
  }

  *#finish(connection: Connection, head: ResponseHead, ended: boolean): Sys<void> {
    const { connections, texts } = this.#session;
    if (ended || !keepsAlive(head.version, head.headers)) return yield* this.#drop(connection);
    connections.set(connection.key, connection);
    const host = connection.key.replace(/^[a-z]+:\/\//, '');
    yield* this.#sinks.end();
    const name = texts.modern ? host : host.replace(/:\d+$/, '');
    yield* this.#sinks.verbose('*', `Connection #${connection.number} to host ${name} left intact`);
  }

  *#drop(connection: Connection, say = true): Sys<void> {
    this.#session.connections.delete(connection.key);
    connection.stream.close();
    if (say) yield* this.#sayClosed(connection.number);
  }

  *#sayClosed(number: number): Sys<void> {
    yield* this.#sinks.end();
    yield* this.#sinks.verbose(
      '*',
      this.#session.texts.modern ? `shutting down connection #${number}` : `Closing connection ${number}`,
    );
  }

  #deadline(): VirtualMs | undefined {
    const limit = maxTime(this.#session.options);
    return limit === undefined ? undefined : virtualMs(this.startedAt + limit);
  }

  #elapsed(): number {
    return this.#session.p.now() - this.startedAt;
  }
}

function headLines(request: Outgoing): readonly string[] {
  return [
    `${request.method} ${request.target} HTTP/1.1`,
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    '',
  ];
}
