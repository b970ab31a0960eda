import { describe, expect, it } from 'vitest';
import { ip } from '../names.ts';
import { restoreText } from '../netfilter/restore.ts';
import { detachPod, podPort } from './build.ts';
import { documentWorld, place } from './testing/document-world.ts';
import type { Attempt, FlowPlayer } from './testing/flow-player.ts';

function ask(player: FlowPlayer, from: string, address: string, patience: number): Attempt {
  const [attempt] = player.ask(place(from), { ip: ip(address), port: 80 }, { patience });
  if (!attempt) throw new Error('one attempt was made');
  return attempt;
}

describe('an address that nobody has', () => {
  it('on the own node: the client hears it from its own kernel after three seconds', () => {
    const { result, trace, after } = ask(documentWorld(), 'client-c', '10.244.3.200', 14_000);
    expect(result).toBe('EHOSTUNREACH');
    expect(Math.round(after / 100)).toBe(30);
    expect(trace?.outcome).toEqual({ type: 'unreachable', by: 'pod/default/client-c' });
  });

  it('on another node: from the node of that range', () => {
    const { result, trace, after } = ask(documentWorld(), 'client-c', '10.244.2.200', 14_000);
    expect(result).toBe('EHOSTUNREACH');
    expect(Math.round(after / 100)).toBe(30);
    expect(trace?.outcome).toEqual({ type: 'unreachable', by: 'node-ljyd' });
  });

  it('behind a Service address, on the own node: the node says so in the name of that address', () => {
    const player = documentWorld();
    const netfilter = player.network.netfilter(place('node-905m'));
    if (!netfilter) throw new Error('a node has netfilter');
    restoreText(
      netfilter,
      '*nat\n-I PREROUTING -d 10.0.77.7/32 -p tcp -j DNAT --to-destination 10.244.3.200:80\nCOMMIT\n',
      { noflush: true },
    );
    const { result, trace, after } = ask(player, 'client-c', '10.0.77.7', 14_000);
    expect(result).toBe('EHOSTUNREACH');
    expect(Math.round(after / 100)).toBe(30);
    expect(trace?.outcome).toEqual({ type: 'unreachable', by: 'node-905m' });
    const errors = trace?.packets.filter(({ icmp }) => icmp) ?? [];
    expect(errors.map(({ hops }) => hops.at(-1)?.after.src)).toContain('10.0.77.7');
  });

  it('in no range of any node: lost at the gateway', () => {
    const { result, trace } = ask(documentWorld(), 'client-c', '10.244.9.9', 14_000);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toEqual({ type: 'dropped', at: 'edge', why: 'edge-unknown' });
  });
});

describe('the network of a Pod goes while others remember it', () => {
  it('new connections hang while the old neighbour entry is believed, later they fail', () => {
    const player = documentWorld();
    expect(ask(player, 'client-c', '10.244.2.5', 1000).result).toBe('answered');
    detachPod(player.network, place('my-nginx-b'));
    const { result, trace } = ask(player, 'client-c', '10.244.2.5', 14_000);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toEqual({ type: 'dropped', at: 'node-ljyd', why: 'no-neighbour' });
    player.run(60_000);
    expect(ask(player, 'client-c', '10.244.2.5', 14_000).result).toBe('EHOSTUNREACH');
  });
});

describe('a cut cable', () => {
  it('silences a node for the others, and fails what it sends itself', () => {
    const player = documentWorld();
    expect(ask(player, 'client-c', '10.244.2.5', 1000).result).toBe('answered');
    player.network.setCable(place('node-ljyd'), 'eth0', false);
    const { result, trace } = ask(player, 'client-c', '10.244.2.5', 14_000);
    expect(result).toBe('timeout');
    expect(trace?.outcome).toEqual({ type: 'dropped', at: 'node-905m', why: 'link-down' });
    expect(ask(player, 'client-d', '10.244.3.4', 14_000).trace?.outcome).toEqual({
      type: 'unreachable',
      by: 'node-ljyd',
    });
    expect(ask(player, 'client-d', '10.244.2.5', 1000).result).toBe('answered');
    player.network.setCable(place('node-ljyd'), 'eth0', true);
    expect(ask(player, 'client-c', '10.244.2.5', 1000).result).toBe('answered');
  });

  it('of a bridge port silences one Pod; the node still believes its neighbour entry', () => {
    const player = documentWorld();
    expect(ask(player, 'node-905m', '10.244.3.4', 1000).result).toBe('answered');
    player.network.setCable(place('node-905m'), podPort(player.network, place('my-nginx-a')) ?? '', false);
    expect(ask(player, 'node-905m', '10.244.3.4', 14_000).trace?.outcome).toEqual({
      type: 'dropped',
      at: 'node-905m',
      why: 'link-down',
    });
    expect(ask(player, 'my-nginx-a', '10.244.2.5', 14_000).result).toBe('EHOSTUNREACH');
  });
});

describe('power', () => {
  it('off: a node and its Pods are silent; on again: they answer', () => {
    const player = documentWorld();
    expect(ask(player, 'client-c', '10.244.2.5', 1000).result).toBe('answered');
    player.network.setPower(place('node-ljyd'), false);
    expect(ask(player, 'client-c', '10.244.2.5', 5000).result).toBe('timeout');
    expect(ask(player, 'client-d', '10.244.2.5', 5000).trace?.outcome).toMatchObject({
      type: 'dropped',
      why: 'link-down',
    });
    player.network.setPower(place('node-ljyd'), true);
    expect(ask(player, 'client-c', '10.244.2.5', 1000).result).toBe('answered');
  });

  it('an attempt that was under way when the power went goes on when it is back', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    player.network.setPower(place('node-905m'), false);
    const opened = sockets.connectTcp(place('client-c'), { ip: ip('10.244.2.5'), port: 80 });
    player.run(200_000);
    player.network.setPower(place('node-905m'), true);
    player.run(3000);
    expect(opened.ok && sockets.connected(opened.value)).toEqual({ ok: true, value: true });
  });
});
