import type { MatchKind } from '../extension.ts';
import { addrtype } from './addrtype.ts';
import { comment } from './comment.ts';
import { conntrack } from './conntrack.ts';
import { icmp } from './icmp.ts';
import { limit } from './limit.ts';
import { mark } from './mark.ts';
import { multiport } from './multiport.ts';
import { nfacct } from './nfacct.ts';
import { recent } from './recent.ts';
import { sctp } from './sctp.ts';
import { state } from './state.ts';
import { statistic } from './statistic.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

/** Every match that rules may carry. */
export const matches = [
  comment,
  tcp,
  udp,
  sctp,
  multiport,
  icmp,
  addrtype,
  conntrack,
  state,
  mark,
  statistic,
  recent,
  limit,
  nfacct,
] as const;

/** The data of one match. */
export type Match = (typeof matches)[number] extends MatchKind<infer Data> ? Data : never;

const KINDS: ReadonlyMap<string, MatchKind<Match>> = new Map<string, MatchKind<Match>>(
  matches.map((kind) => [kind.name, kind]),
);

/** The kind of match of that name. */
export function matchKind(name: string): MatchKind<Match> | undefined {
  return KINDS.get(name);
}
