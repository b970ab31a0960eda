import type { RuleStep } from '../../linux/trace.ts';

/** A line of the rule walk: a rule, or several that failed for the same reason in a row. */
export type RuleLine =
  | { readonly type: 'rule'; readonly id: number; readonly rule: RuleStep }
  | { readonly type: 'skipped'; readonly id: number; readonly rules: readonly RuleStep[] };

/** The rules tried in one chain. */
export interface ChainWalk {
  readonly id: number;
  readonly table: string;
  readonly chain: string;
  readonly tried: number;
  readonly lines: readonly RuleLine[];
}

/** Groups the rules that a packet tried by chain, in order; runs of rules that did not match for one reason are folded. */
export function chainWalks(rules: readonly RuleStep[]): ChainWalk[] {
  const walks: { id: number; rules: { id: number; rule: RuleStep }[] }[] = [];
  for (const [id, rule] of rules.entries()) {
    const last = walks.at(-1);
    const before = last?.rules.at(-1)?.rule;
    if (
      last !== undefined &&
      before?.chain === rule.chain &&
      before.table === rule.table &&
      before.number < rule.number
    )
      last.rules.push({ id, rule });
    else walks.push({ id, rules: [{ id, rule }] });
  }
  return walks.map(({ id, rules: tried }) => ({
    id,
    table: tried[0]?.rule.table ?? '',
    chain: tried[0]?.rule.chain ?? '',
    tried: tried.length,
    lines: fold(tried),
  }));
}

const LEAST_FOLDED = 3;

function fold(tried: readonly { readonly id: number; readonly rule: RuleStep }[]): RuleLine[] {
  const lines: RuleLine[] = [];
  let run: { id: number; rule: RuleStep }[] = [];
  const flush = () => {
    const [first] = run;
    if (first !== undefined && run.length >= LEAST_FOLDED)
      lines.push({ type: 'skipped', id: first.id, rules: run.map(({ rule }) => rule) });
    else lines.push(...run.map(({ id, rule }): RuleLine => ({ type: 'rule', id, rule })));
    run = [];
  };
  for (const each of tried) {
    const foldable = !each.rule.matched && each.rule.draw === undefined;
    if (!foldable || (run[0] !== undefined && run[0].rule.failed !== each.rule.failed)) flush();
    if (foldable) run.push(each);
    else lines.push({ type: 'rule', ...each });
  }
  flush();
  return lines;
}
