import type { Ip } from '../names.ts';
import type { Face, Netns } from '../network/state.ts';

/** Errors that may be sent at once before the limit counts. */
const BURST = 6;

/**
 * Whether another ICMP error may go to a destination now: a bucket of six, filled by one every `icmp_ratelimit`
 * milliseconds. What stays on the machine itself is not limited.
 * @upstream net/ipv4/inetpeer.c inet_peer_xrlim_allow
 */
export function allowsIcmpError(netns: Netns, to: Ip, towards: Face, now: number): boolean {
  const interval = netns.sysctls.icmpRatelimit;
  if (interval === 0 || towards.kind === 'loopback') return true;
  const bucket = netns.icmpTokens.get(to) ?? { tokens: BURST * interval, at: now };
  netns.icmpTokens.set(to, bucket);
  bucket.tokens = Math.min(BURST * interval, bucket.tokens + now - bucket.at);
  bucket.at = now;
  if (bucket.tokens < interval) return false;
  bucket.tokens -= interval;
  return true;
}
