import type { TableName } from '../../../linux/netfilter/hook.ts';
import type { Match } from '../../../linux/netfilter/matches/index.ts';
import type { Rule } from '../../../linux/netfilter/rule.ts';
import { nodePortAddresses } from '../node-port-addresses.ts';
import type { ProxyNode, ProxyOptions } from '../proxy-options.ts';
import { CHAINS, counted, jump, localAddress, makeRule, MASQUERADE_MARK } from './rule-parts.ts';

/** A jump from a built-in chain that kube-proxy puts at the top when it is missing. */
export interface TopLevelJump {
  readonly table: TableName;
  readonly chain: string;
  readonly rule: Rule;
}

const NEW: readonly Match[] = [{ name: 'conntrack', states: ['NEW'] }];
const EXTERNAL = 'kubernetes externally-visible service portals';
const PORTALS = 'kubernetes service portals';
const FIREWALL = 'kubernetes load balancer firewall';

/**
 * The jumps in the order in which they are ensured: each new one goes to the top of its chain.
 * @upstream pkg/proxy/iptables/proxier.go iptablesJumpChains
 */
export function topLevelJumps(localhostNodePorts: boolean): readonly TopLevelJump[] {
  const filter = (chain: string, to: string, comment: string, before: readonly Match[]): TopLevelJump => ({
    table: 'filter',
    chain,
    rule: { matches: [...before, { name: 'comment', text: comment }], target: jump(to) },
  });
  const nat = (chain: string, to: string, comment: string): TopLevelJump => ({
    table: 'nat',
    chain,
    rule: makeRule({ comment, target: jump(to) }),
  });
  const kubelet = (chain: string): TopLevelJump => ({
    table: 'filter',
    chain,
    rule: { matches: [], target: jump(CHAINS.kubeletFirewall) },
  });
  return [
    filter('INPUT', CHAINS.externalServices, EXTERNAL, NEW),
    filter('FORWARD', CHAINS.externalServices, EXTERNAL, NEW),
    filter('INPUT', CHAINS.nodePorts, 'kubernetes health check service ports', []),
    filter('FORWARD', CHAINS.services, PORTALS, NEW),
    filter('OUTPUT', CHAINS.services, PORTALS, NEW),
    filter('FORWARD', CHAINS.forward, 'kubernetes forwarding rules', []),
    filter('INPUT', CHAINS.proxyFirewall, FIREWALL, NEW),
    filter('OUTPUT', CHAINS.proxyFirewall, FIREWALL, NEW),
    filter('FORWARD', CHAINS.proxyFirewall, FIREWALL, NEW),
    nat('OUTPUT', CHAINS.services, PORTALS),
    nat('PREROUTING', CHAINS.services, PORTALS),
    nat('POSTROUTING', CHAINS.postrouting, 'kubernetes postrouting rules'),
    ...(localhostNodePorts ? [kubelet('INPUT'), kubelet('OUTPUT')] : []),
  ];
}

/** The rules of the chains that do not depend on Services, but for the jump to the node ports. */
export interface BaseRules {
  readonly filter: ReadonlyMap<string, readonly Rule[]>;
  readonly nat: ReadonlyMap<string, readonly Rule[]>;
  /** The last rules of KUBE-SERVICES. */
  readonly nodePorts: readonly Rule[];
}

/** Node ports on localhost work when they are asked for, in IPv4, and no address list excludes them. */
export function servesLocalhost(options: ProxyOptions, node: ProxyNode): boolean {
  return options.localhostNodePorts && node.family === 'IPv4' && nodePortAddresses(options, node).loopback;
}

/** Makes them. */
export function baseRules(options: ProxyOptions, node: ProxyNode): BaseRules {
  const mark: Match = { name: 'mark', value: MASQUERADE_MARK, mask: MASQUERADE_MARK };
  const masquerade = makeRule({
    comment: 'kubernetes service traffic requiring SNAT',
    target: { name: 'MASQUERADE', ...(options.randomFully ? { randomFully: true } : {}) },
  });
  const nat = new Map<string, readonly Rule[]>([
    [
      CHAINS.postrouting,
      [
        { matches: [{ ...mark, negated: true }], target: { name: 'RETURN' } },
        { matches: [], target: { name: 'MARK', value: MASQUERADE_MARK, mask: 0 } },
        masquerade,
      ],
    ],
    [
      CHAINS.markMasq,
      [{ matches: [], target: { name: 'MARK', value: MASQUERADE_MARK, mask: MASQUERADE_MARK } }],
    ],
  ]);
  const filter = new Map<string, readonly Rule[]>([[CHAINS.forward, forwardRules(options, mark)]]);
  if (servesLocalhost(options, node)) filter.set(CHAINS.kubeletFirewall, [MARTIANS]);
  return { filter, nat, nodePorts: nodePortJumps(options, node) };
}

/** Nobody from outside may reach the loopback addresses that route_localnet opened. */
const MARTIANS: Rule = {
  destination: { network: '127.0.0.0/8' },
  source: { network: '127.0.0.0/8', negated: true },
  matches: [
    { name: 'comment', text: 'block incoming localnet connections' },
    { name: 'conntrack', states: ['RELATED', 'ESTABLISHED', 'DNAT'], negated: true },
  ],
  target: { name: 'DROP' },
};

function forwardRules({ tcpBeLiberal, nfacct }: ProxyOptions, mark: Match): readonly Rule[] {
  const invalid: Rule = {
    matches: [
      { name: 'conntrack', states: ['INVALID'] },
      ...counted(nfacct, 'ct_state_invalid_dropped_pkts'),
    ],
    target: { name: 'DROP' },
  };
  return [
    ...(tcpBeLiberal ? [] : [invalid]),
    makeRule({ comment: 'kubernetes forwarding rules', after: [mark], target: { name: 'ACCEPT' } }),
    makeRule({
      comment: 'kubernetes forwarding conntrack rule',
      after: [{ name: 'conntrack', states: ['RELATED', 'ESTABLISHED'] }],
      target: { name: 'ACCEPT' },
    }),
  ];
}

function nodePortJumps(options: ProxyOptions, node: ProxyNode): readonly Rule[] {
  const comment = 'kubernetes service nodeports; NOTE: this must be the last rule in this chain';
  const addresses = nodePortAddresses(options, node);
  const localhost = servesLocalhost(options, node);
  const target = jump(CHAINS.nodePorts);
  if (addresses.all) {
    const notDestination = node.family === 'IPv6' ? '::1' : localhost ? undefined : '127.0.0.0/8';
    return [makeRule({ comment, notDestination, after: [localAddress('dst')], target })];
  }
  return addresses.addresses
    .filter((address) => localhost || (!address.startsWith('127.') && address !== '::1'))
    .map((destination) => makeRule({ comment, destination, target }));
}
