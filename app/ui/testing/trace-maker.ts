import type { Ip, NetnsId } from '../../linux/names.ts';
import { virtualMs } from '../../base/brand.ts';
import type { Hook } from '../../linux/netfilter/hook.ts';
import type { FiveTuple, TcpFlags } from '../../linux/packet.ts';
import type { Header, Hop, Outcome, PacketJourney, Rewrite, RuleStep, Trace } from '../../linux/trace.ts';

/** Changes of a hop in short: what it rewrites and how it ends. */
export interface HopNews {
  readonly to?: Partial<Header>;
  readonly rewrite?: Rewrite;
  readonly rules?: readonly RuleStep[];
  readonly verdict?: Hop['verdict'];
  readonly why?: Hop['why'];
  readonly in?: string;
  readonly out?: string;
}

/** Writes a journey hop by hop, carrying the addresses along. */
export class JourneyMaker {
  readonly #hops: Hop[] = [];
  #header: Header;
  #at: number;

  constructor(src: string, sport: number, dst: string, dport: number, at: number) {
    this.#header = { protocol: 'tcp', src: ip(src), sport, dst: ip(dst), dport, ttl: 64, mark: 0 };
    this.#at = at;
  }

  /** Adds a hop of any kind. */
  hop(kind: Hop['kind'], where: string, news: HopNews = {}, hook?: Hook): this {
    const after = { ...this.#header, ...news.to };
    this.#at += 0.02;
    this.#hops.push({
      kind,
      at: virtualMs(this.#at),
      place: place(where),
      ...(hook === undefined ? {} : { hook }),
      ...(news.in === undefined ? {} : { interfaceIn: news.in }),
      ...(news.out === undefined ? {} : { interfaceOut: news.out }),
      before: this.#header,
      after,
      ...(news.rules === undefined ? {} : { rules: news.rules }),
      verdict: news.verdict ?? 'accept',
      ...(news.why === undefined ? {} : { why: news.why }),
      rewrites: news.rewrite === undefined ? [] : [news.rewrite],
    });
    this.#header = after;
    return this;
  }

  /** Adds a hook of netfilter. */
  hook(place: string, hook: Hook, news: HopNews = {}): this {
    return this.hop('hook', place, news, hook);
  }

  /** The finished journey. */
  end(
    packet: number,
    direction: PacketJourney['direction'],
    flags: Partial<TcpFlags>,
    end: PacketJourney['end'] = { type: 'delivered' },
  ): PacketJourney {
    return {
      packet,
      direction,
      protocol: 'tcp',
      flags: { syn: false, ack: false, fin: false, rst: false, psh: false, ...flags },
      bytes: 60,
      sentAt: virtualMs(this.#at),
      hops: this.#hops,
      end,
    };
  }
}

/** Puts journeys together to a trace. */
export function makeTrace(
  id: string,
  from: string,
  packets: readonly PacketJourney[],
  outcome: Outcome,
  program = 'curl',
): Trace {
  const first = packets[0]?.hops[0]?.before;
  const original: FiveTuple = {
    protocol: 'tcp',
    src: first?.src ?? ip('0.0.0.0'),
    dst: first?.dst ?? ip('0.0.0.0'),
    sport: first?.sport ?? 0,
    dport: first?.dport ?? 0,
  };
  const at = packets[0]?.sentAt ?? virtualMs(0);
  return {
    id,
    startedAt: at,
    endedAt: packets.at(-1)?.sentAt ?? at,
    protocol: 'tcp',
    from: { netns: place(from), program },
    original,
    packets,
    outcome,
    notes: [],
  };
}

/** Names a place. */
export const place = (name: string): NetnsId => name as NetnsId;

/** Names an address. */
export const ip = (text: string): Ip => text as Ip;
