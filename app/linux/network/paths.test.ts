import { beforeEach, describe, expect, it } from 'vitest';
import { virtualMs } from '../../base/brand.ts';
import { createCore, type Core } from '../../base/core.ts';
import { runLoop } from '../../base/loop.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { cidr, ip, netnsId, type NetnsId, type SocketId } from '../names.ts';
import { restoreText } from '../netfilter/restore.ts';
import type { Network } from '../network.ts';
import type { Endpoint } from '../socket/socket-layer.ts';
import type { Trace } from '../trace.ts';
import { addEdge, addNodeNetwork, addOutsideMachine, addPodRoute, attachPod, podPort } from './build.ts';
import { createNetwork } from './create-network.ts';

/** Two nodes with two Pods each, an edge and a laptop, as in the world "document". */
const NODES = [
  { name: 'node-ljyd', ip: '10.240.0.4', pods: '10.244.2.0/24', external: '203.0.113.12' },
  { name: 'node-905m', ip: '10.240.0.5', pods: '10.244.3.0/24', external: '203.0.113.13' },
] as const;
const PODS = [
  { name: 'a', node: 1, ip: '10.244.3.4' },
  { name: 'b', node: 0, ip: '10.244.2.5' },
  { name: 'c', node: 1, ip: '10.244.3.5' },
  { name: 'd', node: 0, ip: '10.244.2.6' },
] as const;
const [N905, LJYD, LAPTOP, EDGE] = ['node-905m', 'node-ljyd', 'laptop', 'edge'].map(netnsId) as [
  NetnsId,
  NetnsId,
  NetnsId,
  NetnsId,
];
const pod = (name: string) => netnsId(`pod/default/${name}`);

let core: Core;
let network: Network;

function build(seed = 1): void {
  core = createCore(seed, 0);
  network = createNetwork(core);
  for (const node of NODES) {
    const podCidr = cidr(node.pods);
    const address = cidr(`${node.ip}/24`);
    addNodeNetwork(network, {
      netns: netnsId(node.name),
      address,
      podCidr,
      gateway: ip('10.240.0.1'),
      sysctls: { routeLocalnet: true, icmpRatelimit: 0 },
    });
    for (const other of NODES)
      if (other !== node) addPodRoute(network, netnsId(node.name), cidr(other.pods), ip(other.ip));
  }
  for (const { name, node, ip: address } of PODS) {
    const { name: nodeName, pods } = NODES[node];
    attachPod(network, {
      netns: pod(name),
      node: netnsId(nodeName),
      podCidr: cidr(pods),
      address: ip(address),
    });
  }
  addEdge(network, {
    netns: EDGE,
    underlay: ip('10.240.0.1'),
    underlayLength: 24,
    outside: cidr('192.0.2.1/24'),
    externalIps: new Map(NODES.map((node) => [ip(node.external), ip(node.ip)])),
  });
  addOutsideMachine(network, LAPTOP, cidr('192.0.2.10/24'), ip('192.0.2.1'));
  for (const name of ['a', 'b']) serve(pod(name), 80, name);
}

/** Servers answer by themselves: each connection gets their name and the client's address. */
const servers = new Map<SocketId, string>();

function serve(netns: NetnsId, port: number, name: string): void {
  const listener = network.sockets.listenTcp(netns, { ip: ip('0.0.0.0'), port });
  if (!listener.ok) throw new Error(listener.error);
  servers.set(listener.value, name);
}

function pump(): void {
  const { sockets } = network;
  for (const [listener, name] of servers) {
    for (let got = sockets.accept(listener); got.ok; got = sockets.accept(listener)) {
      const peer = sockets.view(got.value)?.peer;
      sockets.send(got.value, encodeUtf8(`${name} saw ${peer?.ip}:${peer?.port}`));
      sockets.close(got.value);
    }
  }
}

function run(ms: number): void {
  const until = virtualMs(core.now() + ms);
  for (;;) {
    pump();
    const due = core.agenda.peek();
    if (!due || due.at > until) break;
    core.agenda.runNext();
  }
  runLoop(core, { until, pieces: 1 });
}

interface Asked {
  readonly answer: string;
  readonly trace: Trace;
  readonly port: number;
}

function ask(from: NetnsId, address: string, port: number, ms = 5000): Asked {
  const { sockets } = network;
  const to: Endpoint = { ip: ip(address), port };
  const opened = sockets.connectTcp(from, to);
  if (!opened.ok) throw new Error(opened.error);
  const socket = opened.value;
  const local = sockets.view(socket)?.local;
  run(ms);
  const state = sockets.connected(socket);
  const got = state.ok ? sockets.receive(socket, 1000) : state;
  sockets.close(socket);
  run(100);
  const tuple = {
    protocol: 'tcp' as const,
    src: local?.ip ?? ip(''),
    sport: local?.port ?? 0,
    dst: to.ip,
    dport: port,
  };
  const trace = network.findTrace(from, tuple);
  if (!trace) throw new Error('no trace');
  const answer = got.ok ? decodeUtf8(got.value) : got.error;
  return { answer, trace, port: local?.port ?? 0 };
}

beforeEach(() => {
  servers.clear();
  build();
});

/** The hops of the first packet in short: place, kind or hook, and what changed. */
function story(trace: Trace, packet = 0): string[] {
  return (trace.packets[packet]?.hops ?? []).map((hop) => {
    const via = hop.route === undefined ? '' : ` ${hop.route}`;
    const changed = hop.rewrites.map((one) => ` ${one.kind} ${one.to}`).join('');
    return `${hop.place.replace('pod/default/', '')} ${hop.hook ?? hop.kind}${via}${changed}${hop.why ? ` ${hop.why}` : ''}`;
  });
}

describe('paths without Services', () => {
  it('a Pod reaches a Pod of its node over the bridge, through the hooks of the node', () => {
    const { answer, trace, port } = ask(pod('c'), '10.244.3.4', 80);
    expect(answer).toBe(`a saw 10.244.3.5:${port}`);
    expect(story(trace)).toEqual([
      'c send',
      'c route 10.244.3.0/24 dev eth0 proto kernel scope link src 10.244.3.5',
      'node-905m PREROUTING',
      'node-905m bridge',
      'node-905m FORWARD',
      'node-905m POSTROUTING',
      'a deliver',
    ]);
    expect(trace.packets[0]?.hops.at(-1)?.after.ttl).toBe(64);
    expect(trace.outcome).toMatchObject({ type: 'delivered', by: { netns: 'pod/default/a', port: 80 } });
  });

  it('a Pod reaches a Pod of another node by routes alone', () => {
    const { answer, trace, port } = ask(pod('c'), '10.244.2.5', 80);
    expect(answer).toBe(`b saw 10.244.3.5:${port}`);
    expect(story(trace)).toEqual([
      'c send',
      'c route default via 10.244.3.1 dev eth0',
      'node-905m PREROUTING',
      'node-905m route 10.244.2.0/24 via 10.240.0.4 dev eth0',
      'node-905m FORWARD',
      'node-905m POSTROUTING',
      'node-ljyd PREROUTING',
      'node-ljyd route 10.244.2.0/24 dev cni0 proto kernel scope link src 10.244.2.1',
      'node-ljyd FORWARD',
      'node-ljyd POSTROUTING',
      'node-ljyd bridge',
      'b deliver',
    ]);
    expect(trace.packets[0]?.hops.at(-1)?.after.ttl).toBe(62);
    expect(
      trace.packets.map(({ flags }) =>
        Object.entries(flags ?? {})
          .filter(([, on]) => on)
          .map(([name]) => name[0])
          .join(''),
      ),
    ).toMatchInlineSnapshot(`
      [
        "s",
        "sa",
        "a",
        "ap",
        "af",
        "a",
        "a",
        "af",
        "a",
      ]
    `);
  });
});
