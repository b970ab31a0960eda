import type { Header, Rewrite, Trace } from '../../linux/trace.ts';
import type { PacketJourney } from '../../linux/trace.ts';
import type { WordKey } from '../text/translate.ts';
import type { Stop } from './stops.ts';

/** `10.244.3.4:80`; without a port where the protocol has none. */
export const endpoint = (ip: string, port: number): string =>
  ip.includes(':') ? (port === 0 ? ip : `[${ip}]:${port}`) : port === 0 ? ip : `${ip}:${port}`;

/** Source and destination of a packet as text. */
export const endsOf = (header: Header): { readonly source: string; readonly destination: string } =>
  header.protocol.startsWith('icmp')
    ? { source: header.src, destination: header.dst }
    : { source: endpoint(header.src, header.sport), destination: endpoint(header.dst, header.dport) };

/** The word for what a packet is: SYN, SYN-ACK, UDP, ICMP. */
export function flagWord(journey: PacketJourney): string {
  const { flags, protocol } = journey;
  if (flags === undefined) return protocol.toUpperCase();
  if (flags.rst) return 'RST';
  if (flags.syn) return flags.ack ? 'SYN-ACK' : 'SYN';
  if (flags.fin) return 'FIN';
  return flags.psh ? 'PSH' : 'ACK';
}

/** The name by which people know a place: the Pod's own part, `…jr4a2` where the name is generated. */
export function placeName(place: string): string {
  const pod = /^pod\/[^/]+\/(.+)$/.exec(place)?.[1];
  return pod === undefined ? place : shortName(pod);
}

/** The unique part of a generated Pod name, after an ellipsis; other names in full. */
export function shortName(name: string): string {
  const generated = /^.+-[a-z0-9]{7,10}-([a-z0-9]{5})$/.exec(name) ?? /^.{14,}-([a-z0-9]{5})$/.exec(name);
  return generated?.[1] === undefined ? name : `…${generated[1]}`;
}

/** Rule names shortened as a badge shows them: prefix and four characters. */
export function shortChain(chain: string): string {
  const known = /^(KUBE-(?:SVC|SEP|EXT|SVL|FW)-.{4}|.{10}).+$/.exec(chain);
  return known?.[1] === undefined ? chain : `${known[1]}…`;
}

/** Chain names of Services and endpoints with four characters of their hash; all other names in full. */
export const shortHash = (chain: string): string =>
  chain.replace(/^(KUBE-(?:SVC|SEP|EXT|SVL|FW)-.{4}).+$/, '$1…');

/** What a rewrite badge names beside the kind: the rule, or conntrack where a reply is restored. */
export const badgeRule = (rewrite: Rewrite): string =>
  rewrite.rule ?? (rewrite.kind.startsWith('un-') ? 'conntrack' : '');

/** The rewrites of a stop that a badge shows: the edge maps outside the cluster and carries no yellow. */
export const badgeOf = (stop: Stop | undefined): Rewrite | undefined =>
  stop?.rewrites.find(({ kind }) => kind !== 'edge');

/** The letter of a chip: D for a changed destination, S for a changed source. */
export const chipLetter = (kind: Rewrite['kind']): 'D' | 'S' => (kind.endsWith('DNAT') ? 'D' : 'S');

/** How a stop is judged, as the key of its words and as `data-verdict`. */
export function verdictOf(stop: Stop, trace: Trace): { readonly word: WordKey; readonly code: string } {
  if (stop.kind === 'lost') return lostVerdict(stop, trace);
  if (stop.kind === 'send') return { word: 'sent', code: 'sent' };
  if (stop.kind === 'edge') return { word: 'mapped', code: 'mapped' };
  if (stop.kind === 'arrive')
    return stop.journey.flags?.rst === true
      ? { word: 'refused', code: 'refused' }
      : { word: 'delivered', code: 'delivered' };
  if (stop.hook === 'PREROUTING' || stop.hook === 'OUTPUT') return { word: 'noMatch', code: 'no-match' };
  return { word: 'accepted', code: 'accept' };
}

function lostVerdict(stop: Stop, trace: Trace): { readonly word: WordKey; readonly code: string } {
  if (stop.verdict === 'reject') {
    const rule = trace.outcome.type === 'rejected' ? (trace.outcome.rule ?? '') : '';
    const none = rule === '' || rule.includes('no endpoints') || rule.startsWith('KUBE-');
    return none ? { word: 'noEndpoints', code: 'no-endpoints' } : { word: 'rejected', code: 'rejected' };
  }
  if (stop.why === 'hairpin-off') return { word: 'hairpinOff', code: 'hairpin' };
  if (stop.why === 'reply-unknown') return { word: 'replyUnknown', code: 'hairpin' };
  if (stop.why === 'rule') return { word: 'policyDrop', code: 'policy' };
  if (stop.why === 'link-down' || stop.why === 'no-neighbour' || stop.why === 'no-route')
    return { word: 'unreachable', code: 'unreachable' };
  return { word: 'lost', code: 'timeout' };
}
