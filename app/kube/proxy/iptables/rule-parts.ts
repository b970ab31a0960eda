import type { Match } from '../../../linux/netfilter/matches/index.ts';
import type { AddressTest, Rule } from '../../../linux/netfilter/rule.ts';
import type { Target } from '../../../linux/netfilter/targets/index.ts';

/** Names of the chains that every kube-proxy has. */
export const CHAINS = {
  services: 'KUBE-SERVICES',
  externalServices: 'KUBE-EXTERNAL-SERVICES',
  nodePorts: 'KUBE-NODEPORTS',
  postrouting: 'KUBE-POSTROUTING',
  markMasq: 'KUBE-MARK-MASQ',
  forward: 'KUBE-FORWARD',
  proxyFirewall: 'KUBE-PROXY-FIREWALL',
  kubeletFirewall: 'KUBE-FIREWALL',
  canary: 'KUBE-PROXY-CANARY',
} as const;

/** The mark of packets that are to be masqueraded. */
export const MASQUERADE_MARK = 0x4000;

/** The parts of one rule in the words of kube-proxy. */
export interface RuleParts {
  readonly comment?: string | undefined;
  readonly source?: string | undefined;
  readonly notSource?: string | undefined;
  readonly destination?: string | undefined;
  readonly notDestination?: string | undefined;
  /** Transport protocol with its match, and the destination port. */
  readonly protocol?: 'tcp' | 'udp' | 'sctp';
  readonly dport?: number;
  /** Matches between the comment and the transport's. */
  readonly before?: readonly Match[];
  /** Matches after the transport's. */
  readonly after?: readonly Match[];
  readonly target?: Target | undefined;
}

const NUMBERS = { tcp: { number: 6 }, udp: { number: 17 }, sctp: { number: 132 } } as const;

/** Makes a rule of its parts. */
export function makeRule(parts: RuleParts): Rule {
  const matches: Match[] = [];
  if (parts.comment !== undefined) matches.push({ name: 'comment', text: parts.comment });
  if (parts.before) matches.push(...parts.before);
  if (parts.protocol) matches.push(transport(parts.protocol, parts.dport));
  if (parts.after) matches.push(...parts.after);
  const rule: { -readonly [Part in keyof Rule]: Rule[Part] } = { matches };
  const source = addressTest(parts.source, parts.notSource);
  if (source) rule.source = source;
  const destination = addressTest(parts.destination, parts.notDestination);
  if (destination) rule.destination = destination;
  if (parts.protocol) rule.protocol = NUMBERS[parts.protocol];
  if (parts.target) rule.target = parts.target;
  return rule;
}

/** A jump to a chain. */
export function jump(chain: string): Target {
  return { name: 'jump', chain };
}

/** `-m addrtype --src-type LOCAL` or `--dst-type LOCAL`. */
export function localAddress(side: 'src' | 'dst'): Match {
  return side === 'src'
    ? { name: 'addrtype', src: { types: ['LOCAL'] } }
    : { name: 'addrtype', dst: { types: ['LOCAL'] } };
}

/** `-m nfacct --nfacct-name N`, where the kernel has it. */
export function counted(enabled: boolean, counter: string): readonly Match[] {
  return enabled ? [{ name: 'nfacct', counter }] : [];
}

function transport(name: 'tcp' | 'udp' | 'sctp', port: number | undefined): Match {
  return port === undefined ? { name } : { name, dport: { from: port, to: port } };
}

function addressTest(is: string | undefined, isNot: string | undefined): AddressTest | undefined {
  if (is !== undefined) return { network: asNetwork(is) };
  return isNot === undefined ? undefined : { network: asNetwork(isNot), negated: true };
}

function asNetwork(text: string): string {
  if (text.includes('/')) return text;
  return text.includes(':') ? `${text}/128` : `${text}/32`;
}
