import { describe, expect, it } from 'vitest';
import { cidr, ip } from '../names.ts';
import { podPort } from './build.ts';
import recorded from './testdata/recorded-flows.json' with { type: 'json' };
import { documentWorld, loadRules, place } from './testing/document-world.ts';
import type { Attempt, FlowPlayer } from './testing/flow-player.ts';

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly entryNode?: string;
  readonly result: string;
  readonly backends?: readonly string[];
  readonly sourceSeen: readonly string[];
  readonly sourcePortKept?: boolean | string;
  readonly icmp?: readonly string[];
  readonly conntrackOn?: readonly string[];
}

interface Fault {
  readonly machine: string;
  readonly hairpin?: { readonly pod: string; readonly on: boolean };
  readonly sysctl?: Readonly<Record<string, string>>;
}

interface Case {
  readonly scenario: string;
  readonly about: string;
  readonly faults: readonly Fault[];
  readonly rules: Readonly<Record<string, readonly string[]>>;
  readonly flows: readonly Flow[];
}

const CASES = recorded.cases as unknown as readonly Case[];

describe.each(CASES)('$scenario: $about', ({ scenario, faults, rules, flows }) => {
  const player = documentWorld(3);
  for (const [node, lines] of Object.entries(rules)) loadRules(player, node, lines);
  for (const fault of faults) apply(player, fault);
  // A Service without an endpoint here stands for the load balancer's way in: node-905m unless a flow says another.
  player.network.addRoute(place('edge'), {
    destination: cidr('198.51.100.0/24'),
    via: ip('10.240.0.5'),
    device: 'eth0',
  });
  it.each(
    flows.map((flow, index) => [`${index} ${flow.from} → ${flow.to} gives ${flow.result}`, flow] as const),
  )('%s', (_name, flow) => {
    const patience = scenario === 'no-such-pod' ? 14_000 : 3000;
    expect(play(player, flow, patience)).toEqual(expectation(flow));
  });
});

function play(player: FlowPlayer, flow: Flow, patience: number): object {
  const [protocol = '', address = ''] = flow.to.split(' ');
  const [host = '', port = ''] = address.split(':');
  const entry = flow.entryNode === 'node-ljyd' ? ip('10.240.0.4') : undefined;
  if (host.startsWith('198.51.100.')) player.network.setEdgeRoute(place('edge'), ip(host), entry);
  const attempts = player.ask(
    place(flow.from),
    { ip: ip(host), port: Number(port) },
    { protocol: protocol === 'udp' ? 'udp' : 'tcp', count: 24, patience },
  );
  const results = unique(attempts.map((attempt) => resultOf(attempt, protocol)));
  const answered = attempts.filter(({ server }) => server !== undefined);
  const kept = unique(answered.map(({ seen, local }) => seen?.port === local.port));
  return {
    result: results.length === 1 ? results[0] : 'mixed',
    backends: answered.length === 0 ? [] : unique(answered.map(({ server }) => server)),
    sourceSeen: unique(answered.map(({ seen }) => seen?.ip)),
    sourcePortKept: kept.length > 1 ? 'mixed' : kept[0],
    icmp: unique(attempts.flatMap((attempt) => errorOf(attempt) ?? [])),
    ...(flow.conntrackOn && attempts[0] && { conntrackOn: entriesOf(player, attempts[0]) }),
  };
}

function expectation(flow: Flow): object {
  const { result, backends = [], sourceSeen, sourcePortKept, icmp = [], conntrackOn } = flow;
  const sets = { backends: backends.toSorted(), sourceSeen: sourceSeen.toSorted(), icmp: [...icmp] };
  return { result, ...sets, sourcePortKept, ...(conntrackOn && { conntrackOn }) };
}

function resultOf({ result, trace }: Attempt, protocol: string): string {
  if (result === 'answered') return protocol === 'udp' ? 'udp reply' : 'http 200';
  const error = trace?.packets.findLast(({ icmp }) => icmp)?.icmp;
  const kind = error ? `icmp ${error.type}/${error.code}` : 'rst';
  if (result === 'ECONNREFUSED') return `refused ${kind}`;
  return result === 'EHOSTUNREACH' ? `EHOSTUNREACH ${kind}` : result;
}

function errorOf({ trace }: Attempt): string | undefined {
  const journey = trace?.packets.findLast(({ icmp, end }) => icmp && end.type === 'delivered');
  return journey && `${journey.icmp?.type}/${journey.icmp?.code} from ${journey.hops.at(-1)?.after.src}`;
}

/** Machines whose conntrack still has an entry of the attempt. */
function entriesOf(player: FlowPlayer, { trace }: Attempt): readonly string[] {
  const hops = trace?.packets.flatMap((journey) => journey.hops) ?? [];
  return unique(
    hops.flatMap(({ place: at, conntrack }) => {
      const entries = player.network.netfilter(at)?.conntrack;
      return conntrack && entries?.current(conntrack.id) ? [String(at)] : [];
    }),
  );
}

function apply({ network }: FlowPlayer, { machine, hairpin, sysctl }: Fault): void {
  if (hairpin)
    network.setInterface(place(machine), podPort(network, place(hairpin.pod)) ?? '', { hairpin: hairpin.on });
  if (sysctl)
    network.setSysctls(place(machine), { routeLocalnet: sysctl['net.ipv4.conf.all.route_localnet'] !== '0' });
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)].toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
}
