import type { RuleStep } from '../trace.ts';
import type { Verdict } from './extension.ts';
import { threshold } from './matches/statistic.ts';
import { firstFailing } from './prepared-rule.ts';
import type { Rule } from './rule.ts';
import type { End, Fork, Node } from './rule-tree.ts';
import type { WalkState } from './walk-state.ts';

const ACCEPT: Verdict = Object.freeze({ type: 'accept' });
const DROP: Verdict = Object.freeze({ type: 'drop' });

/** Walks one table of one hook from its root: its built-in chain from the top, then its policy. */
export function walkTable(root: Node | undefined, walk: WalkState): Verdict {
  let node = root;
  if (!node) return ACCEPT;
  let verdict: Verdict | undefined;
  let drawn: Drawn[] | undefined;
  while (node.kind !== 'end') {
    if (node.kind === 'gate') {
      node = node.way(walk.packet);
      continue;
    }
    walk.begin(node.chain, node.at);
    const failed = firstFailing(node.rule.conditions, walk);
    if (walk.lastDraw !== undefined && walk.recorded) (drawn ??= []).push(drawnAt(node, walk.lastDraw));
    if (failed !== undefined) {
      node = node.afterFailure(failed);
      continue;
    }
    verdict = matched(node, walk);
    node = verdict ? node.end() : node.afterMatch();
  }
  if (walk.recorded) walk.record(drawn ? withDraws(node.list, drawn) : node.list);
  return verdict ?? policy(node, walk);
}

function matched({ counters, rule, chain }: Fork, walk: WalkState): Verdict | undefined {
  counters.packets++;
  counters.bytes += walk.bytes;
  const verdict = rule.active?.kind.act(rule.active.target, walk);
  if (walk.nat && verdict) walk.natChain = chain.row.name;
  return verdict;
}

function policy({ policyOf: chain }: End, walk: WalkState): Verdict {
  if (!chain) return DROP;
  chain.policyPackets++;
  chain.policyBytes += walk.bytes;
  return chain.row.policy === 'DROP' ? DROP : ACCEPT;
}

/** What a rule has drawn, by the number of its step. */
interface Drawn {
  readonly at: number;
  readonly draw: NonNullable<RuleStep['draw']>;
}

function drawnAt({ rule, stepsBefore }: Fork, draw: number): Drawn {
  const limit = limitOf(rule.rule);
  return {
    at: stepsBefore,
    draw: Object.freeze({ value: draw / 0x8000_0000, threshold: limit / 0x8000_0000 }),
  };
}

function limitOf({ matches }: Rule): number {
  const drawn = matches.find((match) => match.name === 'statistic' && match.mode === 'random');
  return drawn?.name === 'statistic' && drawn.mode === 'random' ? threshold(drawn.probability) : 0;
}

function withDraws(steps: readonly RuleStep[], drawn: readonly Drawn[]): readonly RuleStep[] {
  const all = [...steps];
  for (const { at, draw } of drawn) {
    const step = all[at];
    if (step) all[at] = Object.freeze({ ...step, draw });
  }
  return Object.freeze(all);
}
