import { ipFamily } from '../../base/ip.ts';
import type { Ip } from '../names.ts';
import type { Protocol } from '../packet.ts';
import type { Errno } from '../socket/socket-layer.ts';

/** Type and code of an ICMP message. */
export interface IcmpKind {
  readonly type: number;
  readonly code: number;
}

/** What an ICMP error says, in both families. */
export type IcmpErrorName =
  'host-unreachable' | 'net-unreachable' | 'port-unreachable' | 'admin-prohibited' | 'ttl-exceeded';

const ERRORS: Readonly<Record<IcmpErrorName, { readonly 4: IcmpKind; readonly 6: IcmpKind }>> = {
  'host-unreachable': { 4: { type: 3, code: 1 }, 6: { type: 1, code: 3 } },
  'net-unreachable': { 4: { type: 3, code: 0 }, 6: { type: 1, code: 0 } },
  'port-unreachable': { 4: { type: 3, code: 3 }, 6: { type: 1, code: 4 } },
  'admin-prohibited': { 4: { type: 3, code: 13 }, 6: { type: 1, code: 1 } },
  'ttl-exceeded': { 4: { type: 11, code: 0 }, 6: { type: 3, code: 0 } },
};

/** The error as the family of an address writes it. */
export function icmpError(name: IcmpErrorName, address: Ip): IcmpKind {
  return ERRORS[name][ipFamily(address)];
}

/** Which ICMP carries messages about an address. */
export function icmpProtocol(address: Ip): Protocol {
  return ipFamily(address) === 4 ? 'icmp' : 'icmpv6';
}

/** Type of an echo request. */
export function echoRequest(protocol: Protocol): number {
  return protocol === 'icmpv6' ? 128 : 8;
}

/** Type of an echo reply. */
export function echoReply(protocol: Protocol): number {
  return protocol === 'icmpv6' ? 129 : 0;
}

/**
 * What an ICMP error means to a socket.
 * @upstream net/ipv4/icmp.c icmp_err_convert, net/ipv6/icmp.c icmpv6_err_convert
 */
export function errnoOf(protocol: Protocol, { type, code }: IcmpKind): Errno {
  if (protocol === 'icmpv6') {
    if (type !== 1) return 'EHOSTUNREACH';
    return ICMPV6_ERRNO[code] ?? 'EHOSTUNREACH';
  }
  if (type !== 3) return 'EHOSTUNREACH';
  return ICMP_ERRNO[code] ?? 'EHOSTUNREACH';
}

const ICMPV6_ERRNO: readonly Errno[] = [
  'ENETUNREACH',
  'EACCES',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
  'ECONNREFUSED',
];
/** By code of "destination unreachable"; those not listed mean the host. */
const ICMP_ERRNO: Readonly<Record<number, Errno>> = {
  0: 'ENETUNREACH',
  2: 'ECONNREFUSED',
  3: 'ECONNREFUSED',
  6: 'ENETUNREACH',
  9: 'ENETUNREACH',
  11: 'ENETUNREACH',
};
