import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from './codec.ts';
import {
  queryOf,
  RCODES,
  reverseName,
  type DnsMessage,
  type RecordData,
  type ResourceRecord,
} from './message.ts';

const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9-]{0,20}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => `${labels.join('.')}.`);
const port = fc.integer({ min: 0, max: 65_535 });
const long = fc.integer({ min: 0, max: 0xffff_ffff });

const data: fc.Arbitrary<RecordData> = fc.oneof(
  fc.ipV4().map((address): RecordData => ({ type: 'A', address })),
  name.map((target): RecordData => ({ type: 'CNAME', target })),
  name.map((target): RecordData => ({ type: 'PTR', target })),
  fc.tuple(port, port, port, name).map(([priority, weight, number, target]): RecordData => ({
    type: 'SRV',
    priority,
    weight,
    port: number,
    target,
  })),
  fc
    .array(fc.stringMatching(/^[ -~]{0,40}$/), { minLength: 1, maxLength: 3 })
    .map((texts): RecordData => ({ type: 'TXT', texts })),
  fc.tuple(name, name, long).map(([primary, mailbox, serial]): RecordData => ({
    type: 'SOA',
    primary,
    mailbox,
    serial,
    refresh: 7200,
    retry: 1800,
    expire: 86_400,
    minimum: 30,
  })),
);
const record: fc.Arbitrary<ResourceRecord> = fc.record({ name, ttl: long, data });
const message: fc.Arbitrary<DnsMessage> = fc.record({
  id: port,
  isResponse: fc.boolean(),
  authoritative: fc.boolean(),
  truncated: fc.boolean(),
  recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(),
  authenticData: fc.boolean(),
  rcode: fc.constantFrom(...RCODES),
  questions: fc.array(fc.record({ name, type: fc.constantFrom('A', 'AAAA', 'SRV', 'ANY', 'HINFO') }), {
    minLength: 1,
    maxLength: 2,
  }),
  answers: fc.array(record, { maxLength: 4 }),
  authority: fc.array(record, { maxLength: 2 }),
  additional: fc.array(record, { maxLength: 2 }),
});

describe('the wire format of DNS', () => {
  it('gives back every message that it wrote', () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(decodeMessage(encodeMessage(one))).toEqual({ ok: true, value: one });
      }),
    );
  });

  it('never breaks on bytes that are no message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(typeof decodeMessage(bytes).ok).toBe('boolean');
      }),
    );
  });

  it('writes a question as a resolver does', () => {
    const bytes = encodeMessage(queryOf(0x1234, { name: 'my-nginx.', type: 'A' }));
    expect([...bytes]).toEqual([
      0x12,
      0x34,
      1,
      0,
      0,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      8,
      ...Array.from('my-nginx').map((char) => char.charCodeAt(0)),
      0,
      0,
      1,
      0,
      1,
    ]);
  });

  it('turns addresses into the names they are asked by', () => {
    expect(reverseName('10.244.3.4')).toBe('4.3.244.10.in-addr.arpa.');
    expect(reverseName('fd00::1')).toBe(`1.${'0.'.repeat(27)}0.0.d.f.ip6.arpa.`);
  });
});
