import { bad, good, type Result } from '../../base/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { formatIp, parseIp } from '../../base/ip.ts';
import {
  RCODES,
  RECORD_TYPES,
  typeCode,
  typeNameOf,
  type DnsMessage,
  type DnsName,
  type Edns,
  type Question,
  type RecordData,
  type ResourceRecord,
} from './message.ts';

const CLASS_IN = 1;
const TYPE_OPT = 41;
const EDNS_COOKIE = 10;

/** Bytes of a message as they travel in a datagram; names are compressed. */
export function encodeMessage(message: DnsMessage): Uint8Array {
  const writer = new Writer();
  writer.u16(message.id);
  writer.u16(flagsOf(message));
  writer.u16(message.questions.length);
  writer.u16(message.answers.length);
  writer.u16(message.authority.length);
  writer.u16(message.additional.length + (message.edns ? 1 : 0));
  for (const question of message.questions) {
    writer.name(question.name);
    writer.u16(typeCode(question.type) ?? 0);
    writer.u16(CLASS_IN);
  }
  for (const record of [...message.answers, ...message.authority, ...message.additional])
    writer.record(record);
  if (message.edns) writer.edns(message.edns);
  return writer.bytes();
}

/** Reads a message; the error says at which byte it stopped making sense. */
export function decodeMessage(bytes: Uint8Array): Result<DnsMessage> {
  const reader = new Reader(bytes);
  const id = reader.u16();
  const flags = reader.u16();
  const counts = [reader.u16(), reader.u16(), reader.u16(), reader.u16()] as const;
  const questions = Array.from({ length: Math.min(counts[0], 16) }, () => reader.question());
  const section = (count: number): ResourceRecord[] => {
    const records: ResourceRecord[] = [];
    for (let left = count; left > 0 && !reader.failed; left--) {
      const record = reader.record();
      if (record) records.push(record);
    }
    return records;
  };
  const [answers, authority, additional] = [section(counts[1]), section(counts[2]), section(counts[3])];
  if (reader.failed) return bad(`message ends or breaks at byte ${reader.at}`);
  return good({
    id,
    isResponse: (flags & 0x8000) !== 0,
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    authenticData: (flags & 0x0020) !== 0,
    rcode: RCODES[flags & 0xf] ?? 'SERVFAIL',
    questions,
    answers,
    authority,
    additional,
    ...(reader.edns ? { edns: reader.edns } : {}),
  });
}

function flagsOf(message: DnsMessage): number {
  return (
    (message.isResponse ? 0x8000 : 0) |
    (message.authoritative ? 0x0400 : 0) |
    (message.truncated ? 0x0200 : 0) |
    (message.recursionDesired ? 0x0100 : 0) |
    (message.recursionAvailable ? 0x0080 : 0) |
    (message.authenticData ? 0x0020 : 0) |
    RCODES.indexOf(message.rcode)
  );
}

class Writer {
  readonly #bytes: number[] = [];
  readonly #places = new Map<string, number>();

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  u8(value: number): void {
    this.#bytes.push(value & 255);
  }

  u16(value: number): void {
    this.#bytes.push((value >> 8) & 255, value & 255);
  }

  u32(value: number): void {
    this.u16(value >>> 16);
    this.u16(value & 0xffff);
  }

  name(name: DnsName): void {
    const labels = name.split('.').filter((label) => label !== '');
    for (const [index, label] of labels.entries()) {
      const rest = labels.slice(index).join('.');
      const known = this.#places.get(rest);
      if (known !== undefined) return this.u16(0xc000 | known);
      if (this.#bytes.length < 0x4000) this.#places.set(rest, this.#bytes.length);
      const bytes = encodeUtf8(label).slice(0, 63);
      this.u8(bytes.length);
      this.#bytes.push(...bytes);
    }
    this.u8(0);
  }

  record(record: ResourceRecord): void {
    this.name(record.name);
    this.u16(record.data.type === 'OTHER' ? record.data.code : RECORD_TYPES[record.data.type]);
    this.u16(CLASS_IN);
    this.u32(record.ttl);
    this.#lengthened(() => this.#data(record.data));
  }

  edns(edns: Edns): void {
    this.u8(0);
    this.u16(TYPE_OPT);
    this.u16(edns.udpSize);
    this.u32(0);
    this.#lengthened(() => {
      if (edns.cookie === undefined) return;
      this.u16(EDNS_COOKIE);
      this.#lengthened(() => {
        for (const pair of edns.cookie?.match(/../g) ?? []) this.u8(Number.parseInt(pair, 16));
      });
    });
  }

  /** Writes a 16-bit length in front of what `body` writes. */
  #lengthened(body: () => void): void {
    const place = this.#bytes.length;
    this.u16(0);
    body();
    const length = this.#bytes.length - place - 2;
    this.#bytes[place] = length >> 8;
    this.#bytes[place + 1] = length & 255;
  }

  #data(data: RecordData): void {
    switch (data.type) {
      case 'A':
      case 'AAAA':
        for (const word of parseIp(data.address)?.words ?? []) this.u32(word);
        return;
      case 'CNAME':
      case 'NS':
      case 'PTR':
        return this.name(data.target);
      case 'MX':
        this.u16(data.preference);
        return this.name(data.target);
      case 'SRV':
        this.u16(data.priority);
        this.u16(data.weight);
        this.u16(data.port);
        return this.name(data.target);
      case 'TXT':
        for (const text of data.texts) {
          const bytes = encodeUtf8(text).slice(0, 255);
          this.u8(bytes.length);
          this.#bytes.push(...bytes);
        }
        return;
      case 'SOA':
        this.name(data.primary);
        this.name(data.mailbox);
        for (const value of [data.serial, data.refresh, data.retry, data.expire, data.minimum])
          this.u32(value);
        return;
      case 'OTHER':
        this.#bytes.push(...data.bytes);
    }
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  at = 0;
  failed = false;
  edns: Edns | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  u8(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) this.failed = true;
    return byte ?? 0;
  }

  u16(): number {
    return this.u8() * 256 + this.u8();
  }

  u32(): number {
    return this.u16() * 65_536 + this.u16();
  }

  question(): Question {
    const name = this.name();
    const type = typeNameOf(this.u16());
    this.u16();
    return { name, type };
  }

  name(): DnsName {
    const labels: string[] = [];
    let back: number | undefined;
    for (let jumps = 0; jumps < 64 && !this.failed;) {
      const length = this.u8();
      if (length === 0) break;
      if (length >= 0xc0) {
        const target = (length & 0x3f) * 256 + this.u8();
        back ??= this.at;
        this.at = target;
        jumps++;
        continue;
      }
      if (length > 63) this.failed = true;
      labels.push(decodeUtf8(this.#bytes.slice(this.at, this.at + length)));
      this.at += length;
    }
    if (back !== undefined) this.at = back;
    return labels.length === 0 ? '.' : `${labels.join('.')}.`;
  }

  record(): ResourceRecord | undefined {
    const name = this.name();
    const code = this.u16();
    const recordClass = this.u16();
    const ttl = this.u32();
    const length = this.u16();
    const end = this.at + length;
    if (end > this.#bytes.length) this.failed = true;
    if (this.failed) return undefined;
    if (code === TYPE_OPT) {
      this.edns = this.#options(recordClass, end);
      this.at = end;
      return undefined;
    }
    const data = this.#data(typeNameOf(code), code, length);
    this.at = end;
    return { name, ttl, data };
  }

  #options(udpSize: number, end: number): Edns {
    let cookie: string | undefined;
    while (this.at + 4 <= end) {
      const code = this.u16();
      const length = this.u16();
      const bytes = this.#bytes.slice(this.at, this.at + length);
      if (code === EDNS_COOKIE)
        cookie = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      this.at += length;
    }
    return cookie === undefined ? { udpSize } : { udpSize, cookie };
  }

  #data(type: string, code: number, length: number): RecordData {
    switch (type) {
      case 'A':
        return { type, address: formatIp({ family: 4, words: [this.u32()] }) };
      case 'AAAA':
        return {
          type,
          address: formatIp({ family: 6, words: [this.u32(), this.u32(), this.u32(), this.u32()] }),
        };
      case 'CNAME':
      case 'NS':
      case 'PTR':
        return { type, target: this.name() };
      case 'MX':
        return { type, preference: this.u16(), target: this.name() };
      case 'SRV':
        return { type, priority: this.u16(), weight: this.u16(), port: this.u16(), target: this.name() };
      case 'TXT':
        return { type, texts: this.#texts(this.at + length) };
      case 'SOA': {
        const [primary, mailbox] = [this.name(), this.name()];
        const [serial, refresh, retry, expire, minimum] = [
          this.u32(),
          this.u32(),
          this.u32(),
          this.u32(),
          this.u32(),
        ];
        return { type, primary, mailbox, serial, refresh, retry, expire, minimum };
      }
      default:
        return { type: 'OTHER', code, bytes: this.#bytes.slice(this.at, this.at + length) };
    }
  }

  #texts(end: number): readonly string[] {
    const texts: string[] = [];
    while (this.at < end && !this.failed) {
      const length = this.u8();
      texts.push(decodeUtf8(this.#bytes.slice(this.at, this.at + length)));
      this.at += length;
    }
    return texts;
  }
}
