import type { Random } from '../../base/random.ts';
import type { Ip } from '../names.ts';
import type { FiveTuple, Packet } from '../packet.ts';
import type { Rewrite } from '../trace.ts';
import type { Conntrack, Tracked } from './conntrack/conntrack.ts';
import { mirror, type Direction } from './conntrack/connection.ts';
import type { LiveConnection } from './conntrack/live-connection.ts';
import type { Hook } from './hook.ts';
import type { NatRequest } from './walk.ts';

/** Which address a hook may translate: the destination on the way in, the source on the way out. */
export type Manip = 'dst' | 'src';

/** What a hook translates. */
export function manipOf(hook: Hook): Manip {
  return hook === 'PREROUTING' || hook === 'OUTPUT' ? 'dst' : 'src';
}

/** How many ports are tried before the last one is taken all the same. */
const TRIES = 128;

/**
 * Decides once for a connection what its source or destination becomes; without a request it stays as it is, unless
 * its addresses are taken, in which case another source port is found.
 * @upstream net/netfilter/nf_nat_core.c nf_nat_setup_info
 */
export function bind(
  connection: LiveConnection,
  manip: Manip,
  request: NatRequest | undefined,
  rule: string | undefined,
  conntrack: Conntrack,
  random: Random,
): void {
  const before = connection.onward;
  const wanted = request ? applied(before, manip, request) : before;
  connection.onward = manip === 'src' ? uniqueSource(wanted, before, request, conntrack, random) : wanted;
  connection.decided[manip] = true;
  if (request && rule !== undefined) connection.natRules[manip] = rule;
  if (request?.masquerade === true) connection.natRules.masquerade = true;
}

function applied(tuple: FiveTuple, manip: Manip, { address, ports }: NatRequest): FiveTuple {
  if (manip === 'dst')
    return {
      ...tuple,
      dst: address ?? tuple.dst,
      dport: ports && hasPorts(tuple) ? ports.from : tuple.dport,
    };
  return { ...tuple, src: address ?? tuple.src };
}

function uniqueSource(
  tuple: FiveTuple,
  before: FiveTuple,
  request: NatRequest | undefined,
  conntrack: Conntrack,
  random: Random,
): FiveTuple {
  const fits = !request?.ports || (tuple.sport >= request.ports.from && tuple.sport <= request.ports.to);
  if (request?.randomFully !== true && fits && !conntrack.taken(mirror(tuple))) return tuple;
  const range = request?.ports ?? portClass(before.sport);
  let candidate = tuple;
  for (let count = 0; count < TRIES; count++) {
    candidate = { ...tuple, sport: range.from + random.below(range.to - range.from + 1) };
    if (!conntrack.taken(mirror(candidate))) break;
  }
  return candidate;
}

/** A privileged source port stays privileged. */
function portClass(port: number): { readonly from: number; readonly to: number } {
  if (port < 512) return { from: 1, to: 511 };
  return port < 1024 ? { from: 600, to: 1023 } : { from: 1024, to: 65_535 };
}

/**
 * Gives a packet the addresses that its connection decided on. In the direction of replies the translation is undone,
 * source for destination.
 */
export function translate(packet: Packet, tracked: Tracked, manip: Manip): Packet {
  const { connection, direction } = tracked;
  if (!connection) return packet;
  const { translated } = connection;
  const concerns = direction === 'original' ? translated[manip] : translated[manip === 'dst' ? 'src' : 'dst'];
  if (!concerns) return packet;
  const target = direction === 'original' ? connection.onward : connection.answer;
  if (tracked.error) return translateError(packet, target, manip);
  return manip === 'dst'
    ? withEndpoints(
        packet,
        packet.src,
        packet.sport,
        target.dst,
        hasPorts(packet) ? target.dport : packet.dport,
      )
    : withEndpoints(packet, target.src, target.sport, packet.dst, packet.dport);
}

/** The packet between other ends; the usual one is copied field by field, which is several times as fast as spreading. */
function withEndpoints(packet: Packet, src: Ip, sport: number, dst: Ip, dport: number): Packet {
  const { protocol, id, ttl, mark, tcp, payload } = packet;
  if (!tcp) return { ...packet, src, dst, sport, dport };
  return { protocol, src, dst, sport, dport, id, ttl, mark, tcp, payload };
}

/** An ICMP error: its own address as a reply's, and in the packet it quotes the other end. */
function translateError(packet: Packet, target: FiveTuple, manip: Manip): Packet {
  const about = packet.icmp?.about;
  if (!packet.icmp || !about) return packet;
  const quoted = mirror(target);
  const inner =
    manip === 'dst'
      ? { ...about, src: quoted.src, sport: quoted.sport }
      : { ...about, dst: quoted.dst, dport: hasPorts(about) ? quoted.dport : about.dport };
  const outer = manip === 'dst' ? { dst: target.dst } : { src: target.src };
  return { ...packet, ...outer, icmp: { ...packet.icmp, about: inner } };
}

const NONE: readonly Rewrite[] = Object.freeze([]);

/** What a translation changed, for the trace; the same for every packet of a connection and direction. */
export function rewritesOf(
  before: Packet,
  after: Packet,
  { connection, direction, error }: Tracked,
  manip: Manip,
): readonly Rewrite[] {
  // What comes back in by the loopback has been translated already.
  if (!connection || sameEnd(before, after, manip)) return NONE;
  if (error) return rewritten(before, after, connection, direction, manip);
  const known = connection.rewrites[direction];
  return (known[manip] ??= rewritten(before, after, connection, direction, manip));
}

function rewritten(
  before: Packet,
  after: Packet,
  { natRules }: LiveConnection,
  direction: Direction,
  manip: Manip,
): readonly Rewrite[] {
  const from = endpointText(before, manip);
  const to = endpointText(after, manip);
  if (direction === 'reply')
    return Object.freeze([Object.freeze({ kind: manip === 'dst' ? 'un-SNAT' : 'un-DNAT', from, to })]);
  const rule = natRules[manip];
  const kind = manip === 'dst' ? 'DNAT' : natRules.masquerade === true ? 'MASQ' : 'SNAT';
  return Object.freeze([Object.freeze(rule === undefined ? { kind, from, to } : { kind, from, to, rule })]);
}

function sameEnd(before: Packet, after: Packet, manip: Manip): boolean {
  if (manip === 'dst') return before.dst === after.dst && (before.dport === after.dport || !hasPorts(before));
  return before.src === after.src && (before.sport === after.sport || !hasPorts(before));
}

function endpointText(packet: Packet, manip: Manip): string {
  const [address, port] = manip === 'dst' ? [packet.dst, packet.dport] : [packet.src, packet.sport];
  const host = address.includes(':') ? `[${address}]` : address;
  return packet.protocol === 'icmp' || packet.protocol === 'icmpv6' ? address : `${host}:${port}`;
}

function hasPorts({ protocol }: FiveTuple): boolean {
  return protocol !== 'icmp' && protocol !== 'icmpv6';
}
