import type { VirtualMs } from '../../base/brand.ts';
import type { Random } from '../../base/random.ts';
import type { ByteStream } from '../http/byte-stream.ts';
import type { Sys } from '../process/program.ts';
import {
  chance,
  HANDSHAKE,
  makeShare,
  message,
  readClientHello,
  writeCertificates,
  writeEncryptedExtensions,
  writeServerHello,
} from './messages.ts';
import { joined, RECORD, Records } from './records.ts';
import { Seal } from './seal.ts';

/** What a server needs to answer a client. */
export interface ServerParts {
  readonly random: Random;
  readonly until: VirtualMs;
  /** Protocols that it speaks, the best first. */
  readonly protocols: readonly string[];
  /** Its certificates, its own first, for the name that the client asks for. */
  readonly chainFor: (serverName: string | undefined) => readonly Uint8Array[];
}

/** How an attempt to agree ended: a connection, a client that does not speak TLS (with what it said), or nothing. */
export type ServerOutcome = { readonly records: Records } | { readonly plain: Uint8Array } | undefined;

const VERIFY_BYTES = 260;
const FINISHED_BYTES = 48;
const TICKET_BYTES = 261;
const TICKETS = 2;

/** Agrees with a client on a connection. */
export function* acceptTls(stream: ByteStream, parts: ServerParts): Sys<ServerOutcome> {
  const { random, until } = parts;
  const records = new Records(stream);
  const first = yield* records.next(until);
  if (!first.ok) return first.error === 'not-tls' ? { plain: records.pending } : undefined;
  const hello = readClientHello(first.value.content);
  if (!hello) return undefined;
  const serverHello = { random: chance(random, 32), share: makeShare(random) };
  const shared = joined([hello.random, serverHello.random, hello.share, serverHello.share]);
  const protocol = parts.protocols.find((name) => hello.protocols.includes(name));
  const open = joined([
    records.wrap(RECORD.handshake, writeServerHello(serverHello, hello.random.toReversed())),
    records.wrap(RECORD.changeCipherSpec, Uint8Array.of(1)),
  ]);
  records.writing = new Seal(shared, 'server');
  const sealed = [
    writeEncryptedExtensions(protocol, hello.serverName !== undefined),
    writeCertificates(parts.chainFor(hello.serverName)),
    message(HANDSHAKE.certificateVerify, chance(random, VERIFY_BYTES)),
    message(HANDSHAKE.finished, chance(random, FINISHED_BYTES)),
  ].map((one) => records.wrap(RECORD.handshake, one));
  const sent = yield* records.send(joined([open, ...sealed]));
  records.reading = new Seal(shared, 'client');
  const answer = sent.ok ? yield* records.next(until) : undefined;
  if (answer?.ok !== true || answer.value.kind !== RECORD.handshake) return undefined;
  const tickets = Array.from({ length: TICKETS }, () =>
    records.wrap(RECORD.handshake, message(HANDSHAKE.newSessionTicket, chance(random, TICKET_BYTES))),
  );
  yield* records.send(joined(tickets));
  return { records };
}
