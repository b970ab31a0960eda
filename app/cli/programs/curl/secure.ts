import { certificatesOf, readCertificate, type Certificate } from '../../../base/crypto/certificate.ts';
import type { DistinguishedName } from '../../../base/crypto/distinguished-name.ts';
import { isMatch, matchHost } from '../../../base/crypto/host-name.ts';
import { CHAIN_FAULTS, verifyChain, type ChainFaultCode } from '../../../base/crypto/verify-chain.ts';
import { canonicalIp } from '../../../base/ip.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { decodeUtf8 } from '../../../base/utf8.ts';
import type { ByteStream } from '../../../linux/http/byte-stream.ts';
import type { SocketId } from '../../../linux/names.ts';
import type { Sys } from '../../../linux/process/program.ts';
import { connectTls, type ClientFault } from '../../../linux/tls/client.ts';
import { ALERT, SecureStream } from '../../../linux/tls/secure-stream.ts';
import type { TraceNote } from '../../../linux/trace.ts';
import { elapsedMs, handshakeDeadline, type Attempt, type CurlError } from './connect.ts';
import { lastValue } from './options.ts';
import { ALERT_NAMES, MESSAGE_NAMES } from './tls-texts.data.ts';

/** Where Debian keeps the certificates that everybody trusts; the worlds' authorities are not among them. */
const CA_FILE = '/etc/ssl/certs/ca-certificates.crt';
const CA_PATH = '/etc/ssl/certs';
const RECORD_HEADER = '[5 bytes data]';

type Verify = Extract<TraceNote, { type: 'tls' }>['verify'];

/** What a client trusts, and what it thinks of the server's certificates. */
interface Judgement {
  anchors: readonly Certificate[];
  fault: ChainFaultCode | undefined;
  /** The options made it stop: the error of curl. */
  stopped: CurlError | undefined;
}

/** Makes a TLS connection of a TCP connection, and judges the other end unless -k says not to. */
export function* secure(
  attempt: Attempt,
  socket: SocketId,
  plain: ByteStream,
): Sys<Result<ByteStream, CurlError>> {
  const { p, url, options } = attempt;
  const judgement: Judgement = { anchors: [], fault: undefined, stopped: undefined };
  const offers = options.flags.has('http1.1') ? ['http/1.1'] : ['h2', 'http/1.1'];
  yield* attempt.say(`ALPN: ${attempt.texts.modern ? 'curl ' : ''}offers ${offers.join(',')}`);
  const serverName = canonicalIp(url.host) === undefined ? url.host.toLowerCase() : undefined;
  const session = yield* connectTls(plain, {
    random: p.random('tls'),
    serverName,
    protocols: offers,
    until: handshakeDeadline(attempt),
    begun: () => loadTrust(attempt, judgement),
    saw: (direction, kind, bytes) => sayMessage(attempt, direction, kind, bytes),
    judge: (chain) => judge(attempt, judgement, chain),
  });
  const note = (verify: Verify, established: boolean): void =>
    p.net.note(socket, { type: 'tls', established, verify, ...(serverName !== undefined && { serverName }) });
  if (!session.ok) {
    note(judgement.fault === undefined ? 'failed' : noteOf(judgement.fault), false);
    return bad(yield* handshakeError(attempt, judgement, session.error));
  }
  const stream = new SecureStream(
    session.value.records,
    plain,
    (bytes) => void p.sockets.send(socket, bytes),
    watch(attempt),
  );
  const [certificate] = certificatesIn(session.value.chain);
  const named = yield* describe(attempt, judgement, certificate, session.value.protocol);
  note(named ? 'nameMismatch' : options.flags.has('k') ? 'skipped' : 'ok', named === undefined);
  if (!named) return good(stream);
  yield* attempt.say(named.text);
  stream.close();
  return bad({ ...named, afterwards: () => sayAlert(attempt, ALERT.closeNotify) });
}

function certificatesIn(chain: readonly Uint8Array[]): readonly Certificate[] {
  return chain.flatMap((der) => {
    const read = readCertificate(der);
    return read.ok ? [read.value] : [];
  });
}

/** Reads the trusted certificates: curl does so when its first message has left. */
function* loadTrust({ p, options, texts, say }: Attempt, judgement: Judgement): Sys<boolean> {
  if (options.flags.has('k')) return true;
  const file = lastValue(options, 'cacert');
  const read = file === undefined ? undefined : yield* p.readFile(file);
  const anchors = read?.ok === true ? certificatesOf(decodeUtf8(read.value)) : [];
  if (file !== undefined && anchors.length === 0) {
    judgement.stopped = { code: 77, text: texts.badTrust(file) };
    yield* say(judgement.stopped.text);
    return false;
  }
  judgement.anchors = anchors;
  if (texts.modern) yield* say('SSL Trust Anchors:');
  const indent = texts.modern ? '  ' : ' ';
  yield* say(`${indent}CAfile: ${file ?? texts.caFile ?? CA_FILE}`);
  if (!texts.modern) yield* say(`${indent}CApath: ${CA_PATH}`);
  return true;
}

function* sayMessage(
  { trace, texts }: Attempt,
  direction: 'out' | 'in',
  kind: number,
  bytes: number,
): Sys<void> {
  // OpenSSL tells of the change of ciphers only where it sends it.
  const mark = direction === 'out' ? '}' : '{';
  yield* trace(mark, RECORD_HEADER);
  const name = MESSAGE_NAMES[kind] ?? '';
  yield* trace(
    '*',
    `TLSv1.3 (${direction.toUpperCase()}), TLS ${kind === 0 ? 'change cipher' : 'handshake'}, ${name}:`,
  );
  yield* trace(mark, `[${bytes} bytes data]`);
  if (texts.modern && direction === 'in' && kind === 2) {
    yield* trace('*', `TLSv1.3 (IN), TLS change cipher, ${MESSAGE_NAMES[0] ?? ''}:`);
    yield* trace('{', '[1 bytes data]');
  }
}

function* judge(
  attempt: Attempt,
  judgement: Judgement,
  chain: readonly Uint8Array[],
): Sys<number | undefined> {
  const { p, options } = attempt;
  const [leaf, ...others] = certificatesIn(chain);
  if (!leaf) return ALERT.badCertificate;
  const now = p.epoch + p.now();
  judgement.fault = verifyChain(leaf, { anchors: judgement.anchors, others, now, server: true })?.code;
  attempt.verified(judgement.fault ?? 0);
  if (judgement.fault === undefined || options.flags.has('k')) return undefined;
  const alert = alertOf(judgement.fault);
  yield* sayAlert(attempt, alert);
  return alert;
}

function* sayAlert({ trace }: Attempt, alert: number): Sys<void> {
  const level = alert === ALERT.closeNotify ? 1 : 2;
  yield* trace('}', RECORD_HEADER);
  yield* trace('*', `TLSv1.3 (OUT), TLS alert, ${ALERT_NAMES[alert] ?? 'unknown'} (${256 * level + alert}):`);
  yield* trace('}', '[2 bytes data]');
}

function alertOf(fault: ChainFaultCode): number {
  switch (fault) {
    case 7:
      return ALERT.decryptError;
    case 9:
      return ALERT.badCertificate;
    case 10:
      return ALERT.certificateExpired;
    case 26:
      return ALERT.unsupportedCertificate;
    default:
      return ALERT.unknownCa;
  }
}

function noteOf(fault: ChainFaultCode): Verify {
  if (fault === 10 || fault === 9) return 'expired';
  return fault === 62 || fault === 64 ? 'nameMismatch' : 'untrusted';
}

function* handshakeError(attempt: Attempt, judgement: Judgement, fault: ClientFault): Sys<CurlError> {
  const { texts, say } = attempt;
  if (judgement.stopped) {
    yield* say(judgement.stopped.text);
    return judgement.stopped;
  }
  if (fault.type === 'not-tls') yield* attempt.trace('{', RECORD_HEADER);
  const error = errorOf(attempt, judgement, fault);
  if (fault.type !== 'timeout')
    yield* say(error.code === 60 && !texts.modern ? (error.text.split('\n')[0] ?? '') : error.text);
  return error;
}

function errorOf({ p, url, texts, startedAt }: Attempt, judgement: Judgement, fault: ClientFault): CurlError {
  switch (fault.type) {
    case 'judged':
      return {
        code: 60,
        text: texts.untrusted(CHAIN_FAULTS[judgement.fault ?? 18], judgement.fault ?? 18),
      };
    case 'timeout':
      return { code: 28, text: texts.tlsTimeout(elapsedMs(p, startedAt)) };
    case 'not-tls':
      return { code: 35, text: texts.tlsError('0A00010B', 'wrong version number') };
    case 'alert':
      return {
        code: 35,
        text: texts.tlsError(
          `0A000${(1000 + fault.alert).toString(16)}`,
          `ssl/tls alert ${ALERT_NAMES[fault.alert] ?? ''}`,
        ),
      };
    case 'closed':
      return { code: 35, text: texts.tlsEnded(`${url.host}:${url.port}`) };
    default:
      return {
        code: 35,
        text: `OpenSSL SSL_connect: Connection reset by peer in connection to ${url.host}:${url.port} `,
      };
  }
}

/** Tells of the connection and compares the names; the error when they differ and that counts. */
function* describe(
  attempt: Attempt,
  { fault }: Judgement,
  certificate: Certificate | undefined,
  protocol: string | undefined,
): Sys<CurlError | undefined> {
  const { url, options, texts, say } = attempt;
  yield* say(
    `SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384${texts.modern ? ' / X25519 / RSASSA-PSS' : ''}`,
  );
  yield* say(
    protocol === undefined
      ? 'ALPN: server did not agree on a protocol. Uses default.'
      : `ALPN: server accepted ${protocol}`,
  );
  if (!certificate) return undefined;
  const indent = texts.modern ? '  ' : ' ';
  yield* say('Server certificate:');
  yield* say(`${indent}subject: ${nameText(certificate.subject)}`);
  yield* say(`${indent}start date: ${dateText(certificate.notBefore)}`);
  yield* say(`${indent}expire date: ${dateText(certificate.notAfter)}`);
  const skips = options.flags.has('k');
  const match = matchHost(certificate, url.host);
  const issuer = `${indent}issuer: ${nameText(certificate.issuer)}`;
  if (texts.modern) yield* say(issuer);
  if (!skips) {
    if (match.type === 'alternative') yield* say(texts.matchedAlternative(url.host, match.name));
    if (match.type === 'common') yield* say(`${indent}common name: ${match.name} (matched)`);
    if (match.type === 'no-alternative') yield* say(texts.noAlternativeLine(url.host));
    if (!isMatch(match)) return { code: 60, text: texts.nameMismatch(match, url.host) };
  }
  if (!texts.modern) yield* say(issuer);
  yield* say(
    fault === undefined
      ? texts.verified
      : ` ${texts.modern ? 'OpenSSL' : 'SSL certificate'} verify result: ${CHAIN_FAULTS[fault]} (${fault}), continuing anyway.`,
  );
  return undefined;
}

/** Lines of -v for what passes on the open connection. */
function watch({ trace, texts }: Attempt): ConstructorParameters<typeof SecureStream>[3] {
  return {
    answersEnd: true,
    sent: () => trace('}', RECORD_HEADER),
    received: () => trace('{', RECORD_HEADER),
    *message(kind, bytes) {
      yield* trace('*', `TLSv1.3 (IN), TLS handshake, ${MESSAGE_NAMES[kind] ?? ''}:`);
      yield* trace('{', `[${bytes.length} bytes data]`);
    },
    *settled() {
      if (!texts.modern) yield* trace('*', 'old SSL session ID is stale, removing');
    },
  };
}

function nameText(name: DistinguishedName): string {
  return name.map(({ type, value }) => `${type}=${value}`).join('; ');
}

function dateText(at: number): string {
  const [, day = '', month = '', year = '', time = ''] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${month} ${String(Number(day)).padStart(2, ' ')} ${time} ${year} GMT`;
}
