import type { VirtualMs } from '../../base/brand.ts';
import type { Random } from '../../base/random.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { ByteStream } from '../http/byte-stream.ts';
import type { Sys } from '../process/program.ts';
import {
  chance,
  HANDSHAKE,
  makeShare,
  message,
  readCertificates,
  readProtocol,
  readServerHello,
  writeClientHello,
  type ClientHello,
} from './messages.ts';
import { joined, RECORD, Records, type RecordError, type TlsRecord } from './records.ts';
import { Seal } from './seal.ts';
import { alertRecord } from './secure-stream.ts';

/** What a client wants, and what it is told on the way. */
export interface ClientWishes {
  readonly random: Random;
  readonly serverName: string | undefined;
  readonly protocols: readonly string[];
  readonly until: VirtualMs | undefined;
  /** The client's first message has left: it may still change its mind. The error ends the attempt. */
  readonly begun?: () => Sys<boolean>;
  /** A message was sent or received; kind 0 is the change of ciphers. */
  readonly saw: (direction: 'out' | 'in', kind: number, bytes: number) => Sys<void>;
  /** Judges the server's certificates; an alert ends the attempt. */
  readonly judge: (chain: readonly Uint8Array[]) => Sys<number | undefined>;
}

/** A connection that both ends agree on. */
export interface ClientSession {
  readonly records: Records;
  readonly chain: readonly Uint8Array[];
  readonly protocol: string | undefined;
}

/** Why there is none. `judged`: the client itself said no. An alert of the server comes with its number. */
export type ClientFault =
  | { readonly type: 'judged' | 'stopped' | 'not-tls' | 'closed' | 'timeout' | 'reset' }
  | { readonly type: 'alert'; readonly alert: number };

const FINISHED_BYTES = 48;

/** Agrees with a server on a connection. */
export function* connectTls(
  stream: ByteStream,
  wishes: ClientWishes,
): Sys<Result<ClientSession, ClientFault>> {
  const { random, serverName, protocols, until } = wishes;
  const records = new Records(stream);
  const hello: ClientHello = { random: chance(random, 32), share: makeShare(random), serverName, protocols };
  const first = writeClientHello(hello);
  yield* wishes.saw('out', HANDSHAKE.clientHello, first.length);
  yield* records.send(records.wrap(RECORD.handshake, first));
  if (wishes.begun && !(yield* wishes.begun())) return bad({ type: 'stopped' });
  const answer = yield* records.next(until);
  const serverHello = answer.ok ? readServerHello(answer.value.content) : undefined;
  if (!answer.ok || !serverHello) return bad(faultOf(answer));
  yield* wishes.saw('in', HANDSHAKE.serverHello, answer.value.content.length);
  const shared = joined([hello.random, serverHello.random, hello.share, serverHello.share]);
  records.reading = new Seal(shared, 'server');
  const flight = yield* readFlight(records, wishes);
  if (!flight.ok) {
    if (flight.error.type === 'alert' && flight.error.ours) {
      records.writing = new Seal(shared, 'client');
      yield* records.send(alertRecord(records, flight.error.alert));
      return bad({ type: 'judged' });
    }
    return flight;
  }
  yield* finish(records, shared, wishes);
  return good({ records, ...flight.value });
}

type FlightFault =
  | Exclude<ClientFault, { type: 'alert' }>
  | { readonly type: 'alert'; readonly alert: number; readonly ours: boolean };

function* readFlight(
  records: Records,
  wishes: ClientWishes,
): Sys<
  Result<{ readonly chain: readonly Uint8Array[]; readonly protocol: string | undefined }, FlightFault>
> {
  let chain: readonly Uint8Array[] = [];
  let protocol: string | undefined;
  for (;;) {
    const record = yield* records.next(wishes.until);
    if (!record.ok || record.value.kind !== RECORD.handshake) return bad({ ours: false, ...faultOf(record) });
    const { content } = record.value;
    const kind = content[0] ?? 0;
    yield* wishes.saw('in', kind, content.length);
    if (kind === HANDSHAKE.encryptedExtensions) protocol = readProtocol(content);
    if (kind === HANDSHAKE.certificate) {
      chain = readCertificates(content);
      const alert = yield* wishes.judge(chain);
      if (alert !== undefined) return bad({ type: 'alert', alert, ours: true });
    }
    if (kind === HANDSHAKE.finished) return good({ chain, protocol });
  }
}

function* finish(records: Records, shared: Uint8Array, { random, saw }: ClientWishes): Sys<void> {
  const change = records.wrap(RECORD.changeCipherSpec, Uint8Array.of(1));
  records.writing = new Seal(shared, 'client');
  const finished = message(HANDSHAKE.finished, chance(random, FINISHED_BYTES));
  yield* saw('out', 0, 1);
  yield* saw('out', HANDSHAKE.finished, finished.length);
  yield* records.send(joined([change, records.wrap(RECORD.handshake, finished)]));
}

function faultOf(record: Result<TlsRecord, RecordError>): ClientFault {
  if (record.ok)
    return record.value.kind === RECORD.alert
      ? { type: 'alert', alert: record.value.content[1] ?? 0 }
      : { type: 'not-tls' };
  if (record.error === 'TIMEOUT') return { type: 'timeout' };
  if (record.error === 'not-tls') return { type: 'not-tls' };
  return { type: record.error === 'CLOSED' ? 'closed' : 'reset' };
}
