import { describe, expect, it } from 'vitest';
import { ip } from '../names.ts';
import { restoreText } from '../netfilter/restore.ts';
import { documentWorld, place } from '../network/testing/document-world.ts';

const SERVER = { ip: ip('10.244.2.5'), port: 5353 };

describe('datagrams', () => {
  it('an answer makes the exchange delivered, seen from both ends', () => {
    const [attempt] = documentWorld().ask(place('client-c'), SERVER, { protocol: 'udp' });
    expect(attempt?.result).toBe('answered');
    expect(attempt?.trace?.outcome).toEqual({
      type: 'delivered',
      by: { netns: 'pod/default/my-nginx-b', ip: '10.244.2.5', port: 5353 },
      seenSource: attempt?.local,
    });
    expect(attempt?.trace?.packets.map(({ direction }) => direction)).toEqual(['request', 'reply']);
  });

  it('a closed port is an error of the connected socket, and the Pod refused it', () => {
    const [attempt] = documentWorld().ask(place('client-c'), { ...SERVER, port: 9999 }, { protocol: 'udp' });
    expect(attempt?.result).toBe('ECONNREFUSED');
    expect(attempt?.trace?.outcome).toEqual({ type: 'refused', by: 'pod/default/my-nginx-b' });
  });

  it('questions asked together share a trace, a later one begins its own', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const opened = sockets.openUdp(place('client-c'), { ip: ip('0.0.0.0'), port: 0 });
    const socket = opened.ok ? opened.value : undefined;
    if (socket === undefined) throw new Error('a socket is open');
    for (const _ of ['A', 'AAAA']) sockets.sendTo(socket, SERVER, Uint8Array.of(1));
    player.run(100);
    sockets.sendTo(socket, SERVER, Uint8Array.of(1));
    player.run(100);
    expect(player.network.takeTraces().map(({ packets }) => packets.length)).toEqual([4, 2]);
  });

  it('a rule in OUTPUT is an error of the call itself', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const netfilter = player.network.netfilter(place('node-905m'));
    if (netfilter) restoreText(netfilter, '*filter\n-A OUTPUT -p udp -j DROP\nCOMMIT\n');
    const opened = sockets.openUdp(place('node-905m'), { ip: ip('0.0.0.0'), port: 0 });
    expect(opened.ok && sockets.sendTo(opened.value, SERVER, Uint8Array.of(1))).toEqual({
      ok: false,
      error: 'EPERM',
    });
  });
});
