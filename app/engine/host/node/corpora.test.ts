import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printFlows, type FlowResult } from './flows.ts';
import { printRules } from './rules.ts';

const folder = new URL('testdata/', import.meta.url).pathname;

describe('headless flows', () => {
  const file = `${folder}packet-flows.json`;
  const { clusters } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly clusters: readonly {
      readonly id: string;
      readonly flows: readonly {
        readonly name: string;
        readonly expected: Pick<FlowResult, 'verdict' | 'destinations'>;
        readonly masqueraded: boolean;
      }[];
    }[];
  };
  const printed = printFlows(file)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly id: string; readonly flows: readonly FlowResult[] });

  it.each(clusters.map((cluster, at) => [cluster.id, cluster, printed[at]] as const))(
    '%s',
    (id, cluster, ours) => {
      expect(ours?.id).toBe(id);
      const expected = cluster.flows.map(({ name, expected: { verdict, destinations }, masqueraded }) => ({
        name,
        verdict,
        destinations: destinations.toSorted(),
        masqueraded,
      }));
      expect(ours?.flows.map((flow) => ({ ...flow, destinations: flow.destinations.toSorted() }))).toEqual(
        expected,
      );
    },
  );
});

describe('headless rules', () => {
  const scenarios = readdirSync(`${folder}rules`).filter((name) => !name.endsWith('.md'));

  it.each(scenarios)('%s', (name) => {
    const recorded = readFileSync(`${folder}rules/${name}/iptables.txt`, 'utf8');
    expect(ordered(printRules(`${folder}rules/${name}`))).toEqual(ordered(recorded));
  });
});

const OF_ALL = /^-A (KUBE-SERVICES|KUBE-NODEPORTS|KUBE-EXTERNAL-SERVICES|KUBE-PROXY-FIREWALL) /;

/** In the chains of all Services only the rules of one Service have an order, and the jump to the node ports is last. */
function ordered(text: string): readonly string[] {
  const lines = text.split('\n');
  const key = (line: string): string => {
    if (line.includes('must be the last rule')) return '~';
    return /--comment "?([\w.-]+\/[\w.-]+(?::[\w-]+)?)/.exec(line)?.[1] ?? '';
  };
  const groups: string[][] = [];
  for (const line of lines) {
    const chain = OF_ALL.exec(line)?.[1];
    const last = groups.at(-1);
    if (last && chain !== undefined && OF_ALL.exec(last[0] ?? '')?.[1] === chain) last.push(line);
    else groups.push([line]);
  }
  return groups.flatMap((group) =>
    group.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)),
  );
}
