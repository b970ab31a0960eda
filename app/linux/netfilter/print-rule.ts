import { not } from './extension.ts';
import { matchKind, type Match } from './matches/index.ts';
import { protocolName } from './protocols.ts';
import type { AddressTest, InterfaceTest, Rule } from './rule.ts';
import { targetKind, type Target } from './targets/index.ts';

/** A rule in the normal form of iptables-save, without `-A CHAIN`: header first, then the matches as given. */
export function saveRule(rule: Rule): string {
  const header =
    address('-s', rule.source) +
    address('-d', rule.destination) +
    device('-i', rule.interfaceIn) +
    device('-o', rule.interfaceOut) +
    protocol(rule);
  const matches = rule.matches.map((match) => ` -m ${match.name}${matchKind(match.name)?.save(match) ?? ''}`);
  return (header + matches.join('') + saveTarget(rule.target)).slice(1);
}

/**
 * A rule as kube-proxy hands it to iptables-restore, without `-A CHAIN`: matches in order, the protocol beside its
 * match, the destination before the port and the source after it, values as they were written.
 */
export function restoreRule(rule: Rule): string {
  const transport = rule.matches.find((match) => isTransport(match, rule));
  const placed = transport ?? rule.matches.find(({ name }) => name === 'addrtype' || name === 'comment');
  const to = written('-d', rule.destination);
  const from = written('-s', rule.source);
  const parts = [
    device('-i', rule.interfaceIn),
    device('-o', rule.interfaceOut),
    transport ? '' : protocol(rule),
  ];
  if (!placed) parts.push(to, from);
  for (const match of rule.matches) {
    const kind = matchKind(match.name);
    const options = kind?.written?.(match) ?? kind?.save(match) ?? '';
    if (match !== placed) parts.push(` -m ${match.name}${options}`);
    else if (match === transport) parts.push(` -m ${match.name} -p ${match.name}${to}${options}${from}`);
    else parts.push(` -m ${match.name}${options}${to}${from}`);
  }
  return (parts.join('') + writtenTarget(rule.target)).slice(1);
}

/** The match of the rule's own protocol, which is written beside it. */
function isTransport({ name }: Match, { protocol: test }: Rule): boolean {
  return (
    test !== undefined &&
    test.negated !== true &&
    ['tcp', 'udp', 'sctp'].includes(name) &&
    protocolName(test.number) === name
  );
}

function protocol({ protocol: test, fragment }: Rule): string {
  const text = test ? `${not(test.negated)} -p ${protocolName(test.number)}` : '';
  return fragment === true ? `${text} -f` : text;
}

function address(option: string, test: AddressTest | undefined): string {
  return test ? `${not(test.negated)} ${option} ${test.network}` : '';
}

function written(option: string, test: AddressTest | undefined): string {
  return test ? `${not(test.negated)} ${option} ${withoutFullPrefix(test.network)}` : '';
}

/** A network of one address as that address. */
export function withoutFullPrefix(network: string): string {
  const full = network.includes(':') ? '/128' : '/32';
  return network.endsWith(full) ? network.slice(0, -full.length) : network;
}

function device(option: string, test: InterfaceTest | undefined): string {
  return test ? `${not(test.negated)} ${option} ${test.name}` : '';
}

function saveTarget(target: Target | undefined): string {
  if (!target) return '';
  if (target.name === 'jump') return ` -j ${target.chain}`;
  if (target.name === 'goto') return ` -g ${target.chain}`;
  if (target.name === 'RETURN') return ' -j RETURN';
  return ` -j ${target.name}${targetKind(target.name)?.save(target) ?? ''}`;
}

function writtenTarget(target: Target | undefined): string {
  if (!target || target.name === 'jump' || target.name === 'goto' || target.name === 'RETURN')
    return saveTarget(target);
  const kind = targetKind(target.name);
  return ` -j ${target.name}${kind?.written?.(target) ?? kind?.save(target) ?? ''}`;
}
