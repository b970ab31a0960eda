import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EndpointSlice, Service } from '../../kube/kinds/types.data.ts';
import type { Netfilter } from '../../linux/netfilter/netfilter.ts';
import { netnsId } from '../../linux/names.ts';
import type { FlowResult, RecordedCase, RecordedFlow } from './recorded-case.ts';
import { RecordedMachines } from './recorded-machines.ts';
import { runFlow } from './recorded-flow.ts';
import { runCase, type CaseResult } from './run-case.ts';

type Recorded = RecordedFlow &
  FlowResult & { readonly otherExamples?: readonly Pick<FlowResult, 'conntrack'>[] };

const folder = new URL('testdata/', import.meta.url).pathname;
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const read = (file: string): RecordedCase => JSON.parse(readFileSync(folder + file, 'utf8')) as RecordedCase;

/** Remaining seconds and ports that are drawn differ from run to run. */
const SERVED = new Set(['53', '80', '81', '443', '5353', '6443', '8080', '9153', '9999', '31704']);
const mask = (line: string): string =>
  line
    .replace(/^(\S+\s+\d+) \d+/, '$1 N')
    .replace(/(sport|dport|id)=(\d+)/g, (text, key: string, port: string) =>
      SERVED.has(port) ? text : `${key}=*`,
    )
    .replace(/use=\d/, 'use=1');
const conntrackText = (conntrack: FlowResult['conntrack']): string =>
  Object.entries(conntrack)
    .flatMap(([machine, lines]) => lines.map((line) => `${machine}: ${mask(line)}`))
    .toSorted()
    .join('\n');

/** With session affinity, and where attempts went differently, the endpoint is one draw of several. */
function comparableFlow(got: FlowResult | undefined, flow: Recorded, drawn: boolean): unknown {
  const where = { from: flow.from, to: flow.to, result: got?.result };
  if (drawn) return where;
  const known = [flow, ...(flow.otherExamples ?? [])].map(({ conntrack }) => conntrackText(conntrack));
  const lines = conntrackText(got?.conntrack ?? {});
  // Among 24 source ports drawn at random one may be the client's own.
  const kept = flow.sourcePortKept === false && got?.sourcePortKept === 'mixed' ? false : got?.sourcePortKept;
  return {
    ...where,
    backends: got?.backends?.toSorted() ?? null,
    sourceSeen: got?.sourceSeen.toSorted(),
    kept,
    conntrack: known.includes(lines) ? 'as recorded' : lines,
  };
}

function flowsOf(
  recorded: RecordedCase,
  got: CaseResult,
): readonly (readonly [Recorded, FlowResult | undefined])[] {
  const pair = (
    flows: readonly RecordedFlow[],
    ours: readonly FlowResult[] | undefined,
  ): [Recorded, FlowResult | undefined][] => flows.map((flow, at) => [flow as Recorded, ours?.[at]]);
  if ('flows' in got) return pair(recorded.flows, got.flows);
  return (recorded.steps ?? []).flatMap((step, index) => pair(step.flows ?? [], got.steps[index]?.flows));
}

describe('packets do what they did on real kernels', { timeout: 60_000 }, () => {
  it.each(files)('%s', (file) => {
    const recorded = read(file);
    const drawn = recorded.services.some(({ spec }) => spec.sessionAffinity === 'ClientIP');
    const flows = flowsOf(recorded, runCase(recorded));
    expect(flows.map(([flow, got]) => comparableFlow(got, flow, drawn))).toEqual(
      flows.map(([flow]) => comparableFlow(flow, flow, drawn)),
    );
  });

  it('a single connection counts in the same rules', () => {
    const recorded = withService(read('rule-walk-cluster.iptables.json'));
    const steps = recorded.steps as unknown as readonly {
      readonly flow: RecordedFlow;
      readonly countersNotZero: Readonly<Record<string, readonly string[]>>;
    }[];
    for (const { flow, countersNotZero } of steps) {
      const wanted = Object.entries(countersNotZero).map(([machine, lines]) => [
        machine,
        lines.map(comparable).toSorted(),
      ]);
      expect(countedRules(recorded, flow, Object.keys(countersNotZero))).toEqual(Object.fromEntries(wanted));
    }
  });
});

/** The case records its Service as it was asked for only; its one endpoint is Pod A. */
function withService(recorded: RecordedCase): RecordedCase {
  const { objects } = recorded as unknown as { readonly objects: readonly Service[] };
  const ingress = [{ ip: '198.51.100.7', ipMode: 'VIP' }];
  const services = objects.map((object) => ({ ...object, status: { loadBalancer: { ingress } } }));
  const slice = {
    metadata: {
      name: 'my-nginx-a',
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': 'my-nginx' },
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    endpoints: [{ addresses: ['10.244.3.4'], conditions: { ready: true }, nodeName: 'node-905m' }],
  } as unknown as EndpointSlice;
  return {
    ...recorded,
    services: [...recorded.services, ...services],
    endpointSlices: [...recorded.endpointSlices, slice],
  };
}

/** Sizes of packets are those of the recorder's HTTP client, and so are the numbers of later packets. */
function comparable(line: string): string {
  return line.replace(/^(\S+) \[(\d+):\d+\]/, (_text, table: string, packets: string) =>
    table === 'nat' ? `${table} ${packets}` : table,
  );
}

function countedRules(
  recorded: RecordedCase,
  flow: RecordedFlow,
  machines: readonly string[],
): Record<string, readonly string[]> {
  const world = new RecordedMachines(recorded);
  world.give(recorded.services, recorded.endpointSlices);
  world.run(1000);
  runFlow(world, { ...flow, outcomes: { once: 1 } }, 3000);
  return Object.fromEntries(
    machines.map((machine) => {
      const netfilter = world.network.netfilter(netnsId(machine));
      return [machine, netfilter ? counted(netfilter) : []];
    }),
  );
}

/** Rules that the node's own traffic counts in all the time; the recordings leave them out. */
const OTHERS = /^-A INPUT .*-j KUBE-NODEPORTS$|-j KUBE-FIREWALL$/;

function counted({ chains }: Netfilter): readonly string[] {
  const lines = (['filter', 'nat'] as const).flatMap((table) =>
    chains.list(table).flatMap((chain) =>
      [...chain.row.rules.keys()].flatMap((at) => {
        const { packets } = chain.counters(at);
        if (packets === 0 || OTHERS.test(chain.text(at))) return [];
        return [`${table}${table === 'nat' ? ` ${packets}` : ''} ${chain.text(at)}`];
      }),
    ),
  );
  return lines.toSorted();
}
