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
    (rule.protocol ? `${not(rule.protocol.negated)} -p ${protocolName(rule.protocol.number)}` : '') +
    (rule.fragment === true ? ' -f' : '');
  const matches = rule.matches.map((match) => ` -m ${match.name}${matchKind(match.name)?.save(match) ?? ''}`);
  return (header + matches.join('') + saveTarget(rule.target)).slice(1);
}

/**
 * A rule as kube-proxy hands it to iptables-restore, without `-A CHAIN`: matches in order, the protocol beside its
 * match, the destination before the port and the source after it, values as they were written.
 */
export function restoreRule(rule: Rule): string {
  const parts: string[] = [];
  const transport = rule.matches.find((match) => isTransport(match));
  const placed = transport ?? rule.matches.find((match) => match.name === 'comment');
  if (!placed) parts.push(written('-d', rule.destination), written('-s', rule.source));
  for (const match of rule.matches) {
    const text = matchKind(match.name);
    const options = text?.written?.(match) ?? text?.save(match) ?? '';
    if (match !== placed) parts.push(` -m ${match.name}${options}`);
    else if (match === transport)
      parts.push(
        ` -m ${match.name} -p ${match.name}${written('-d', rule.destination)}${options}${written('-s', rule.source)}`,
      );
    else
      parts.push(
        ` -m ${match.name}${options}${written('-d', rule.destination)}${written('-s', rule.source)}`,
      );
  }
  return (parts.join('') + writtenTarget(rule.target)).slice(1);
}

function isTransport(match: Match): boolean {
  return match.name === 'tcp' || match.name === 'udp' || match.name === 'sctp';
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
