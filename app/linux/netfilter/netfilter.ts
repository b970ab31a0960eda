import type { Core } from '../../base/core.ts';
import { freezeDeep } from '../../base/json.ts';
import type { Random } from '../../base/random.ts';
import type { NetnsId } from '../names.ts';
import type { Packet } from '../packet.ts';
import type { ConntrackView, Rewrite, RuleStep } from '../trace.ts';
import { ChainStore } from './chain-store.ts';
import { Conntrack, type Tracked } from './conntrack/conntrack.ts';
import type { Hook, HookContext, HookResult, NetfilterHooks, TableName } from './hook.ts';
import { bind, manipOf, rewriteOf, translate, type Manip } from './nat.ts';
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

const ACCEPT: Verdict = Object.freeze({ type: 'accept' });
const NO_STEPS: readonly RuleStep[] = Object.freeze([]);
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
    const pass = new Pass(this, hook, packet, context);
    for (const table of TABLES[hook]) {
      if (table !== 'raw' && !pass.tracked) pass.follow(this.#trackedAt(hook, packet, context));
      const verdict = table === 'nat' ? pass.nat(this.#ports) : pass.walkTable(table);
      if (verdict.type === 'accept') continue;
      // Whoever rejects a packet tells its sender at once, and what it says belongs to the packet's connection.
      if (verdict.type !== 'reject') this.#underWay.delete(packet.id);
      return pass.result(verdict);
    }
    if ((hook === 'POSTROUTING' || hook === 'INPUT') && !pass.confirm()) {
      this.#underWay.delete(packet.id);
      return pass.result({ type: 'drop' });
    }
    this.#leave(hook, packet, context);
    return pass.result(ACCEPT);
  }

  /** A random number of 31 bits for the rules that choose. */
  draw(): number {
    const listed = this.core.random.listed(this.#choiceStream);
    return listed === undefined ? this.#choices.bits() >>> 1 : Math.floor(Number(listed) * 0x8000_0000);
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

/** One packet at one hook. */
class Pass {
  readonly #netfilter: Netfilter;
  readonly #hook: Hook;
  readonly #walk: WalkState;
  #rewrites: Rewrite[] | undefined;
  tracked: Tracked | undefined;

  constructor(netfilter: Netfilter, hook: Hook, packet: Packet, context: HookContext) {
    this.#netfilter = netfilter;
    this.#hook = hook;
    this.#walk = new WalkState(netfilter, packet, context, packetBytes(packet));
  }

  follow(tracked: Tracked): void {
    this.tracked = tracked;
    this.#walk.ctState = tracked.state;
    if (tracked.connection) this.#walk.translated = tracked.connection.translated;
  }

  walkTable(table: TableName): Verdict {
    return walkTable(this.#netfilter.chains, table, this.#hook, this.#walk);
  }

  /** Nat: rules only for the first packet, translation for every one. */
  nat(ports: Random): Verdict {
    const { tracked } = this;
    if (!tracked?.connection) return ACCEPT;
    const manip = manipOf(this.#hook);
    if (tracked.state === 'NEW' && !tracked.connection.decided[manip]) {
      const verdict = this.walkTable('nat');
      if (verdict.type !== 'accept') return verdict;
      const { nat: request, natChain } = this.#walk;
      const fitting = request?.manip === manip ? request : undefined;
      bind(tracked.connection, manip, fitting, natChain, this.#netfilter.conntrack, ports);
    }
    const before = this.#walk.packet;
    this.#walk.packet = translate(before, tracked, manip);
    if (this.#walk.steps) this.#noteRewrite(before, tracked, manip);
    return ACCEPT;
  }

  /** At the last hook a new connection enters the table. */
  confirm(): boolean {
    const { tracked } = this;
    if (!tracked?.connection || tracked.confirmed) return true;
    tracked.confirmed = true;
    return this.#netfilter.conntrack.confirm(tracked.connection);
  }

  result(verdict: Verdict): HookResult {
    const { packet, steps } = this.#walk;
    return {
      verdict: verdict.type,
      packet,
      rejectWith: verdict.type === 'reject' ? verdict.with : undefined,
      rules: steps ? Object.freeze(steps) : NO_STEPS,
      rewrites: this.#rewrites ? freezeDeep(this.#rewrites) : NO_REWRITES,
      conntrack: steps && this.tracked && viewOf(this.tracked),
      invalid: this.tracked?.state === 'INVALID',
    };
  }

  #noteRewrite(before: Packet, tracked: Tracked, manip: Manip): void {
    const rewrite = rewriteOf(before, this.#walk.packet, tracked, manip);
    if (rewrite) (this.#rewrites ??= []).push(rewrite);
  }
}

function viewOf({ connection, state }: Tracked): ConntrackView | undefined {
  if (!connection) return undefined;
  const { id, original, reply } = connection;
  return freezeDeep({ id, state: connection.state, original, reply, isNew: state === 'NEW' });
}

/** Length of a packet on the wire, as the counters of rules count it. */
export function packetBytes({ protocol, payload, tcp, src }: Packet): number {
  const header = src.includes(':') ? 40 : 20;
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
