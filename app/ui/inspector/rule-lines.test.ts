import { expect, test } from 'vitest';
import { DNAT_RULES } from '../testing/data/traces.data.ts';
import { chainWalks } from './rule-lines.ts';

test('tried rules stand under their chain, and equal misses fold into one line', () => {
  const walks = chainWalks(DNAT_RULES);
  expect(walks.map(({ chain, tried }) => [chain, tried])).toEqual([
    ['PREROUTING', 1],
    ['KUBE-SERVICES', 5],
    ['KUBE-SVC-L65ENXXZWWSAPRCR', 3],
    ['KUBE-SEP-NU2MGAOZL6KSHENC', 2],
  ]);
  expect(
    walks[1]?.lines.map((line) => (line.type === 'skipped' ? line.rules.length : line.rule.target)),
  ).toEqual([4, 'KUBE-SVC-L65ENXXZWWSAPRCR']);
});

test('a rule with a draw is never folded away', () => {
  const draws = chainWalks(DNAT_RULES).flatMap(({ lines }) =>
    lines.flatMap((line) =>
      line.type === 'rule' && line.rule.draw !== undefined ? [line.rule.draw.value] : [],
    ),
  );
  expect(draws).toEqual([0.73]);
});
