import { prefixContains } from '../../base/ip.ts';
import type { Chain, PreparedAddress, PreparedRule } from './chain.ts';
import type { ChainStore } from './chain-store.ts';
import type { Verdict } from './extension.ts';
import type { Hook, TableName } from './hook.ts';
import { protocolNumber } from './protocols.ts';
import type { InterfaceTest } from './rule.ts';
import { threshold } from './matches/statistic.ts';
import type { WalkState } from './walk-state.ts';

/** From this length on a chain is worth an index. */
const LONG = 12;

/** Loops are impossible in real rules (the kernel refuses them); ours are cut off here. */
const DEEPEST = 64;

const ACCEPT: Verdict = Object.freeze({ type: 'accept' });
const DROP: Verdict = Object.freeze({ type: 'drop' });

/** Walks one table of one hook: its built-in chain from the top, then its policy. */
export function walkTable(store: ChainStore, table: TableName, hook: Hook, walk: WalkState): Verdict {
  const chain = store.get(table, hook);
  if (!chain) return ACCEPT;
  const verdict = walkChain(store, chain, walk, 0);
  if (verdict && verdict !== 'return') return verdict;
  chain.policyPackets++;
  chain.policyBytes += walk.bytes;
  const policy = chain.row.policy ?? 'ACCEPT';
  if (walk.steps && chain.row.rules.length > 0) walk.steps.push(chain.policyStep(policy));
  return policy === 'DROP' ? DROP : ACCEPT;
}

function walkChain(
  store: ChainStore,
  chain: Chain,
  walk: WalkState,
  depth: number,
): Verdict | 'return' | undefined {
  if (depth > DEEPEST) return DROP;
  const { packet } = walk;
  const long = !walk.steps && chain.row.rules.length > LONG;
  const positions = long ? chain.candidates(packet.dst, packet.protocol, packet.dport) : undefined;
  const count = positions ? positions.length : chain.row.rules.length;
  for (let index = 0; index < count; index++) {
    const at = positions ? (positions[index] ?? 0) : index;
    const prepared = chain.prepared[at];
    const outcome = prepared && tryRule(store, chain, at, prepared, walk, depth);
    if (outcome) return outcome;
  }
  return undefined;
}

function tryRule(
  store: ChainStore,
  chain: Chain,
  at: number,
  prepared: PreparedRule,
  walk: WalkState,
  depth: number,
): Verdict | 'return' | undefined {
  walk.begin(chain, at);
  const failed = failing(prepared, walk);
  if (failed !== undefined) {
    if (walk.steps) record(chain, at, prepared, walk, failed);
    return undefined;
  }
  chain.count(at, walk.bytes);
  const { target } = prepared.rule;
  if (walk.steps) record(chain, at, prepared, walk, undefined);
  if (!target) return undefined;
  if (target.name === 'RETURN') return 'return';
  if (target.name === 'jump' || target.name === 'goto') {
    const next = store.get(chain.row.table, target.chain);
    const outcome = next && walkChain(store, next, walk, depth + 1);
    if (outcome && outcome !== 'return') return outcome;
    return target.name === 'goto' ? 'return' : undefined;
  }
  const verdict = prepared.active?.kind.act(prepared.active.target, walk);
  if (walk.nat && verdict) walk.natChain = chain.row.name;
  return verdict;
}

/** The code of the first condition that fails; undefined when the rule matches. */
function failing(prepared: PreparedRule, walk: WalkState): string | undefined {
  const header = headerFails(prepared, walk);
  if (header !== undefined) return header;
  for (const { match, kind } of prepared.matches) {
    const failed = kind.check(match, walk);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

/** The code of the first condition on the packet's header that fails: addresses, interfaces, protocol. */
export function headerFails(
  { rule, source, destination }: PreparedRule,
  walk: WalkState,
): string | undefined {
  const { packet, context } = walk;
  if (source && !addressMatches(source, packet.src, walk, 'source')) return 's';
  if (destination && !addressMatches(destination, packet.dst, walk, 'destination')) return 'd';
  if (rule.interfaceIn && !interfaceMatches(rule.interfaceIn, context.interfaceIn)) return 'i';
  if (rule.interfaceOut && !interfaceMatches(rule.interfaceOut, context.interfaceOut)) return 'o';
  if (rule.protocol) {
    const same = protocolNumber(packet.protocol) === rule.protocol.number;
    if (same === (rule.protocol.negated === true)) return 'p';
  }
  return rule.fragment === true ? 'f' : undefined;
}

function addressMatches(
  test: PreparedAddress,
  address: string,
  walk: WalkState,
  side: 'source' | 'destination',
): boolean {
  if (test.exact !== undefined) return (test.exact === address) !== test.negated;
  const bits = side === 'source' ? walk.sourceBits : walk.destinationBits;
  const inside = test.network !== undefined && bits !== undefined && prefixContains(test.network, bits);
  return inside !== test.negated;
}

function interfaceMatches({ name, negated }: InterfaceTest, actual: string | undefined): boolean {
  const same = name.endsWith('+') ? (actual ?? '').startsWith(name.slice(0, -1)) : name === actual;
  return same !== (negated === true);
}

function record(
  chain: Chain,
  at: number,
  { rule }: PreparedRule,
  walk: WalkState,
  failed: string | undefined,
): void {
  const step = chain.step(at, failed);
  const draw = walk.lastDraw;
  if (draw === undefined) {
    walk.steps?.push(step);
    return;
  }
  const drawn = rule.matches.find((match) => match.name === 'statistic' && match.mode === 'random');
  const limit = drawn?.name === 'statistic' && drawn.mode === 'random' ? threshold(drawn.probability) : 0;
  const odds = Object.freeze({ value: draw / 0x8000_0000, threshold: limit / 0x8000_0000 });
  walk.steps?.push(Object.freeze({ ...step, draw: odds }));
}
