import { describe, expect, it } from 'vitest';
import { contains, formatCidr, formatIp, parseCidr, parseIp, parseIpv4 } from './ip.ts';

const round = (text: string): string | undefined => {
  const words = parseIp(text);
  return words && formatIp(words);
};

describe('addresses', () => {
  it('are read and written in canonical text', () => {
    expect(round('10.244.3.4')).toBe('10.244.3.4');
    expect(round('255.255.255.255')).toBe('255.255.255.255');
    expect(round('FD00:10:0:0::0001')).toBe('fd00:10::1');
    expect(round('::')).toBe('::');
    expect(round('::1')).toBe('::1');
    expect(round('2001:db8:0:1:1:1:1:1')).toBe('2001:db8:0:1:1:1:1:1');
    expect(round('::ffff:10.0.0.1')).toBe('::ffff:a00:1');
  });

  it('are refused when malformed', () => {
    for (const text of [
      '',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '1.2.3.04',
      '1..2.3',
      'a.b.c.d',
      ':::',
      '1:2:3',
      '12345::',
    ])
      expect(parseIp(text), text).toBeUndefined();
    expect(parseIpv4('10.0.0.1')).toBe(0x0a000001);
  });

  it('lie in networks of their own family', () => {
    const pods = parseCidr('10.244.7.9/16');
    expect(pods && formatCidr(pods)).toBe('10.244.0.0/16');
    const within = (network: string, address: string): boolean => {
      const [a, b] = [parseCidr(network), parseIp(address)];
      return a !== undefined && b !== undefined && contains(a, b);
    };
    expect(within('10.244.0.0/16', '10.244.255.1')).toBe(true);
    expect(within('10.244.0.0/16', '10.245.0.1')).toBe(false);
    expect(within('0.0.0.0/0', '203.0.113.9')).toBe(true);
    expect(within('0.0.0.0/0', '::1')).toBe(false);
    expect(within('fd00:10::/64', 'fd00:10::5')).toBe(true);
    expect(within('fd00:10::/64', 'fd00:10:0:1::5')).toBe(false);
    expect(parseCidr('10.0.0.0/33')).toBeUndefined();
  });
});
