import { isBelow, type Question } from '../../linux/dns/message.ts';
import type { DnsAnswer } from './answer.ts';

/** Names outside the cluster that exist in every world, with their IPv4 addresses. */
export const INTERNET_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['example.com.', ['192.0.2.80']],
  ['www.example.com.', ['192.0.2.80']],
  ['my.database.example.com.', ['192.0.2.81']],
]);

/** How long answers from outside may be kept, as the server's cache hands them on. */
const TTL = 30;

/** What the name servers of the outside world answer: the names they are given, and NXDOMAIN for all others. */
export function stubInternet(
  names: ReadonlyMap<string, readonly string[]>,
): (question: Question) => DnsAnswer {
  return ({ name, type }) => {
    const key = name.toLowerCase();
    const addresses = names.get(key);
    const exists = addresses !== undefined || [...names.keys()].some((known) => isBelow(known, key));
    return {
      rcode: exists ? 'NOERROR' : 'NXDOMAIN',
      authoritative: false,
      answer:
        type === 'A' ? (addresses ?? []).map((address) => ({ name, ttl: TTL, data: { type, address } })) : [],
      authority: [],
      additional: [],
    };
  };
}
