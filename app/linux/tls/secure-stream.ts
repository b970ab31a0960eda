import type { VirtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { ByteStream } from '../http/byte-stream.ts';
import type { Sys } from '../process/program.ts';
import type { Errno } from '../socket/socket-layer.ts';
import { RECORD, type Records } from './records.ts';

/** Alerts by their numbers. */
export const ALERT = {
  closeNotify: 0,
  handshakeFailure: 40,
  badCertificate: 42,
  unsupportedCertificate: 43,
  certificateExpired: 45,
  unknownCa: 48,
  decryptError: 51,
} as const;

const WARNING = 1;
const FATAL = 2;

/** An alert's record. */
export function alertRecord(records: Records, alert: number): Uint8Array {
  return records.wrap(RECORD.alert, Uint8Array.of(alert === ALERT.closeNotify ? WARNING : FATAL, alert));
}

/** What is told of the records that pass: clients show them with -v. */
export interface RecordWatch {
  sent?(): Sys<void>;
  received?(): Sys<void>;
  /** A handshake message after the handshake: a ticket. */
  message?(kind: number, bytes: Uint8Array): Sys<void>;
  /** The last of a row of such messages was read. */
  settled?(): Sys<void>;
  /** Whether to say good-bye also to a peer that has said it: clients do, nginx does not. */
  readonly answersEnd?: boolean;
}

/** The stream inside a TLS connection. */
export class SecureStream implements ByteStream {
  readonly #records: Records;
  readonly #plain: ByteStream;
  readonly #sendNow: (bytes: Uint8Array) => void;
  readonly #watch: RecordWatch;
  #ended = false;

  /** `sendNow` sends without waiting: the last word before the connection is closed. */
  constructor(
    records: Records,
    plain: ByteStream,
    sendNow: (bytes: Uint8Array) => void,
    watch: RecordWatch = {},
  ) {
    this.#records = records;
    this.#plain = plain;
    this.#sendNow = sendNow;
    this.#watch = watch;
  }

  *send(data: Uint8Array | string): Sys<Result<void, Errno>> {
    const bytes = typeof data === 'string' ? encodeUtf8(data) : data;
    if (this.#watch.sent) yield* this.#watch.sent();
    return yield* this.#records.send(this.#records.wrap(RECORD.applicationData, bytes));
  }

  *receive(until?: VirtualMs): Sys<Result<Uint8Array | null, Errno | 'TIMEOUT'>> {
    for (let messages = 0; !this.#ended;) {
      const record = yield* this.#records.next(until);
      if (!record.ok) {
        if (record.error === 'CLOSED' || record.error === 'not-tls') break;
        return bad(record.error);
      }
      const { kind, content } = record.value;
      if (messages > 0 && kind !== RECORD.handshake && this.#watch.settled) yield* this.#watch.settled();
      if (this.#watch.received) yield* this.#watch.received();
      if (kind === RECORD.applicationData) return good(content);
      if (kind === RECORD.alert) this.#ended = true;
      if (kind !== RECORD.handshake) continue;
      messages++;
      if (this.#watch.message) yield* this.#watch.message(content[0] ?? 0, content);
    }
    this.#ended = true;
    return good(null);
  }

  close(): void {
    if (!this.#ended || this.#watch.answersEnd === true)
      this.#sendNow(alertRecord(this.#records, ALERT.closeNotify));
    this.#plain.close();
  }
}
