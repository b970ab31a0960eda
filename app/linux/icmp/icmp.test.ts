import { describe, expect, it } from 'vitest';
import { ip } from '../names.ts';
import { documentWorld, place } from '../network/testing/document-world.ts';
import type { PingAnswer } from '../socket/socket-layer.ts';

function ping(from: string, to: string, ms = 5000, ttl = 64): PingAnswer | undefined {
  const player = documentWorld();
  const { sockets } = player.network;
  const opened = sockets.openPing(place(from));
  if (!opened.ok) throw new Error(opened.error);
  sockets.sendPing(opened.value, ip(to), 7, 56, ttl);
  player.run(ms);
  const answer = sockets.receivePing(opened.value);
  return answer.ok ? answer.value : undefined;
}

describe('ping', () => {
  it.each([
    ['client-c', '10.244.3.4', 64],
    ['client-c', '10.244.2.5', 62],
    ['client-c', '10.244.3.1', 64],
    ['client-c', '127.0.0.1', 64],
    ['laptop', '203.0.113.13', 63],
  ])('from %s to %s comes back with TTL %i', (from, to, ttl) => {
    expect(ping(from, to)).toEqual({ from: to, type: 0, code: 0, seq: 7, ttl });
  });

  it('to nobody comes back as host unreachable, with the number of the request', () => {
    expect(ping('client-c', '10.244.2.200')).toMatchObject({ from: '10.240.0.4', type: 3, code: 1, seq: 7 });
  });

  it('with a small TTL ends at a router that says so', () => {
    expect(ping('client-c', '10.244.2.5', 5000, 1)).toMatchObject({ from: '10.244.3.1', type: 11, code: 0 });
  });

  it('to an address of no Service gets no answer', () => {
    expect(ping('client-c', '10.0.162.149')).toBeUndefined();
  });

  it('leaves one trace for each request', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const opened = sockets.openPing(place('client-c'));
    for (const seq of [1, 2]) if (opened.ok) sockets.sendPing(opened.value, ip('10.244.3.4'), seq, 56);
    player.run(100);
    const traces = player.network.takeTraces();
    expect(traces.map(({ outcome }) => outcome.type)).toEqual(['delivered', 'delivered']);
    expect(traces[0]?.packets.map(({ icmp }) => icmp?.type)).toEqual([8, 0]);
  });
});
