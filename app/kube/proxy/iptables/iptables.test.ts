import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../../base/core.ts';
import { netnsId } from '../../../linux/names.ts';
import { createNetfilter } from '../../../linux/netfilter/netfilter.ts';
import { openNetfilterTables } from '../../../linux/netfilter/netfilter-tables.ts';
import { restoreRule, saveRule } from '../../../linux/netfilter/print-rule.ts';
import type { EndpointSlice, Service } from '../../kinds/types.data.ts';
import { ChangeTracker } from '../change-tracker.ts';
import { NFACCT_COUNTERS } from '../lone-proxy.ts';
import { DEFAULT_OPTIONS, type ProxyOptions } from '../proxy-options.ts';
import { baseRules, topLevelJumps } from './base-rules.ts';
import { chainName, type ChainKind } from './chain-names.ts';
import { IptablesProxier } from './iptables.ts';
import { oneIn } from './port-rules.ts';
import { syncText, type RuleSync } from './rule-sync.ts';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`testdata/${file}`, import.meta.url), 'utf8'));

const NODE = {
  name: 'test-node',
  ip: '192.168.0.2',
  addresses: ['192.168.0.2'],
  zone: '',
  family: 'IPv4',
} as const;
const OPTIONS: ProxyOptions = {
  ...DEFAULT_OPTIONS,
  clusterCIDR: '10.0.0.0/8',
  nfacct: true,
  randomFully: false,
};

interface FactService {
  readonly namespace: string;
  readonly name: string;
  readonly loadBalancerIngressIPs?: readonly string[];
  readonly sessionAffinityTimeoutSeconds?: number;
}

function service({
  namespace,
  name,
  loadBalancerIngressIPs,
  sessionAffinityTimeoutSeconds: timeoutSeconds,
  ...spec
}: FactService): Service {
  return {
    metadata: { namespace, name },
    spec: {
      ...spec,
      ...(timeoutSeconds === undefined ? {} : { sessionAffinityConfig: { clientIP: { timeoutSeconds } } }),
    },
    status: { loadBalancer: { ingress: (loadBalancerIngressIPs ?? []).map((ip) => ({ ip })) } },
  } as unknown as Service;
}

function slice(of: Service, addresses: readonly string[]): EndpointSlice {
  const [port] = of.spec.ports ?? [];
  const number = Number(addresses[0]?.split(':')[1] ?? port?.port);
  return {
    metadata: {
      namespace: of.metadata.namespace,
      name: `${of.metadata.name}-slice`,
      labels: { 'kubernetes.io/service-name': of.metadata.name },
    },
    addressType: 'IPv4',
    ports: [{ name: port?.name, protocol: port?.protocol, port: number }],
    endpoints: addresses.map((address) => ({ addresses: [address.split(':', 1)[0]] })),
  } as unknown as EndpointSlice;
}

/** One kube-proxy that remembers what its last sync wrote. */
class Proxy {
  readonly tracker = new ChangeTracker(NODE.name, 'IPv4');
  readonly core = createCore(1, 0);
  readonly netfilter = createNetfilter(this.core, netnsId('node'), {
    tables: openNetfilterTables(this.core),
    sysctls: () => ({ tcpEstablishedTimeout: 1, tcpCloseWaitTimeout: 1 }),
    nfacct: NFACCT_COUNTERS,
  });
  readonly #proxier: IptablesProxier;
  #full = true;

  constructor(options: Partial<ProxyOptions> = {}) {
    const all = { ...OPTIONS, ...options };
    this.#proxier = new IptablesProxier({
      netfilter: this.netfilter,
      options: all,
      node: NODE,
      now: () => this.core.now(),
    });
  }

  put(of: Service, endpoints: readonly string[]): void {
    this.tracker.putService(of);
    if (endpoints.length > 0) this.tracker.putSlice(slice(of, endpoints));
  }

  /** The text that a sync gives to iptables-restore. */
  sync(): readonly string[] {
    const state = this.tracker.apply();
    let written: RuleSync | undefined;
    const plan = this.#proxier.plan.bind(this.#proxier);
    this.#proxier.plan = (...args) => (written = plan(...args));
    this.#proxier.sync(state, this.#full);
    this.#proxier.plan = plan;
    this.#full = false;
    return written ? syncText(written).split('\n') : [];
  }

  natRules(): number {
    return this.netfilter.chains.list('nat').reduce((sum, chain) => sum + chain.row.rules.length, 0);
  }
}

describe('chain names', () => {
  const { iptables } = read('chain-names.json') as {
    readonly iptables: readonly {
      readonly kind: ChainKind;
      readonly servicePort: string;
      readonly protocol: string;
      readonly endpoint?: string;
      readonly chain: string;
    }[];
  };

  it.each(iptables)('$chain belongs to $servicePort', ({ kind, servicePort, protocol, endpoint, chain }) => {
    expect(chainName(kind, servicePort, protocol, endpoint)).toBe(chain);
  });
});

const facts = read('iptables-rules.json') as {
  readonly meta: { readonly topLevelJumps: readonly { readonly table: string; readonly rule: string }[] };
  readonly services: readonly {
    readonly service: FactService;
    readonly endpoints: readonly { readonly endpoints: readonly { readonly ip: string }[] }[];
    readonly rules: readonly string[];
  }[];
  readonly commonRules: readonly string[];
  readonly incremental: {
    readonly steps: readonly {
      readonly services?: readonly FactService[];
      readonly endpoints?: Readonly<Record<string, readonly string[]>>;
      readonly natServiceRules?: readonly string[];
      readonly deletions?: readonly string[];
    }[];
  };
  readonly misc: readonly { readonly id: string; readonly oneInN?: Readonly<Record<string, string>> }[];
};

/** Lines of one chain keep their order, chains have none. */
const byChain = (lines: readonly string[]): readonly string[] =>
  lines.toSorted((a, b) => (chainOf(a) < chainOf(b) ? -1 : chainOf(a) > chainOf(b) ? 1 : 0));
const chainOf = (line: string): string => line.split(' ')[1] ?? '';

describe('the rules of a Service', () => {
  it.each(facts.services)('$service.namespace/$service.name', ({ service: given, endpoints, rules }) => {
    const proxy = new Proxy();
    proxy.put(
      service(given),
      endpoints.flatMap((group) => group.endpoints.map(({ ip }) => ip)),
    );
    const lines = proxy.sync().filter((line) => line.startsWith('-A'));
    const own = lines.filter((line) => !facts.commonRules.includes(line));
    expect(byChain(own)).toEqual(byChain(rules));
    expect(lines).toEqual(expect.arrayContaining([...facts.commonRules]));
  });

  it('jump from the built-in chains, where each new jump goes to the top', () => {
    const jumps = topLevelJumps(false).map(
      ({ table, chain, rule }) => `${table} -A ${chain} ${saveRule(rule).replaceAll('"', '')}`,
    );
    for (const { table, rule } of facts.meta.topLevelJumps) expect(jumps).toContain(`${table} ${rule}`);
    const proxy = new Proxy();
    proxy.sync();
    const targets = (table: 'filter' | 'nat', chain: string): unknown =>
      proxy.netfilter.chains
        .get(table, chain)
        ?.row.rules.map(({ target }) => (target?.name === 'jump' ? target.chain : ''));
    expect(targets('filter', 'INPUT')).toEqual([
      'KUBE-FIREWALL',
      'KUBE-PROXY-FIREWALL',
      'KUBE-NODEPORTS',
      'KUBE-EXTERNAL-SERVICES',
    ]);
    expect(targets('filter', 'FORWARD')).toEqual([
      'KUBE-PROXY-FIREWALL',
      'KUBE-FORWARD',
      'KUBE-SERVICES',
      'KUBE-EXTERNAL-SERVICES',
    ]);
    expect(targets('nat', 'POSTROUTING')).toEqual(['KUBE-POSTROUTING']);
  });
});

describe('a later sync', () => {
  it('writes the chains of changed Services only and removes those of Services that went', () => {
    const [first, added, deleted, empty, appeared] = facts.incremental.steps;
    const proxy = new Proxy();
    for (const given of first?.services ?? [])
      proxy.put(service(given), first?.endpoints?.[`${given.namespace}/${given.name}`] ?? []);
    const own = (lines: readonly string[]): readonly string[] =>
      lines.filter((line) => line.startsWith('-A KUBE-S') && !facts.commonRules.includes(line));
    expect(byChain(own(proxy.sync()))).toEqual(byChain(first?.natServiceRules ?? []));
    const extra = (step: unknown): FactService => (step as { readonly added: FactService }).added;
    proxy.put(service(extra(added)), ['10.0.3.1:80']);
    expect(own(proxy.sync()).filter((line) => line.startsWith('-A KUBE-SEP'))).toHaveLength(2);
    const before = proxy.natRules();
    const second = service((first?.services ?? [])[1] ?? extra(added));
    proxy.tracker.removeService(second);
    proxy.tracker.removeSlice(slice(second, ['10.0.2.1:8080']));
    expect(proxy.sync().filter((line) => line.startsWith('-X'))).toEqual(deleted?.deletions);
    expect(proxy.natRules() - before).toBe(-5);
    proxy.put(service(extra(empty)), []);
    expect(proxy.sync().join('\n')).toContain(
      '"ns4/svc4:p80 has no endpoints" -m tcp -p tcp -d 172.30.0.44 --dport 80 -j REJECT',
    );
    proxy.put(service(extra(empty)), ['10.0.4.1:80']);
    const lines = proxy.sync();
    expect(lines).toEqual(expect.arrayContaining([...(appeared?.natServiceRules ?? [])]));
    expect(lines.join('\n')).not.toMatch(/-A KUBE-SVC-XPGD46QRK7WJZT7O|has no endpoints/);
  });

  it('leaves comments out of endpoint rules once the cluster is large', () => {
    const proxy = new Proxy({ largeClusterThreshold: 2 });
    const make = (name: string): Service =>
      service({
        namespace: 'ns',
        name,
        clusterIP: '172.30.0.41',
        type: 'ClusterIP',
        ports: [{ name: 'p', port: 80, protocol: 'TCP' }],
      } as FactService);
    proxy.put(make('one'), ['10.0.0.1:80']);
    expect(
      proxy
        .sync()
        .filter((line) => line.startsWith('-A KUBE-SEP'))
        .join(),
    ).toContain('--comment ns/one:p');
    proxy.put(make('two'), ['10.0.0.2:80', '10.0.0.3:80', '10.0.0.4:80']);
    const text = proxy
      .sync()
      .filter((line) => line.startsWith('-A KUBE-SEP') || line.includes('-j KUBE-SEP'));
    expect(text.join()).not.toContain('comment');
    expect(
      proxy.netfilter.chains.get('nat', chainName('SEP', 'ns/one:p', 'TCP', '10.0.0.1:80'))?.text(0),
    ).toContain('ns/one:p');
    proxy.tracker.removeService(make('one'));
    expect(proxy.sync().filter((line) => line.startsWith('-X'))).toEqual([]);
  });
});

describe('special rules', () => {
  it('drop what conntrack cannot place, unless it is liberal', () => {
    const first = (options: Partial<ProxyOptions>): string => {
      const [rule] = baseRules({ ...OPTIONS, ...options }, NODE).filter.get('KUBE-FORWARD') ?? [];
      return rule ? `-A KUBE-FORWARD ${restoreRule(rule)}` : '';
    };
    expect(first({ nfacct: false })).toBe('-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP');
    expect(first({})).toContain('INVALID -m nfacct --nfacct-name ct_state_invalid_dropped_pkts -j DROP');
    expect(first({ tcpBeLiberal: true })).toContain('kubernetes forwarding rules');
  });

  it('masquerade with random source ports where the kernel can', () => {
    const rules = baseRules({ ...OPTIONS, randomFully: true }, NODE).nat.get('KUBE-POSTROUTING') ?? [];
    expect(rules.map((rule) => restoreRule(rule)).at(-1)).toBe(
      '-m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
    );
  });

  it('draw with the probabilities that kube-proxy writes', () => {
    const { oneInN = {} } = facts.misc.find(({ id }) => id === 'probability') ?? {};
    for (const [count, text] of Object.entries(oneInN)) expect(oneIn(Number(count))).toBe(text);
  });
});
