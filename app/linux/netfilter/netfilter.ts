import type { Core } from '../../base/core.ts';
import type { Random } from '../../base/random.ts';
import { parseIp, type IpBits } from '../../base/ip.ts';
import type { Ip, NetnsId } from '../names.ts';
import type { Packet } from '../packet.ts';
import type { Rewrite } from '../trace.ts';
import { ChainStore } from './chain-store.ts';
import { Conntrack, type Tracked } from './conntrack/conntrack.ts';
import type { Hook, HookContext, HookResult, NetfilterHooks, TableName } from './hook.ts';
import { bind, manipOf, rewritesOf, translate } from './nat.ts';
import type { NetfilterTables } from './netfilter-tables.ts';
import { RecentStore } from './recent-lists.ts';
import type { Verdict } from './extension.ts';
import { walkTable } from './traverse.ts';
import { WalkState } from './walk-state.ts';

/** What netfilter of a namespace is made with. */
export interface NetfilterDeps {
  readonly tables: NetfilterTables;
  /** Lifetimes of TCP entries in seconds, as the sysctls of the namespace say now. */
  readonly sysctls: () => { readonly tcpEstablishedTimeout: number; readonly tcpCloseWaitTimeout: number };
  /** Named counters that exist: rules with others cannot be loaded. */
  readonly nfacct?: readonly string[];
}

/** The tables that each hook walks, in order; conntrack has its place after raw. */
const TABLES: Readonly<Record<Hook, readonly TableName[]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'nat'],
  FORWARD: ['mangle', 'filter'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter'],
  POSTROUTING: ['mangle', 'nat'],
};

/** Packets that were lost between two hooks without netfilter being told are forgotten beyond this number. */
const MOST_UNDER_WAY = 4096;

/** Addresses whose numbers are remembered. */
const ADDRESSES_KNOWN = 1024;

const ACCEPT: Verdict = Object.freeze({ type: 'accept' });
const DROP: Verdict = Object.freeze({ type: 'drop' });
const NO_REWRITES: readonly Rewrite[] = Object.freeze([]);

/** Rules, connections and address translation of one namespace. */
export class Netfilter implements NetfilterHooks {
  readonly netns: NetnsId;
  readonly chains: ChainStore;
  readonly conntrack: Conntrack;
  readonly recent: RecentStore;
  readonly nfacct: readonly string[];
  readonly core: Core;
  /** The connection of each packet between two hooks, by the packet's number. */
  readonly #underWay = new Map<number, Tracked>();
  /** The packet at a hook: never two at once. */
  readonly #walk = new WalkState(this);
  /** Addresses that were compared with networks: the same come again and again. */
  readonly #bits = new Map<Ip, IpBits>();
  readonly #ports: Random;
  readonly #choices: Random;
  readonly #choiceStream: string;

  constructor(core: Core, netns: NetnsId, deps: NetfilterDeps) {
    this.core = core;
    this.netns = netns;
    this.chains = new ChainStore(deps.tables, netns);
    this.conntrack = new Conntrack(core, netns, deps.tables.connections, () => {
      const { tcpEstablishedTimeout, tcpCloseWaitTimeout } = deps.sysctls();
      return { established: tcpEstablishedTimeout, closeWait: tcpCloseWaitTimeout };
    });
    this.recent = new RecentStore(core, netns, deps.tables.recent);
    this.nfacct = deps.nfacct ?? [];
    this.#ports = core.random.stream(`nat-port/${netns}`);
    this.#choiceStream = `endpoint-choice/${netns}`;
    this.#choices = core.random.stream(this.#choiceStream);
  }

  run(hook: Hook, packet: Packet, context: HookContext): HookResult {
    const walk = this.#walk.start(packet, context, packetBytes(packet));
    let tracked: Tracked | undefined;
    let rewrites = NO_REWRITES;
    for (const table of TABLES[hook]) {
      if (table !== 'raw' && !tracked) {
        tracked = this.#trackedAt(hook, packet, context);
        walk.ctState = tracked.state;
        if (tracked.connection) walk.translated = tracked.connection.translated;
      }
      const verdict =
        table === 'nat'
          ? this.#decide(hook, walk, tracked)
          : walkTable(this.chains.root(table, hook, walk.recorded), walk);
      if (verdict.type !== 'accept') {
        // Whoever rejects a packet tells its sender at once, and what it says belongs to the packet's connection.
        if (verdict.type !== 'reject') this.#underWay.delete(packet.id);
        return resultOf(verdict, walk, tracked, rewrites);
      }
      if (table !== 'nat' || !tracked?.connection) continue;
      const before = walk.packet;
      walk.packet = translate(before, tracked, manipOf(hook));
      if (walk.recorded) rewrites = rewritesOf(before, walk.packet, tracked, manipOf(hook));
    }
    const last = hook === 'POSTROUTING' || hook === 'INPUT';
    if (last && tracked && !this.#confirm(tracked)) {
      this.#underWay.delete(packet.id);
      return resultOf(DROP, walk, tracked, rewrites);
    }
    this.#leave(hook, packet, context);
    return resultOf(ACCEPT, walk, tracked, rewrites);
  }

  /** Nat: rules only for the first packet of a connection, and once for each side. */
  #decide(hook: Hook, walk: WalkState, tracked: Tracked | undefined): Verdict {
    const connection = tracked?.connection;
    const manip = manipOf(hook);
    if (!connection || tracked.state !== 'NEW' || connection.decided[manip]) return ACCEPT;
    const verdict = walkTable(this.chains.root('nat', hook, walk.recorded), walk);
    if (verdict.type !== 'accept') return verdict;
    const { nat: request, natChain } = walk;
    const fitting = request?.manip === manip ? request : undefined;
    bind(connection, manip, fitting, natChain, this.conntrack, this.#ports);
    return ACCEPT;
  }

  /** At the last hook a new connection enters the table. */
  #confirm(tracked: Tracked): boolean {
    if (!tracked.connection || tracked.confirmed) return true;
    tracked.confirmed = true;
    return this.conntrack.confirm(tracked.connection);
  }

  /** A random number of 31 bits for the rules that choose. */
  draw(): number {
    const listed = this.core.random.listed(this.#choiceStream);
    return listed === undefined ? this.#choices.bits() >>> 1 : Math.floor(Number(listed) * 0x8000_0000);
  }

  bitsOf(address: Ip): IpBits | undefined {
    const known = this.#bits.get(address);
    if (known) return known;
    if (this.#bits.size >= ADDRESSES_KNOWN) this.#bits.clear();
    const bits = parseIp(address);
    if (bits) this.#bits.set(address, bits);
    return bits;
  }

  /** A packet that comes back in by the loopback keeps the connection it left with. */
  #trackedAt(hook: Hook, packet: Packet, context: HookContext): Tracked {
    const begins = hook === 'OUTPUT' || (hook === 'PREROUTING' && context.interfaceIn !== 'lo');
    const known = begins ? undefined : this.#underWay.get(packet.id);
    if (known) return known;
    const tracked = this.#errorAbout(hook, packet) ?? this.conntrack.track(packet);
    this.#underWay.set(packet.id, tracked);
    if (this.#underWay.size > MOST_UNDER_WAY) {
      const [oldest] = this.#underWay.keys();
      if (oldest !== undefined) this.#underWay.delete(oldest);
    }
    return tracked;
  }

  /**
   * An error that this machine writes about a packet whose connection never got as far as the table.
   * @upstream net/ipv4/icmp.c icmp_glue_bits (nf_ct_attach)
   */
  #errorAbout(hook: Hook, { icmp }: Packet): Tracked | undefined {
    if (hook !== 'OUTPUT' || icmp?.aboutPacket === undefined) return undefined;
    const about = this.#underWay.get(icmp.aboutPacket);
    this.#underWay.delete(icmp.aboutPacket);
    return about?.connection && !about.confirmed ? this.conntrack.trackErrorAbout(about) : undefined;
  }

  #leave(hook: Hook, packet: Packet, context: HookContext): void {
    if (hook === 'INPUT' || (hook === 'POSTROUTING' && context.interfaceOut !== 'lo'))
      this.#underWay.delete(packet.id);
  }
}

/** Makes netfilter of a namespace. */
export function createNetfilter(core: Core, netns: NetnsId, deps: NetfilterDeps): Netfilter {
  return new Netfilter(core, netns, deps);
}

function resultOf(
  verdict: Verdict,
  { packet, steps, recorded }: WalkState,
  tracked: Tracked | undefined,
  rewrites: readonly Rewrite[],
): HookResult {
  return {
    verdict: verdict.type,
    packet,
    rejectWith: verdict.type === 'reject' ? verdict.with : undefined,
    rules: steps,
    rewrites,
    conntrack: recorded ? tracked?.connection?.view(tracked.state === 'NEW') : undefined,
    invalid: tracked?.state === 'INVALID',
  };
}

/** The first colon of an IPv6 address is never further than four digits from its beginning. */
function isIpv6(address: string): boolean {
  for (let at = 0; at < 5; at++) if (address.charCodeAt(at) === 58) return true;
  return false;
}

/** Length of a packet on the wire, as the counters of rules count it. */
export function packetBytes({ protocol, payload, tcp, src }: Packet): number {
  const header = isIpv6(src) ? 40 : 20;
  const transport =
    protocol === 'tcp'
      ? tcp?.syn === true
        ? 40
        : tcp?.rst === true
          ? 20
          : 32
      : protocol === 'sctp'
        ? 12
        : 8;
  return header + transport + payload.length;
}
