import { cidrContains } from '../../../base/ip.ts';
import type { Rule } from '../../../linux/netfilter/rule.ts';
import type { Endpoint } from '../endpoint.ts';
import type { TrackedPort } from '../change-tracker.ts';
import type { ProxyNode, ProxyOptions } from '../proxy-options.ts';
import {
  externallyAccessible,
  usesClusterEndpoints,
  usesLocalEndpoints,
  type ServicePort,
} from '../service-port.ts';
import { categorizeEndpoints, type CategorizedEndpoints } from '../topology.ts';
import { servesLocalhost } from './base-rules.ts';
import { chainName } from './chain-names.ts';
import { PROTOCOLS, type EndpointChains } from './endpoint-chain.ts';
import { CHAINS, counted, jump, localAddress, makeRule, type RuleParts } from './rule-parts.ts';

/** All rules that belong to one Service port: its lines in the chains of everybody, and its own chains. */
export interface PortRules {
  readonly services: readonly Rule[];
  readonly nodePorts: readonly Rule[];
  readonly filterServices: readonly Rule[];
  readonly filterExternal: readonly Rule[];
  readonly filterNodePorts: readonly Rule[];
  readonly filterFirewall: readonly Rule[];
  readonly chains: ReadonlyMap<string, readonly Rule[]>;
}

/** What the rules of a port depend on besides the port. */
export interface RuleContext {
  readonly options: ProxyOptions;
  readonly node: ProxyNode;
  /** Endpoint rules carry comments: not in large clusters. */
  readonly comments: boolean;
  readonly chains: EndpointChains;
}

/**
 * Writes the rules of one port.
 * @upstream pkg/proxy/iptables/proxier.go syncProxyRules
 */
export function portRules({ port, endpoints }: TrackedPort, context: RuleContext): PortRules {
  const categorized = categorizeEndpoints(endpoints, port, context.node);
  return new PortWriter(port, categorized, context).write();
}

class PortWriter {
  readonly #port: ServicePort;
  readonly #context: RuleContext;
  readonly #endpoints: CategorizedEndpoints;
  readonly #protocol: 'tcp' | 'udp' | 'sctp';
  readonly #chains = new Map<string, readonly Rule[]>();
  readonly #names: Readonly<Record<'SVC' | 'SVL' | 'EXT' | 'FW', string>>;
  readonly #hasInternal: boolean;
  readonly #hasExternal: boolean;

  constructor(port: ServicePort, endpoints: CategorizedEndpoints, context: RuleContext) {
    this.#port = port;
    this.#context = context;
    this.#endpoints = endpoints;
    this.#protocol = PROTOCOLS[port.protocol];
    const hash = chainName('SVC', port.name, port.protocol).slice('KUBE-SVC-'.length);
    this.#names = {
      SVC: `KUBE-SVC-${hash}`,
      SVL: `KUBE-SVL-${hash}`,
      EXT: `KUBE-EXT-${hash}`,
      FW: `KUBE-FW-${hash}`,
    };
    this.#hasInternal = endpoints.any && (!port.internalLocal || endpoints.local.length > 0);
    this.#hasExternal = endpoints.any && (!port.externalLocal || endpoints.local.length > 0);
  }

  write(): PortRules {
    const { any } = this.#endpoints;
    const external = any && externallyAccessible(this.#port);
    if (usesClusterEndpoints(this.#port) && this.#endpoints.cluster.length > 0)
      this.#policyChain(this.#names.SVC, this.#endpoints.cluster, !this.#port.internalLocal);
    if (usesLocalEndpoints(this.#port) && this.#endpoints.local.length > 0)
      this.#policyChain(this.#names.SVL, this.#endpoints.local, this.#port.internalLocal);
    if (external) this.#chains.set(this.#names.EXT, this.#externalChain());
    if (this.#usesFirewall) this.#chains.set(this.#names.FW, this.#firewallChain());
    for (const endpoint of this.#endpoints.reachable) this.#endpointChain(endpoint);
    return {
      services: this.#services(),
      nodePorts: any ? this.#nodePorts() : [],
      filterServices: this.#hasInternal
        ? []
        : [this.#to(this.#port.clusterIP, this.#refusal(), this.#refuse())],
      filterExternal: this.#hasExternal ? [] : this.#filterExternal(),
      filterNodePorts: this.#healthCheck(),
      filterFirewall: this.#usesFirewall ? this.#filterFirewall() : [],
      chains: this.#chains,
    };
  }

  get #usesFirewall(): boolean {
    const { loadBalancerVIPs, sourceRanges } = this.#port;
    return this.#endpoints.any && loadBalancerVIPs.length > 0 && sourceRanges.length > 0;
  }

  /** A rule for traffic to an address and the port. */
  #to(destination: string, comment: string, rest: RuleParts): Rule {
    return makeRule({ comment, destination, protocol: this.#protocol, dport: this.#port.port, ...rest });
  }

  #services(): readonly Rule[] {
    const { name, clusterIP, externalIPs, loadBalancerVIPs, internalLocal } = this.#port;
    const internal = jump(internalLocal ? this.#names.SVL : this.#names.SVC);
    const balanced = jump(this.#usesFirewall ? this.#names.FW : this.#names.EXT);
    const rules = this.#hasInternal ? [this.#to(clusterIP, `${name} cluster IP`, { target: internal })] : [];
    if (!this.#endpoints.any) return rules;
    for (const address of externalIPs)
      rules.push(this.#to(address, `${name} external IP`, { target: jump(this.#names.EXT) }));
    for (const address of loadBalancerVIPs)
      rules.push(this.#to(address, `${name} loadbalancer IP`, { target: balanced }));
    return rules;
  }

  #nodePorts(): readonly Rule[] {
    const { name, nodePort } = this.#port;
    const { options, node } = this.#context;
    if (nodePort === 0) return [];
    const common = {
      comment: name,
      protocol: this.#protocol,
      dport: nodePort,
      target: jump(this.#names.EXT),
    };
    const localhost = makeRule({
      ...common,
      destination: '127.0.0.0/8',
      after: counted(options.nfacct, 'localhost_nps_accepted_pkts'),
    });
    return [...(servesLocalhost(options, node) ? [localhost] : []), makeRule(common)];
  }

  #filterExternal(): readonly Rule[] {
    const { externalIPs, loadBalancerVIPs, nodePort } = this.#port;
    const rules = [...externalIPs, ...loadBalancerVIPs].map((address) =>
      this.#to(address, this.#refusal(), this.#refuse()),
    );
    if (nodePort === 0) return rules;
    const toNode = makeRule({
      comment: this.#refusal(),
      before: [localAddress('dst')],
      protocol: this.#protocol,
      dport: nodePort,
      ...this.#refuse(),
    });
    return [...rules, toNode];
  }

  #filterFirewall(): readonly Rule[] {
    const comment = `${this.#port.name} traffic not accepted by ${this.#names.FW}`;
    return this.#port.loadBalancerVIPs.map((address) =>
      this.#to(address, comment, { target: { name: 'DROP' } }),
    );
  }

  #healthCheck(): readonly Rule[] {
    const { name, healthCheckNodePort } = this.#port;
    if (healthCheckNodePort === 0) return [];
    const comment = `${name} health check node port`;
    return [makeRule({ comment, protocol: 'tcp', dport: healthCheckNodePort, target: { name: 'ACCEPT' } })];
  }

  #refusal(): string {
    return `${this.#port.name} has no ${this.#endpoints.any ? 'local ' : ''}endpoints`;
  }

  #refuse(): RuleParts {
    return { target: { name: this.#endpoints.any ? 'DROP' : 'REJECT' } };
  }

  /** SVC or SVL: masquerade for the ClusterIP where it leads here, affinity, then one draw after the other. */
  #policyChain(chain: string, endpoints: readonly Endpoint[], internal: boolean): void {
    const { affinitySeconds } = this.#port;
    const rules = internal && this.#hasInternal ? [...this.#clusterMasquerade()] : [];
    const jumps = endpoints.map((endpoint) => ({
      comment: this.#context.comments ? `${this.#port.name} -> ${endpoint.address}` : undefined,
      list: this.#context.chains.of(this.#port, endpoint).name,
    }));
    if (affinitySeconds !== undefined)
      for (const { comment, list } of jumps)
        rules.push(
          makeRule({
            comment,
            after: [{ name: 'recent', list, action: 'rcheck', seconds: affinitySeconds, reap: true }],
            target: jump(list),
          }),
        );
    for (const [index, { comment, list }] of jumps.entries()) {
      const left = jumps.length - index;
      const after =
        left > 1 ? [{ name: 'statistic', mode: 'random', probability: oneIn(left) } as const] : [];
      rules.push(makeRule({ comment, after, target: jump(list) }));
    }
    this.#chains.set(chain, rules);
  }

  #clusterMasquerade(): readonly Rule[] {
    const { masqueradeAll, clusterCIDR } = this.#context.options;
    const comment = `${this.#port.name} cluster IP`;
    const target = jump(CHAINS.markMasq);
    if (masqueradeAll) return [this.#to(this.#port.clusterIP, comment, { target })];
    return clusterCIDR === undefined
      ? []
      : [this.#to(this.#port.clusterIP, comment, { notSource: clusterCIDR, target })];
  }

  #externalChain(): readonly Rule[] {
    const { name, externalLocal } = this.#port;
    const of = `${name} external destinations`;
    const toPolicy = this.#hasExternal
      ? [makeRule({ target: jump(externalLocal ? this.#names.SVL : this.#names.SVC) })]
      : [];
    if (!externalLocal)
      return [
        makeRule({ comment: `masquerade traffic for ${of}`, target: jump(CHAINS.markMasq) }),
        ...toPolicy,
      ];
    const { clusterCIDR } = this.#context.options;
    const fromHere = [localAddress('src')];
    const fromPods = makeRule({
      comment: `pod traffic for ${of}`,
      source: clusterCIDR,
      target: jump(this.#names.SVC),
    });
    return [
      ...(clusterCIDR === undefined ? [] : [fromPods]),
      makeRule({
        comment: `masquerade LOCAL traffic for ${of}`,
        after: fromHere,
        target: jump(CHAINS.markMasq),
      }),
      makeRule({ comment: `route LOCAL traffic for ${of}`, after: fromHere, target: jump(this.#names.SVC) }),
      ...toPolicy,
    ];
  }

  #firewallChain(): readonly Rule[] {
    const { name, sourceRanges, loadBalancerVIPs } = this.#port;
    const nodeAllowed = sourceRanges.some((range) => cidrContains(range, this.#context.node.ip));
    const sources = [...sourceRanges, ...(nodeAllowed ? loadBalancerVIPs : [])];
    const rules = sources.map((source) =>
      makeRule({ comment: `${name} loadbalancer IP`, source, target: jump(this.#names.EXT) }),
    );
    return [
      ...rules,
      makeRule({ comment: `other traffic to ${name} will be dropped by KUBE-PROXY-FIREWALL` }),
    ];
  }

  #endpointChain(endpoint: Endpoint): void {
    const chain = this.#context.chains.of(this.#port, endpoint);
    const affine = this.#port.affinitySeconds !== undefined;
    this.#chains.set(chain.name, chain.rules(this.#context.comments, affine));
  }
}

/** One in so many, as kube-proxy writes probabilities. */
export function oneIn(count: number): string {
  return (1 / count).toFixed(10);
}
