import { array, assert, constant, nat, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressAt,
  canonicalCidr,
  canonicalIp,
  cidrContains,
  formatIp,
  ipv4Number,
  ipv4Text,
  parseIp,
} from './ip.ts';

describe('addresses', () => {
  it.each([
    ['10.244.3.4', '10.244.3.4'],
    ['FD00:0:0:0:0:0:0:1', 'fd00::1'],
    ['::', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::FFFF:c000:201', '::ffff:192.0.2.1'],
  ])('%s is written %s', (text, canonical) => {
    expect(canonicalIp(text)).toBe(canonical);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.x',
    '1..2.3',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7',
    'fe80::1%eth0',
    '1.2.3.4:80',
  ])('%s is none', (text) => {
    expect(canonicalIp(text)).toBeUndefined();
  });

  it('every IPv4 number comes back', () => {
    assert(
      property(nat(0xffff_ffff), (value) => {
        expect(ipv4Number(ipv4Text(value))).toBe(value);
      }),
    );
  });

  it('every IPv6 address comes back', () => {
    const words = array(oneof(constant(0), nat(0xffff_ffff)), { minLength: 4, maxLength: 4 });
    assert(
      property(words, (four) => {
        const text = formatIp({ family: 6, words: four });
        expect(parseIp(text)).toEqual({ family: 6, words: four });
      }),
    );
  });
});

describe('networks', () => {
  it.each([
    ['10.244.0.0/16', '10.244.3.4', true],
    ['10.244.0.0/16', '10.245.0.1', false],
    ['0.0.0.0/0', '192.0.2.1', true],
    ['10.0.0.1/32', '10.0.0.1', true],
    ['fd00:10::/32', 'fd00:10:ffff::1', true],
    ['fd00:10::/33', 'fd00:10:ffff::1', false],
    ['::/0', '10.0.0.1', false],
  ])('%s holds %s: %s', (network, address, holds) => {
    expect(cidrContains(network, address)).toBe(holds);
  });

  it('are written with the bits behind the prefix cleared', () => {
    expect(canonicalCidr('10.244.3.77/24')).toBe('10.244.3.0/24');
    expect(canonicalCidr('10.244.3.77/33')).toBeUndefined();
  });

  it('count their addresses', () => {
    expect(addressAt('10.244.3.0/24', 1)).toBe('10.244.3.1');
    expect(addressAt('10.244.3.0/24', 256)).toBeUndefined();
    expect(addressAt('fd00::ffff:ffff/64', 0x1_0000_0001)).toBe('fd00::1:0:1');
  });
});
