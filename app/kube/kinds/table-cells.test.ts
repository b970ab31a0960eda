import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Kind } from './kind.ts';
import { node } from './node/kind.ts';
import type { KubeObject } from './object.ts';
import { pod } from './pod/kind.ts';
import { service } from './service/kind.ts';

interface Row {
  readonly kind: 'pod' | 'node' | 'service';
  readonly object: Readonly<Record<string, never>>;
  readonly cells: readonly unknown[];
}

const { rows } = JSON.parse(readFileSync(new URL('testdata/table-cells.json', import.meta.url), 'utf8')) as {
  readonly rows: readonly Row[];
};
const NOW = Date.parse('2026-01-01T00:00:00Z');
const KINDS: Readonly<Record<Row['kind'], Kind>> = { pod, node, service };

/** `10s`, `2m`, `5d` before now. */
function ago(text: string): string {
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[text.at(-1) ?? 's'] ?? 1;
  return new Date(NOW - Number.parseInt(text, 10) * unit * 1000).toISOString();
}

interface ContainerFacts {
  readonly lastTerminated?: { readonly finishedAgo: string };
  readonly state?: { readonly terminated?: object };
}

function statusOf({ lastTerminated, state, ...rest }: ContainerFacts): object {
  const terminated = state?.terminated && { exitCode: 0, ...state.terminated };
  const status = { ...rest, state: { ...state, ...(terminated && { terminated }) } };
  const ended = lastTerminated && { terminated: { finishedAt: ago(lastTerminated.finishedAgo) } };
  return { ...status, ...(ended && { lastState: ended }) };
}

type Facts = Readonly<Record<string, unknown>>;
const list = (value: unknown): readonly never[] => (value ?? []) as readonly never[];
const named = (count: unknown, prefix: string): object[] =>
  Array.from({ length: Number(count ?? 0) }, (_, at) => ({ name: `${prefix}${at}` }));

const MAKE: Readonly<Record<Row['kind'], (facts: Facts) => object>> = {
  pod: (facts) => ({
    metadata: { name: facts['name'], ...(facts['deleting'] === true && { deletionTimestamp: ago('1s') }) },
    spec: {
      nodeName: facts['nodeName'],
      containers: named(facts['containers'], 'c'),
      initContainers: facts['initContainerSpecs'] ?? named(facts['initContainers'], 'i'),
      readinessGates: list(facts['readinessGates']).map((conditionType) => ({ conditionType })),
    },
    status: {
      phase: facts['phase'],
      reason: facts['reason'],
      nominatedNodeName: facts['nominatedNodeName'],
      podIP: list(facts['podIPs'])[0],
      podIPs: list(facts['podIPs']).map((ip) => ({ ip })),
      conditions: facts['conditions'],
      containerStatuses: list(facts['containerStatuses']).map(statusOf),
      initContainerStatuses: list(facts['initContainerStatuses']).map(statusOf),
    },
  }),
  node: (facts) => ({
    metadata: { name: facts['name'], labels: facts['labels'] },
    spec: { unschedulable: facts['unschedulable'] },
    status: {
      conditions: facts['conditions'],
      addresses: facts['addresses'],
      nodeInfo: facts,
    },
  }),
  service: (facts) => ({
    metadata: { name: facts['name'] },
    spec: { ...facts, clusterIP: list(facts['clusterIPs'])[0] },
    status: { loadBalancer: { ingress: list(facts['ingress']).map((ip) => ({ ip })) } },
  }),
};

describe('a row of a table', () => {
  it.each(rows.map((row, at) => [`${row.kind} ${at}`, row] as const))('%s', (_, { kind, object, cells }) => {
    const row = KINDS[kind].row?.(MAKE[kind](object) as KubeObject, { now: NOW });
    const shown = row?.slice(0, cells.length);
    // A narrow row cuts the addresses of a load balancer; the client does that from the wide one.
    const cut = kind === 'service' && String(cells[3]).endsWith('...');
    expect(cut ? shown?.with(3, cells[3] as string) : shown).toEqual(cells);
  });
});
