import { virtualMs, type VirtualMs } from '../../../base/brand.ts';
import { canonicalIp } from '../../../base/ip.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { socketStream, type ByteStream } from '../../../linux/http/byte-stream.ts';
import { HttpReader } from '../../../linux/http/reader.ts';
import { ip, type Ip, type SocketId } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import type { CurlOptions } from './options.ts';
import { milliseconds } from './options.ts';
import type { CurlTexts } from './texts.data.ts';
import type { Url } from './url.ts';

/** Why a transfer failed: curl's exit code and what it says after `curl: (N) `. */
export interface CurlError {
  readonly code: number;
  readonly text: string;
  /** Lines of -v that come when the connection is closed. */
  readonly afterwards?: () => Sys<void>;
}

/** A connection that later transfers may use again. */
export interface Connection {
  readonly key: string;
  readonly number: number;
  readonly socket: SocketId;
  readonly stream: ByteStream;
  readonly reader: HttpReader;
  readonly remote: { readonly ip: string; readonly port: number };
  readonly local: { readonly ip: string; readonly port: number };
}

/** Everything that one attempt to connect needs to know. */
export interface Attempt {
  readonly p: Process;
  readonly url: Url;
  readonly options: CurlOptions;
  readonly texts: CurlTexts;
  readonly startedAt: VirtualMs;
  /** Prints a line of -v. */
  readonly say: (line: string) => Sys<void>;
  /** Prints a line of -v with its mark: `}` and `{` are bytes sent and received. */
  readonly trace: (mark: '*' | '{' | '}', text: string) => Sys<void>;
  /** Told the number of OpenSSL's verification result. */
  readonly verified: (result: number) => void;
  /** Told when the name is resolved, the connection made and TLS agreed. */
  readonly reached: (moment: 'lookup' | 'connect' | 'appConnect') => void;
  readonly secure: SecureStep;
  readonly number: number;
}

/** What makes a TLS connection of a TCP connection, verifying the other end as the options say. */
export type SecureStep = (
  attempt: Attempt,
  socket: SocketId,
  stream: ByteStream,
) => Sys<Result<ByteStream, CurlError>>;

/** Where the name leads: --connect-to and --resolve go before the resolver. */
interface Target {
  readonly host: string;
  readonly port: number;
}

/** Connects as the URL and the options say. */
export function* connect(attempt: Attempt): Sys<Result<Connection, CurlError>> {
  const target = connectTo(attempt);
  const addresses = yield* resolve(attempt, target.host, target.port);
  if (!addresses.ok) return addresses;
  attempt.reached('lookup');
  const socket = yield* connectAny(attempt, addresses.value, target);
  if (!socket.ok) return socket;
  attempt.reached('connect');
  const { p, url, texts, say, number } = attempt;
  const view = p.sockets.view(socket.value.socket);
  const local = { ip: String(view?.local.ip ?? ''), port: view?.local.port ?? 0 };
  const remote = { ip: socket.value.ip, port: target.port };
  if (!texts.modern) yield* say(`Connected to ${url.host} (${remote.ip}) port ${remote.port} (#${number})`);
  const plain = socketStream(p, socket.value.socket);
  const stream =
    url.scheme === 'https' ? yield* attempt.secure(attempt, socket.value.socket, plain) : good(plain);
  if (!stream.ok) {
    p.net.close(socket.value.socket);
    return stream;
  }
  if (texts.modern)
    yield* say(
      `Established connection to ${url.host} (${remote.ip} port ${remote.port}) from ${local.ip} port ${local.port} `,
    );
  if (url.scheme === 'https') {
    attempt.reached('appConnect');
    yield* say(texts.modern ? 'using HTTP/1.x' : 'using HTTP/1.1');
  }
  const key = connectionKey(url);
  return good({
    key,
    number,
    socket: socket.value.socket,
    stream: stream.value,
    reader: new HttpReader(stream.value),
    remote,
    local,
  });
}

/** Transfers with the same key may share a connection. */
export function connectionKey(url: Url): string {
  return `${url.scheme}://${url.host.toLowerCase()}:${url.port}`;
}

function connectTo({ url, options }: Attempt): Target {
  for (const rule of options.values.get('connect-to') ?? []) {
    const [host = '', port = '', toHost = '', toPort = ''] = splitRule(rule);
    const fits = (host === '' || host === url.host) && (port === '' || Number(port) === url.port);
    if (fits)
      return { host: toHost === '' ? url.host : toHost, port: toPort === '' ? url.port : Number(toPort) };
  }
  return { host: url.host, port: url.port };
}

function splitRule(rule: string): readonly string[] {
  return (rule.match(/\[[^\]]*\]|[^:]+|(?<=:|^)(?=:|$)/g) ?? []).map((part) => part.replace(/^\[|\]$/g, ''));
}

function* resolve(attempt: Attempt, host: string, port: number): Sys<Result<readonly Ip[], CurlError>> {
  const { p, options, texts, say, startedAt } = attempt;
  const given = givenAddresses(options, host, port);
  if (given.length > 0) {
    yield* say(`Added ${host}:${port}:${given.join(',')} to DNS cache`);
    yield* say(`Hostname ${host} was found in DNS cache`);
    return good(given.map((address) => ip(address)));
  }
  const literal = canonicalIp(host);
  if (literal !== undefined) return good([ip(literal)]);
  const family = options.flags.has('4') ? 4 : options.flags.has('6') ? 6 : undefined;
  const until = deadline(attempt);
  const found = yield* p.net.resolve(host, {
    ...(family ? { family } : {}),
    ...(until === undefined ? {} : { until }),
  });
  if (!found.ok && found.error === 'TIMEOUT')
    return bad({ code: 28, text: `Resolving timed out after ${elapsedMs(p, startedAt)} milliseconds` });
  if (!found.ok) {
    yield* say(`Could not resolve host: ${host}`);
    return bad({ code: 6, text: `Could not resolve host: ${host}` });
  }
  if (texts.modern) yield* sayResolved(attempt, host, port, found.value);
  return found;
}

function* sayResolved({ say }: Attempt, host: string, port: number, addresses: readonly Ip[]): Sys<void> {
  const list = (isV6: boolean): string =>
    addresses.filter((address) => address.includes(':') === isV6).join(', ') || '(none)';
  yield* say(`Host ${host}:${port} was resolved.`);
  yield* say(`IPv6: ${list(true)}`);
  yield* say(`IPv4: ${list(false)}`);
}

function givenAddresses(options: CurlOptions, host: string, port: number): readonly string[] {
  for (const rule of (options.values.get('resolve') ?? []).toReversed()) {
    const found = /^\+?([^:]+|\*):(\d+):(.+)$/.exec(rule);
    if (
      !found ||
      (found[1] !== '*' && found[1]?.toLowerCase() !== host.toLowerCase()) ||
      Number(found[2]) !== port
    )
      continue;
    return (found[3] ?? '').split(',').map((address) => address.replace(/^\[|\]$/g, ''));
  }
  return [];
}

/** A transfer is ended when it has taken longer than --max-time, so a millisecond after it. */
export function maxTime(options: CurlOptions): number | undefined {
  const limit = milliseconds(options, 'm');
  return limit === undefined ? undefined : limit + 1;
}

/** Whole milliseconds since an instant. */
export function elapsedMs(p: Process, since: VirtualMs): number {
  return Math.floor(p.now() - since + 0.001);
}

/** When connecting is given up: the earlier of --connect-timeout and --max-time. */
function deadline({ options, startedAt }: Attempt): VirtualMs | undefined {
  const limits = [milliseconds(options, 'connect-timeout'), maxTime(options)].filter(
    (limit) => limit !== undefined,
  );
  return limits.length === 0 ? undefined : virtualMs(startedAt + Math.min(...limits));
}

/** When a TLS handshake is given up. */
export function handshakeDeadline(attempt: Attempt): VirtualMs | undefined {
  return deadline(attempt);
}

/** --max-time ends the whole transfer in other words than --connect-timeout ends the attempt. */
function endsByMaxTime({ options }: Attempt): boolean {
  const [attempt, whole] = [milliseconds(options, 'connect-timeout'), milliseconds(options, 'm')];
  return whole !== undefined && (attempt === undefined || whole <= attempt);
}

function* connectAny(
  attempt: Attempt,
  addresses: readonly Ip[],
  target: Target,
): Sys<Result<{ readonly socket: SocketId; readonly ip: string }, CurlError>> {
  const { p, url, texts, say, startedAt } = attempt;
  const until = deadline(attempt);
  let last: string | undefined;
  for (const address of addresses) {
    yield* say(`  Trying ${address.includes(':') ? `[${address}]` : address}:${target.port}...`);
    const connected = yield* p.net.connect({ ip: address, port: target.port }, until);
    if (connected.ok) return good({ socket: connected.value, ip: address });
    last = connected.error;
    if (last === 'TIMEOUT') break;
    yield* say(
      texts.modern
        ? `connect to ${address} port ${target.port} from 0.0.0.0 port 0 failed: ${strerror(last)}`
        : `connect to ${address} port ${target.port} failed: ${strerror(last)}`,
    );
  }
  const elapsed = elapsedMs(p, startedAt);
  if (last === 'TIMEOUT' && endsByMaxTime(attempt))
    return bad({ code: 28, text: `Connection timed out after ${elapsed} milliseconds` });
  const reason = last === 'TIMEOUT' ? 'Timeout was reached' : texts.couldNotConnect;
  const text = `Failed to connect to ${url.host} port ${target.port} after ${elapsed} ms: ${reason}`;
  yield* say(text);
  return bad({ code: last === 'TIMEOUT' || last === 'ETIMEDOUT' ? 28 : 7, text });
}
