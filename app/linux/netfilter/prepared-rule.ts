import { parsePrefix, prefixContains } from '../../base/ip.ts';
import type { MatchKind, TargetKind } from './extension.ts';
import { matchKind, type Match } from './matches/index.ts';
import { withoutFullPrefix } from './print-rule.ts';
import { protocolNumber } from './protocols.ts';
import type { AddressTest, InterfaceTest, Rule } from './rule.ts';
import { targetKind, type ActiveTarget } from './targets/index.ts';
import type { Walk } from './walk.ts';

/** Asks one thing of a packet: undefined when it is so, else the code of what failed. */
export type Condition = (walk: Walk) => string | undefined;

/** A rule made ready for walking: networks parsed, kinds looked up, conditions in the order in which they are asked. */
export interface PreparedRule {
  readonly rule: Rule;
  /** Addresses, interfaces, protocol. */
  readonly header: readonly Condition[];
  readonly matches: readonly { readonly match: Match; readonly kind: MatchKind<Match> }[];
  /** All of them, those of the header first. */
  readonly conditions: readonly Condition[];
  readonly active: { readonly target: ActiveTarget; readonly kind: TargetKind<ActiveTarget> } | undefined;
}

/** Makes a rule ready. */
export function prepareRule(rule: Rule): PreparedRule {
  const { target } = rule;
  const kind = target && targetKind(target.name);
  const header = headerConditions(rule);
  const matches = rule.matches.flatMap((match) => {
    const found = matchKind(match.name);
    return found ? [{ match, kind: found }] : [];
  });
  const asking = matches.filter(({ match }) => match.name !== 'comment');
  return {
    rule,
    header,
    matches,
    conditions: [
      ...header,
      ...asking.map(
        ({ match, kind: asked }): Condition =>
          (walk) =>
            asked.check(match, walk),
      ),
    ],
    active:
      target && kind && target.name !== 'jump' && target.name !== 'goto' && target.name !== 'RETURN'
        ? { target, kind }
        : undefined,
  };
}

/** The code of the first condition that fails; undefined when all hold. */
export function firstFailing(conditions: readonly Condition[], walk: Walk): string | undefined {
  for (const condition of conditions) {
    const failed = condition(walk);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

function headerConditions(rule: Rule): readonly Condition[] {
  const { source, destination, interfaceIn, interfaceOut, protocol, fragment } = rule;
  return [
    ...(source ? [sourceCondition(source)] : []),
    ...(destination ? [destinationCondition(destination)] : []),
    ...(interfaceIn ? [interfaceCondition(interfaceIn, 'interfaceIn', 'i')] : []),
    ...(interfaceOut ? [interfaceCondition(interfaceOut, 'interfaceOut', 'o')] : []),
    ...(protocol ? [protocolCondition(protocol.number, protocol.negated === true)] : []),
    ...(fragment === true ? [() => 'f'] : []),
  ];
}

function sourceCondition({ network, negated }: AddressTest): Condition {
  const wanted = negated !== true;
  const exact = withoutFullPrefix(network);
  if (exact !== network) return ({ packet }) => ((packet.src === exact) === wanted ? undefined : 's');
  const prefix = parsePrefix(network);
  return ({ sourceBits: bits }) =>
    (prefix !== undefined && bits !== undefined && prefixContains(prefix, bits)) === wanted ? undefined : 's';
}

function destinationCondition({ network, negated }: AddressTest): Condition {
  const wanted = negated !== true;
  const exact = withoutFullPrefix(network);
  if (exact !== network) return ({ packet }) => ((packet.dst === exact) === wanted ? undefined : 'd');
  const prefix = parsePrefix(network);
  return ({ destinationBits: bits }) =>
    (prefix !== undefined && bits !== undefined && prefixContains(prefix, bits)) === wanted ? undefined : 'd';
}

function interfaceCondition(
  { name, negated }: InterfaceTest,
  side: 'interfaceIn' | 'interfaceOut',
  code: string,
): Condition {
  const wanted = negated !== true;
  if (!name.endsWith('+')) return ({ context }) => ((context[side] === name) === wanted ? undefined : code);
  const start = name.slice(0, -1);
  return ({ context }) => ((context[side] ?? '').startsWith(start) === wanted ? undefined : code);
}

function protocolCondition(number: number, negated: boolean): Condition {
  return ({ packet }) => ((protocolNumber(packet.protocol) === number) === negated ? 'p' : undefined);
}
