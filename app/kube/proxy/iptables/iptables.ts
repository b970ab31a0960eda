import type { Netfilter } from '../../../linux/netfilter/netfilter.ts';
import { canonicalJson } from '../../../base/json.ts';
import type { Rule } from '../../../linux/netfilter/rule.ts';
import type { ProxyState, TrackedPort } from '../change-tracker.ts';
import type { Proxier, ProxierDeps, ProxyMode } from '../proxy-mode.ts';
import type { ProxyNode } from '../proxy-options.ts';
import { EndpointChains } from './endpoint-chain.ts';
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
  readonly #chains: EndpointChains;
  #node: ProxyNode;
  readonly #rules = new Map<string, PortRules>();
  readonly #endpointCounts = new Map<string, number>();
  #endpointTotal = 0;
  #comments = true;
  #cleanedAt = -Infinity;
  /** Chains that no port has any more and that the kernel still holds. */
  readonly #obsolete = new Set<string>();
  #sortedKeys: readonly string[] | undefined;

  constructor(deps: ProxierDeps) {
    this.#chains = deps.chains ?? new EndpointChains();
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

  /** What the sync will write, and the chains that no port has any more. */
  plan(state: ProxyState, full: boolean): RuleSync {
    const changed = full ? new Set([...this.#rules.keys(), ...state.ports.keys()]) : state.changed;
    for (const key of changed) this.#count(key, state.ports.get(key));
    this.#comments = this.#endpointTotal <= this.#deps.options.largeClusterThreshold;
    const nat = new Map<string, readonly Rule[]>();
    const filter = new Map<string, readonly Rule[]>();
    const written: PortRules[] = [];
    for (const key of changed) {
      const rules = this.#write(key, state.ports.get(key));
      if (rules) written.push(rules);
    }
    this.#everybody(filter, nat);
    for (const { chains } of written) for (const [name, rules] of chains) nat.set(name, rules);
    if (full) this.#findObsolete();
    return { filter, nat, deleted: this.#stale() };
  }

  #write(key: string, port: TrackedPort | undefined): PortRules | undefined {
    const before = this.#rules.get(key);
    if (!port) this.#rules.delete(key);
    if (!port || !before) this.#sortedKeys = undefined;
    const { options } = this.#deps;
    const context = { options, node: this.#node, comments: this.#comments, chains: this.#chains };
    const rules = port && portRules(port, context);
    if (rules) this.#rules.set(key, rules);
    for (const name of before?.chains.keys() ?? []) this.#obsolete.add(name);
    for (const name of rules?.chains.keys() ?? []) this.#obsolete.delete(name);
    return rules;
  }

  #count(key: string, port: TrackedPort | undefined): void {
    this.#endpointTotal -= this.#endpointCounts.get(key) ?? 0;
    if (port) {
      this.#endpointCounts.set(key, port.endpoints.length);
      this.#endpointTotal += port.endpoints.length;
    } else this.#endpointCounts.delete(key);
  }

  /** Writes the chains that all ports share. */
  #everybody(filter: Map<string, readonly Rule[]>, nat: Map<string, readonly Rule[]>): void {
    const [services, nodePorts, refused, external, checks, firewall]: [
      Rule[],
      Rule[],
      Rule[],
      Rule[],
      Rule[],
      Rule[],
    ] = [[], [], [], [], [], []];
    this.#sortedKeys ??= [...this.#rules.keys()].toSorted();
    for (const key of this.#sortedKeys) {
      const rules = this.#rules.get(key);
      if (!rules) continue;
      for (const rule of rules.services) services.push(rule);
      for (const rule of rules.nodePorts) nodePorts.push(rule);
      for (const rule of rules.filterServices) refused.push(rule);
      for (const rule of rules.filterExternal) external.push(rule);
      for (const rule of rules.filterNodePorts) checks.push(rule);
      for (const rule of rules.filterFirewall) firewall.push(rule);
    }
    const base = baseRules(this.#deps.options, this.#node);
    nat.set(CHAINS.services, [...services, ...base.nodePorts]);
    nat.set(CHAINS.nodePorts, nodePorts);
    for (const [name, rules] of base.nat) nat.set(name, rules);
    filter.set(CHAINS.services, refused);
    filter.set(CHAINS.externalServices, external);
    filter.set(CHAINS.nodePorts, checks);
    filter.set(CHAINS.proxyFirewall, firewall);
    for (const [name, rules] of base.filter) filter.set(name, rules);
  }

  /** Looks for chains that an earlier kube-proxy of this node left behind. */
  #findObsolete(): void {
    const live = new Set<string>();
    for (const { chains } of this.#rules.values()) for (const name of chains.keys()) live.add(name);
    for (const name of this.#netfilter.chains.names('nat'))
      if (OWN_CHAIN.test(name) && !live.has(name)) this.#obsolete.add(name);
  }

  /** The chains to delete now; a large cluster takes its time. */
  #stale(): readonly string[] {
    const now = this.#deps.now();
    if (!this.#comments && now - this.#cleanedAt < CLEANUP_PERIOD) return [];
    this.#cleanedAt = now;
    const gone = [...this.#obsolete].filter((name) => this.#netfilter.chains.get('nat', name)).toSorted();
    this.#obsolete.clear();
    return gone;
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
