import type { Netfilter } from '../../../linux/netfilter/netfilter.ts';
import { canonicalJson } from '../../../base/json.ts';
import type { Rule } from '../../../linux/netfilter/rule.ts';
import type { ProxyState, TrackedPort } from '../change-tracker.ts';
import type { Proxier, ProxierDeps, ProxyMode } from '../proxy-mode.ts';
import type { ProxyNode } from '../proxy-options.ts';
import { baseRules, servesLocalhost, topLevelJumps } from './base-rules.ts';
import { portRules, type PortRules } from './port-rules.ts';
import { CHAINS } from './rule-parts.ts';
import { applySync, type RuleSync } from './rule-sync.ts';

/** The iptables mode, kube-proxy's default. */
export const iptables: ProxyMode = { name: 'iptables', create: (deps) => new IptablesProxier(deps) };

/** Between two removals of stale chains in a large cluster. */
const CLEANUP_PERIOD = 30_000;

/** Chains that only kube-proxy makes, one set for each Service port. */
const OWN_CHAIN = /^KUBE-(SVC|SVL|EXT|FW|SEP)-/;

/**
 * Writes the rules of the iptables mode. A sync writes the chains of everybody anew and, of the chains of Service
 * ports, those that changed.
 * @upstream pkg/proxy/iptables/proxier.go Proxier
 */
export class IptablesProxier implements Proxier {
  readonly #netfilter: Netfilter;
  readonly #deps: ProxierDeps;
  #node: ProxyNode;
  readonly #rules = new Map<string, PortRules>();
  readonly #endpointCounts = new Map<string, number>();
  #endpointTotal = 0;
  #comments = true;
  #cleanedAt = -Infinity;

  constructor(deps: ProxierDeps) {
    this.#deps = deps;
    this.#netfilter = deps.netfilter;
    this.#node = deps.node;
  }

  setNode(node: ProxyNode): void {
    this.#node = node;
  }

  sync(state: ProxyState, full: boolean): void {
    const planned = this.plan(state, full);
    if (full) this.#ensureTopLevel();
    applySync(this.#netfilter, planned);
  }

  /** What the sync will write; the stale chains are those that no port has any more. */
  plan(state: ProxyState, full: boolean): RuleSync {
    const changed = full ? new Set(state.ports.keys()) : state.changed;
    for (const key of [...changed, ...(full ? this.#rules.keys() : [])])
      this.#count(key, state.ports.get(key));
    const large = this.#endpointTotal > this.#deps.options.largeClusterThreshold;
    this.#comments = !large;
    for (const key of full ? [...this.#rules.keys()] : changed)
      if (!state.ports.has(key)) this.#rules.delete(key);
    const nat = new Map<string, readonly Rule[]>();
    const written: PortRules[] = [];
    for (const key of changed) {
      const port = state.ports.get(key);
      if (port) written.push(this.#write(key, port));
    }
    const base = baseRules(this.#deps.options, this.#node);
    const filter = this.#everybody(base, nat);
    for (const { chains } of written.toSorted(byFirstChain))
      for (const [name, rules] of chains) nat.set(name, rules);
    return { filter, nat, deleted: this.#stale(large) };
  }

  #write(key: string, port: TrackedPort): PortRules {
    const context = { options: this.#deps.options, node: this.#node, comments: this.#comments };
    const rules = portRules(port, context);
    this.#rules.set(key, rules);
    return rules;
  }

  #count(key: string, port: TrackedPort | undefined): void {
    this.#endpointTotal -= this.#endpointCounts.get(key) ?? 0;
    if (port) {
      this.#endpointCounts.set(key, port.endpoints.length);
      this.#endpointTotal += port.endpoints.length;
    } else this.#endpointCounts.delete(key);
  }

  /** The chains that all ports share; nat's go into `nat`, filter's are returned. */
  #everybody(
    base: ReturnType<typeof baseRules>,
    nat: Map<string, readonly Rule[]>,
  ): ReadonlyMap<string, readonly Rule[]> {
    const services: Rule[] = [];
    const nodePorts: Rule[] = [];
    const [filterServices, filterExternal, filterNodePorts, filterFirewall]: [
      Rule[],
      Rule[],
      Rule[],
      Rule[],
    ] = [[], [], [], []];
    for (const key of [...this.#rules.keys()].toSorted()) {
      const rules = this.#rules.get(key);
      if (!rules) continue;
      for (const rule of rules.services) services.push(rule);
      for (const rule of rules.nodePorts) nodePorts.push(rule);
      for (const rule of rules.filterServices) filterServices.push(rule);
      for (const rule of rules.filterExternal) filterExternal.push(rule);
      for (const rule of rules.filterNodePorts) filterNodePorts.push(rule);
      for (const rule of rules.filterFirewall) filterFirewall.push(rule);
    }
    nat.set(CHAINS.services, [...services, ...base.nodePorts]);
    nat.set(CHAINS.nodePorts, nodePorts);
    for (const [name, rules] of base.nat) nat.set(name, rules);
    return new Map([
      [CHAINS.services, filterServices],
      [CHAINS.externalServices, filterExternal],
      [CHAINS.nodePorts, filterNodePorts],
      [CHAINS.proxyFirewall, filterFirewall],
      ...base.filter,
    ]);
  }

  #stale(large: boolean): readonly string[] {
    const now = this.#deps.now();
    if (large && now - this.#cleanedAt < CLEANUP_PERIOD) return [];
    this.#cleanedAt = now;
    const live = new Set<string>();
    for (const { chains } of this.#rules.values()) for (const name of chains.keys()) live.add(name);
    return [...this.#netfilter.chains.names('nat')].filter((name) => OWN_CHAIN.test(name) && !live.has(name));
  }

  /** Chains and jumps that must be there before the first sync; a missing jump goes to the top. */
  #ensureTopLevel(): void {
    const { chains } = this.#netfilter;
    for (const table of ['mangle', 'nat', 'filter'] as const) {
      chains.touch(table);
      if (!chains.get(table, CHAINS.canary)) chains.write(table, CHAINS.canary, []);
    }
    for (const { table, chain, rule } of topLevelJumps(servesLocalhost(this.#deps.options, this.#node))) {
      const { target } = rule;
      if (target?.name === 'jump' && !chains.get(table, target.chain)) chains.write(table, target.chain, []);
      const rules = chains.get(table, chain)?.row.rules ?? [];
      const wanted = canonicalJson(rule);
      if (!rules.some((known) => canonicalJson(known) === wanted))
        chains.edit(table, chain, [rule, ...rules]);
    }
  }
}

function byFirstChain(a: PortRules, b: PortRules): number {
  const [first = ''] = a.chains.keys();
  const [second = ''] = b.chains.keys();
  return first < second ? -1 : first > second ? 1 : 0;
}
