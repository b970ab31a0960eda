import { describe, expect, it } from 'vitest';
import { cidr, ip } from '../names.ts';
import type { Trace } from '../trace.ts';
import { podPort } from './build.ts';
import { documentWorld, loadRules, place } from './testing/document-world.ts';
import type { Attempt, FlowPlayer } from './testing/flow-player.ts';

/** One attempt. */
function ask(player: FlowPlayer, from: string, address: string, port: number, patience = 3000): Attempt {
  const [attempt] = player.ask(place(from), { ip: ip(address), port }, { patience });
  if (!attempt?.trace) throw new Error('an attempt leaves a trace');
  return attempt;
}

/** The hops of one packet in short: place, hook or kind, route, rewrites, loss. */
function story(trace: Trace | undefined, packet = 0): string[] {
  return (trace?.packets[packet]?.hops ?? []).map((hop) => {
    const changed = hop.rewrites.map((one) => ` ${one.kind} ${one.to}`).join('');
    const words = [hop.place.replace('pod/default/', ''), hop.hook ?? hop.kind, hop.route, hop.why];
    return `${words.filter((word) => word !== undefined).join(' ')}${changed}`;
  });
}

/** Packets in short: direction, flags, how they ended. */
function packets(trace: Trace | undefined): string[] {
  return (trace?.packets ?? []).map(({ direction, flags, icmp, end }) => {
    const on = Object.entries(flags ?? {}).flatMap(([name, is]) => (is ? [name] : []));
    const kind = icmp ? `icmp ${icmp.type}/${icmp.code}` : on.join('+');
    return `${direction} ${kind} ${end.type}${end.type === 'dropped' ? ` ${end.why}` : ''}`;
  });
}

describe('a Pod asks a Pod', () => {
  it('of its own node over the bridge, through the hooks of the node, with its TTL untouched', () => {
    const { seen, local, trace } = ask(documentWorld(), 'client-c', '10.244.3.4', 80);
    expect(seen).toEqual({ ip: '10.244.3.5', port: local.port });
    expect(story(trace)).toEqual([
      'client-c send',
      'client-c route 10.244.3.0/24 dev eth0 proto kernel scope link src 10.244.3.5',
      'node-905m PREROUTING',
      'node-905m bridge',
      'node-905m FORWARD',
      'node-905m POSTROUTING',
      'my-nginx-a deliver',
    ]);
    expect(trace?.packets[0]?.hops.at(-1)?.after.ttl).toBe(64);
    expect(trace?.outcome).toEqual({
      type: 'delivered',
      by: { netns: 'pod/default/my-nginx-a', ip: '10.244.3.4', port: 80 },
      seenSource: { ip: '10.244.3.5', port: local.port },
    });
  });

  it('of another node by routes, two routers further', () => {
    const { seen, trace } = ask(documentWorld(), 'client-c', '10.244.2.5', 80);
    expect(seen?.ip).toBe('10.244.3.5');
    expect(story(trace)).toEqual([
      'client-c send',
      'client-c route default via 10.244.3.1 dev eth0',
      'node-905m PREROUTING',
      'node-905m route 10.244.2.0/24 via 10.240.0.4 dev eth0',
      'node-905m FORWARD',
      'node-905m POSTROUTING',
      'node-ljyd PREROUTING',
      'node-ljyd route 10.244.2.0/24 dev cni0 proto kernel scope link src 10.244.2.1',
      'node-ljyd FORWARD',
      'node-ljyd POSTROUTING',
      'node-ljyd bridge',
      'my-nginx-b deliver',
    ]);
    expect(trace?.packets[0]?.hops.at(-1)?.after.ttl).toBe(62);
  });

  it('with the packets that a capture shows', () => {
    const player = documentWorld();
    const { local } = ask(player, 'client-c', '10.244.2.5', 80);
    const tuple = {
      protocol: 'tcp',
      src: local.ip,
      sport: local.port,
      dst: ip('10.244.2.5'),
      dport: 80,
    } as const;
    expect(packets(player.network.findTrace(place('client-c'), tuple))).toEqual([
      'request syn delivered',
      'reply syn+ack delivered',
      'request ack delivered',
      'request ack+psh delivered',
      'reply ack delivered',
      'reply ack+psh delivered',
      'reply ack+fin delivered',
      'request ack delivered',
      'request ack+fin delivered',
      'request ack delivered',
      'reply ack delivered',
    ]);
  });
});

describe('a node asks a Pod', () => {
  it.each([
    ['node-905m', '10.244.3.4', '10.244.3.1'],
    ['node-905m', '10.244.2.5', '10.240.0.5'],
  ])('%s asks %s as %s: the address of the interface it leaves by', (node, to, source) => {
    expect(ask(documentWorld(), node, to, 80).seen?.ip).toBe(source);
  });

  it('of its own: out by the bridge, through OUTPUT and POSTROUTING', () => {
    expect(story(ask(documentWorld(), 'node-905m', '10.244.3.4', 80).trace)).toEqual([
      'node-905m send',
      'node-905m route 10.244.3.0/24 dev cni0 proto kernel scope link src 10.244.3.1',
      'node-905m OUTPUT',
      'node-905m POSTROUTING',
      'node-905m bridge',
      'my-nginx-a deliver',
    ]);
  });
});

describe('a machine asks itself', () => {
  it('over its loopback: OUTPUT, POSTROUTING, PREROUTING, INPUT', () => {
    const { trace, result } = ask(documentWorld(), 'node-905m', '127.0.0.1', 9999);
    expect(result).toBe('ECONNREFUSED');
    expect(story(trace)).toEqual([
      'node-905m send',
      'node-905m route local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1',
      ...['OUTPUT', 'POSTROUTING', 'PREROUTING', 'INPUT', 'deliver'].map((hop) => `node-905m ${hop}`),
    ]);
  });
});

describe('a Service address turned into a Pod of the same node', () => {
  const DNAT =
    '-A PREROUTING -d 10.0.162.149/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.244.3.4:80';

  it('stays on the bridge; the answer comes back from the Service address', () => {
    const player = documentWorld();
    loadRules(player, 'node-905m', ['*nat', DNAT, 'COMMIT']);
    const { trace, seen } = ask(player, 'client-c', '10.0.162.149', 80);
    expect(seen?.ip).toBe('10.244.3.5');
    expect(story(trace)).toEqual([
      'client-c send',
      'client-c route default via 10.244.3.1 dev eth0',
      'node-905m PREROUTING DNAT 10.244.3.4:80',
      'node-905m route 10.244.3.0/24 dev cni0 proto kernel scope link src 10.244.3.1',
      'node-905m bridge',
      'node-905m FORWARD',
      'node-905m POSTROUTING',
      'my-nginx-a deliver',
    ]);
    expect(trace?.packets[0]?.hops.at(-1)?.after.ttl).toBe(64);
    expect(story(trace, 1).at(-2)).toMatch(/^node-905m POSTROUTING un-DNAT 10.0.162.149:80/);
  });

  it('hangs with bridge-nf-call-iptables=0: the answer is bridged past conntrack and nobody expects it', () => {
    const player = documentWorld();
    loadRules(player, 'node-905m', ['*nat', DNAT, 'COMMIT']);
    player.network.setSysctls(place('node-905m'), { bridgeNfCallIptables: false });
    const { trace, result } = ask(player, 'client-c', '10.0.162.149', 80);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toEqual({ type: 'dropped', at: 'pod/default/client-c', why: 'reply-unknown' });
    expect(packets(trace).slice(0, 3)).toEqual([
      'request syn delivered',
      'reply syn+ack dropped reply-unknown',
      'request rst delivered',
    ]);
  });

  it('comes back to the Pod that asks only with hairpin mode on its port', () => {
    const player = documentWorld();
    loadRules(player, 'node-905m', [
      '*nat',
      DNAT,
      '-A POSTROUTING -s 10.244.3.4 -d 10.244.3.4 -j MASQUERADE',
      'COMMIT',
    ]);
    expect(ask(player, 'my-nginx-a', '10.0.162.149', 80).seen?.ip).toBe('10.244.3.1');
    const port = podPort(player.network, place('my-nginx-a')) ?? '';
    player.network.setInterface(place('node-905m'), port, { hairpin: false });
    const { result, trace } = ask(player, 'my-nginx-a', '10.0.162.149', 80);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toEqual({ type: 'dropped', at: 'node-905m', why: 'hairpin-off' });
    expect(story(trace).at(-1)).toBe('node-905m drop hairpin-off');
  });
});

describe('closed and rejected', () => {
  it('a closed port is refused by the Pod itself', () => {
    const { result, trace, after } = ask(documentWorld(), 'client-c', '10.244.2.5', 81);
    expect(result).toBe('ECONNREFUSED');
    expect(trace?.outcome).toEqual({ type: 'refused', by: 'pod/default/my-nginx-b' });
    expect(after).toBeLessThan(2);
  });

  it('a REJECT rule answers with port unreachable from the address of the bridge, and names itself', () => {
    const player = documentWorld();
    loadRules(player, 'node-905m', ['*filter', '-A FORWARD -d 10.0.162.149/32 -j REJECT', 'COMMIT']);
    const { result, trace } = ask(player, 'client-c', '10.0.162.149', 80);
    expect(result).toBe('ECONNREFUSED');
    expect(trace?.outcome).toEqual({
      type: 'rejected',
      by: 'node-905m',
      rule: '-A FORWARD -d 10.0.162.149/32 -j REJECT --reject-with icmp-port-unreachable',
    });
    expect(packets(trace)).toEqual(['request syn rejected', 'reply icmp 3/3 delivered']);
    expect(trace?.packets[1]?.hops.at(-1)?.after.src).toBe('10.244.3.1');
  });

  it('a rule may reject with RST: refused as by a closed port, yet the trace names the rule', () => {
    const player = documentWorld();
    const rule = '-A FORWARD -d 10.244.2.5/32 -p tcp -j REJECT --reject-with tcp-reset';
    loadRules(player, 'node-905m', ['*filter', rule, 'COMMIT']);
    const { result, trace } = ask(player, 'client-c', '10.244.2.5', 80);
    expect(result).toBe('ECONNREFUSED');
    expect(trace?.outcome).toEqual({ type: 'rejected', by: 'node-905m', rule });
  });

  it('a DROP rule leaves the client waiting, and the trace names it', () => {
    const player = documentWorld();
    loadRules(player, 'node-905m', ['*filter', '-A FORWARD -d 10.0.162.149/32 -j DROP', 'COMMIT']);
    const { result, trace } = ask(player, 'client-c', '10.0.162.149', 80);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toMatchObject({
      type: 'dropped',
      at: 'node-905m',
      why: 'rule',
      rule: '-A FORWARD -d 10.0.162.149/32 -j DROP',
    });
    expect(packets(trace)).toEqual(Array.from({ length: 4 }, () => 'request syn dropped rule'));
  });

  it('with the usual icmp_ratelimit only six of many attempts at once are refused at once', () => {
    const player = documentWorld(1, { icmpRatelimit: 1000 });
    loadRules(player, 'node-905m', [
      '*filter',
      '-A FORWARD -d 10.0.162.149/32 -j REJECT',
      '-A OUTPUT -d 10.0.162.149/32 -j REJECT',
      'COMMIT',
    ]);
    const to = { ip: ip('10.0.162.149'), port: 80 };
    const attempts = player.ask(place('client-c'), to, { count: 24, patience: 900 });
    expect(attempts.filter(({ result }) => result === 'ECONNREFUSED')).toHaveLength(6);
    const own = player.ask(place('node-905m'), to, { count: 24, patience: 900 });
    expect(own.filter(({ result }) => result === 'ECONNREFUSED')).toHaveLength(24);
  });
});

describe('the cloud edge', () => {
  it('maps an ExternalIP to its node and back, leaving the client as it is', () => {
    const player = documentWorld();
    player.serve(place('node-905m'), 31704, 'node:31704');
    const { seen, trace, local } = ask(player, 'laptop', '203.0.113.13', 31704);
    expect(seen).toEqual({ ip: '192.0.2.10', port: local.port });
    expect(story(trace)).toContain('edge PREROUTING edge 10.240.0.5:31704');
    expect(trace?.packets[0]?.hops.find(({ hook }) => hook === 'PREROUTING')?.kind).toBe('edge');
  });

  it('discards in silence what it knows no way to', () => {
    const { result, trace } = ask(documentWorld(), 'client-c', '10.0.99.99', 80);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toEqual({ type: 'dropped', at: 'edge', why: 'edge-unknown' });
  });

  it('passes a load balancer address back and forth with a node that has no rule for it, until the TTL ends', () => {
    const player = documentWorld();
    player.network.setEdgeRoute(place('edge'), ip('198.51.100.7'), ip('10.240.0.3'));
    const { result, trace } = ask(player, 'laptop', '198.51.100.7', 8080);
    expect(result).toBe('EHOSTUNREACH');
    expect(trace?.outcome).toEqual({ type: 'unreachable', by: 'node-8k2x' });
    expect(trace?.packets.at(-1)?.icmp).toEqual({ type: 11, code: 0 });
  });

  it('loses what comes back to the node that sent it', () => {
    const player = documentWorld();
    player.network.setEdgeRoute(place('edge'), ip('198.51.100.7'), ip('10.240.0.5'));
    const { result, trace } = ask(player, 'node-905m', '198.51.100.7', 8080);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toEqual({ type: 'dropped', at: 'node-905m', why: 'not-mine' });
  });
});

describe('a load balancer address with several nodes behind it', () => {
  it('sends each connection to one of them, and different ones to all', () => {
    const player = documentWorld();
    const nodes = ['node-8k2x', 'node-ljyd', 'node-905m'];
    for (const node of nodes)
      loadRules(player, node, ['*filter', '-A FORWARD -d 198.51.100.7/32 -j REJECT', 'COMMIT']);
    const hops = ['10.240.0.3', '10.240.0.4', '10.240.0.5'].map(ip);
    player.network.setEdgeRoute(place('edge'), ip('198.51.100.7'), hops);
    const attempts = player.ask(place('laptop'), { ip: ip('198.51.100.7'), port: 80 }, { count: 40 });
    const rejecters = attempts.map(({ trace }) =>
      trace?.outcome.type === 'rejected' ? trace.outcome.by : undefined,
    );
    expect(new Set(rejecters)).toEqual(new Set(nodes));
  });
});

describe('an edge with a door', () => {
  it('lets in node ports and pings, drops the rest in silence, and lets everything out', () => {
    const player = documentWorld();
    player.serve(place('node-905m'), 31704, 'node:31704');
    player.serve(place('node-905m'), 22, 'node:22');
    player.serve(place('laptop'), 443, 'laptop:443');
    player.network.setEdge(place('edge'), {
      underlay: ip('10.240.0.1'),
      externalIps: new Map([[ip('203.0.113.13'), ip('10.240.0.5')]]),
      openTcp: { from: 30_000, to: 32_767 },
    });
    expect(ask(player, 'laptop', '203.0.113.13', 31704).result).toBe('answered');
    const { result, trace } = ask(player, 'laptop', '203.0.113.13', 22);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toMatchObject({ type: 'dropped', at: 'edge', why: 'edge-filter' });
    expect(ask(player, 'node-905m', '192.0.2.10', 443).seen?.ip).toBe('203.0.113.13');
    expect(ask(player, 'node-ljyd', '192.0.2.10', 443).result).toBe('timeout');
  });
});

describe('IPv6', () => {
  /** Gives a node, its bridge and one of its Pods addresses of the second family. */
  function addSix(player: FlowPlayer, node: string, pod: string, number: number): void {
    const { network } = player;
    const add = (name: string, face: string, address: string) => {
      const known = network.interfaces(place(name)).find((one) => one.name === face)?.addresses ?? [];
      network.setInterface(place(name), face, { addresses: [...known, cidr(address)] });
    };
    add(node, 'eth0', `fd00::${number}/64`);
    add(node, 'cni0', `fd00:10:${number}::1/64`);
    add(pod, 'eth0', `fd00:10:${number}::2/64`);
    network.addRoute(place(pod), { destination: 'default', via: ip(`fd00:10:${number}::1`), device: 'eth0' });
  }

  it('Pods of two nodes talk, a closed port is refused, and nobody is reported after a while', () => {
    const player = documentWorld();
    const { network } = player;
    addSix(player, 'node-905m', 'client-c', 5);
    addSix(player, 'node-ljyd', 'my-nginx-b', 4);
    network.addRoute(place('node-905m'), {
      destination: cidr('fd00:10:4::/64'),
      via: ip('fd00::4'),
      device: 'eth0',
    });
    network.addRoute(place('node-ljyd'), {
      destination: cidr('fd00:10:5::/64'),
      via: ip('fd00::5'),
      device: 'eth0',
    });
    expect(ask(player, 'client-c', 'fd00:10:4::2', 80).seen?.ip).toBe('fd00:10:5::2');
    expect(ask(player, 'client-c', 'fd00:10:4::2', 81).trace?.outcome).toEqual({
      type: 'refused',
      by: 'pod/default/my-nginx-b',
    });
    expect(ask(player, 'client-c', 'fd00:10:4::9', 80, 5000).result).toBe('EHOSTUNREACH');
    expect(ask(player, 'client-c', '10.244.2.5', 80).result).toBe('answered');
  });
});

describe('determinism', () => {
  it('the same seed gives the same traces, another seed other ports', () => {
    const play = (seed: number) => {
      const player = documentWorld(seed);
      player.ask(place('client-c'), { ip: ip('10.244.2.5'), port: 80 }, { count: 5 });
      player.ask(place('laptop'), { ip: ip('203.0.113.12'), port: 9 }, { count: 2 });
      return JSON.stringify(player.network.takeTraces());
    };
    expect(play(5)).toBe(play(5));
    expect(play(5)).not.toBe(play(6));
  });
});
