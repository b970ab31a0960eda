import { array, assert, boolean, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualMs } from '../../base/brand.ts';
import { ip, netnsId, type SocketId } from '../names.ts';
import { documentWorld, place } from '../network/testing/document-world.ts';
import type { FlowPlayer } from '../network/testing/flow-player.ts';
import type { Tried } from '../socket/socket-layer.ts';

function must<Value>(tried: Tried<Value>): Value {
  if (!tried.ok) throw new Error(tried.error);
  return tried.value;
}

/** A connection from client-c to a fresh listener of a Pod on another node. */
function connect(player: FlowPlayer): { readonly client: SocketId; readonly server: SocketId } {
  const { sockets } = player.network;
  const listener = must(sockets.listenTcp(place('client-d'), { ip: ip('0.0.0.0'), port: 9000 }));
  const client = must(sockets.connectTcp(place('client-c'), { ip: ip('10.244.2.6'), port: 9000 }));
  player.run(10);
  return { client, server: must(sockets.accept(listener)) };
}

function states(player: FlowPlayer, name: string): (string | undefined)[] {
  return player.network.sockets.list(place(name)).flatMap(({ state, peer }) => (peer ? [state] : []));
}

describe('bytes', () => {
  it('arrive in order and whole, whatever the pieces, both ways', () => {
    const pieces = array(uint8Array({ minLength: 1, maxLength: 90_000 }), { maxLength: 12 });
    assert(
      property(pieces, integer({ min: 1, max: 70_000 }), boolean(), (chunks, reading, reverse) => {
        const player = documentWorld();
        const { sockets } = player.network;
        const { client, server } = connect(player);
        const [from, to] = reverse ? [server, client] : [client, server];
        const got: number[] = [];
        let queue = [...chunks];
        for (let turn = 0; turn < 500 && !got.includes(-1); turn++) {
          const [first, ...rest] = queue;
          const sent = first ? sockets.send(from, first) : undefined;
          if (first && sent?.ok)
            queue = sent.value < first.length ? [first.subarray(sent.value), ...rest] : rest;
          if (queue.length === 0) sockets.shutdown(from);
          const read = sockets.receive(to, reading);
          if (read.ok) got.push(...(read.value.length === 0 ? [-1] : read.value));
          player.run(read.ok ? 0 : 1);
        }
        expect(got).toEqual([...chunks.flatMap((chunk) => [...chunk]), -1]);
      }),
      { numRuns: 25 },
    );
  });

  it('survive a cable that is cut for a while', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const { client, server } = connect(player);
    player.network.setCable(place('node-ljyd'), 'eth0', false);
    sockets.send(client, Uint8Array.of(1, 2, 3));
    player.run(1500);
    sockets.send(client, Uint8Array.of(4));
    player.network.setCable(place('node-ljyd'), 'eth0', true);
    player.run(10_000);
    expect(must(sockets.receive(server, 10))).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('wait at the sender while the receiver does not read', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const { client, server } = connect(player);
    let taken = 0;
    for (let turn = 0; turn < 40; turn++) {
      const sent = sockets.send(client, new Uint8Array(50_000));
      taken += sent.ok ? sent.value : 0;
      player.run(10);
    }
    expect(taken).toBeLessThan(450_000);
    let read = 0;
    for (let turn = 0; turn < 100; turn++) {
      const got = sockets.receive(server, 65_536);
      read += got.ok ? got.value.length : 0;
      player.run(5);
    }
    expect(read).toBe(taken);
  });
});

describe('an attempt that nobody answers', () => {
  it('sends its SYN again after 1, 2, 3, 4, 5, 7, 11, 19, 35 and 68 s and gives up after 134 s', () => {
    const player = documentWorld();
    const { network, core } = player;
    const { sockets } = network;
    const client = must(sockets.connectTcp(place('client-c'), { ip: ip('10.0.99.99'), port: 80 }));
    const local = sockets.view(client)?.local;
    let failed: number | undefined;
    player.run(140_000, () => {
      const state = sockets.connected(client);
      if (!state.ok && state.error === 'ETIMEDOUT') failed = core.now();
    });
    const tuple = {
      protocol: 'tcp',
      src: ip('10.244.3.5'),
      sport: local?.port ?? 0,
      dst: ip('10.0.99.99'),
      dport: 80,
    } as const;
    const trace = network.findTrace(place('client-c'), tuple);
    expect(trace?.packets.map(({ sentAt }) => Math.round(sentAt / 1000))).toEqual([
      0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 68,
    ]);
    expect(Math.round((failed ?? 0) / 1000)).toBe(134);
  });
});

describe('the end of a connection', () => {
  it('the end that closes first waits a minute in TIME-WAIT, the other is gone at once', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const { client, server } = connect(player);
    sockets.close(client);
    player.run(10);
    expect(states(player, 'client-c')).toEqual(['FIN-WAIT-2']);
    expect(sockets.view(server)?.state).toBe('CLOSE-WAIT');
    expect(must(sockets.receive(server, 10))).toHaveLength(0);
    sockets.close(server);
    player.run(10);
    expect(states(player, 'client-c')).toEqual(['TIME-WAIT']);
    expect(states(player, 'client-d')).toEqual([]);
    player.run(60_000);
    expect(states(player, 'client-c')).toEqual([]);
  });

  it('both at once go through CLOSING', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const { client, server } = connect(player);
    sockets.close(client);
    sockets.close(server);
    player.run(10);
    expect([...states(player, 'client-c'), ...states(player, 'client-d')]).toEqual([
      'TIME-WAIT',
      'TIME-WAIT',
    ]);
  });

  it('closing with unread bytes resets the other end', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const { client, server } = connect(player);
    sockets.send(client, Uint8Array.of(1));
    player.run(10);
    sockets.close(server);
    player.run(10);
    expect(sockets.receive(client, 10)).toEqual({ ok: false, error: 'ECONNRESET' });
    expect(must(sockets.receive(client, 10))).toHaveLength(0);
    expect(sockets.send(client, Uint8Array.of(1))).toEqual({ ok: false, error: 'EPIPE' });
  });

  it('an abort of the server makes the outcome a reset', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const { client, server } = connect(player);
    const local = sockets.view(client)?.local;
    sockets.abort(server);
    player.run(10);
    const tuple = {
      protocol: 'tcp',
      src: ip('10.244.3.5'),
      sport: local?.port ?? 0,
      dst: ip('10.244.2.6'),
      dport: 9000,
    } as const;
    expect(player.network.findTrace(place('client-c'), tuple)?.outcome).toEqual({
      type: 'reset',
      by: 'pod/default/client-d',
    });
  });

  it('a closed listener resets whom it has not accepted', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const listener = must(sockets.listenTcp(place('client-d'), { ip: ip('0.0.0.0'), port: 9000 }));
    const client = must(sockets.connectTcp(place('client-c'), { ip: ip('10.244.2.6'), port: 9000 }));
    player.run(10);
    sockets.close(listener);
    player.run(10);
    expect(sockets.receive(client, 10)).toEqual({ ok: false, error: 'ECONNRESET' });
  });
});

describe('ports', () => {
  it('two listeners cannot share one, and only own addresses can be listened on', () => {
    const { sockets } = documentWorld().network;
    const here = place('client-c');
    must(sockets.listenTcp(here, { ip: ip('10.244.3.5'), port: 80 }));
    expect(sockets.listenTcp(here, { ip: ip('0.0.0.0'), port: 80 })).toEqual({
      ok: false,
      error: 'EADDRINUSE',
    });
    expect(sockets.listenTcp(here, { ip: ip('10.244.3.9'), port: 81 })).toEqual({
      ok: false,
      error: 'EADDRNOTAVAIL',
    });
  });

  it('a client gets even ones between 32768 and 60999, or the one it asks for', () => {
    const { sockets } = documentWorld().network;
    const to = { ip: ip('10.244.2.5'), port: 80 };
    for (let count = 0; count < 50; count++) {
      const port = sockets.view(must(sockets.connectTcp(place('client-c'), to)))?.local.port ?? 0;
      expect(port % 2).toBe(0);
      expect(port >= 32768 && port <= 60999).toBe(true);
    }
    const from = { ip: ip('0.0.0.0'), port: 50_001 };
    expect(sockets.view(must(sockets.connectTcp(place('client-c'), to, { from })))?.local).toEqual({
      ip: '10.244.3.5',
      port: 50_001,
    });
    expect(sockets.connectTcp(place('client-c'), to, { from })).toEqual({
      ok: false,
      error: 'EADDRNOTAVAIL',
    });
  });

  it('a namespace without a route says so at once', () => {
    const { network } = documentWorld();
    network.addNetns({ id: netnsId('alone') });
    expect(network.sockets.connectTcp(netnsId('alone'), { ip: ip('10.244.2.5'), port: 80 })).toEqual({
      ok: false,
      error: 'ENETUNREACH',
    });
  });
});

describe('events', () => {
  it('tell the client of its connection and the server of the arrival, in order', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const told: string[] = [];
    const listener = must(sockets.listenTcp(place('client-d'), { ip: ip('0.0.0.0'), port: 9000 }));
    sockets.onEvent((socket, event) => told.push(`${socket === listener ? 'listener' : 'client'} ${event}`));
    must(sockets.connectTcp(place('client-c'), { ip: ip('10.244.2.6'), port: 9000 }));
    player.run(10);
    expect(told).toEqual(['client connected', 'client writable', 'listener accepted']);
  });

  it('a refused attempt wakes whoever waits for its connection', () => {
    const player = documentWorld();
    const told: string[] = [];
    player.network.sockets.onEvent((_socket, event) => told.push(event));
    must(player.network.sockets.connectTcp(place('client-c'), { ip: ip('10.244.2.6'), port: 1 }));
    player.run(10);
    expect(told).toEqual(['error', 'connected']);
  });
});

describe('a world', () => {
  it('has nothing due when all connections are over', () => {
    const player = documentWorld();
    player.ask(place('client-c'), { ip: ip('10.244.2.5'), port: 80 }, { count: 5 });
    player.run(200_000);
    expect(player.core.agenda.list().filter(({ periodic }) => !periodic)).toEqual([]);
    expect(player.core.now()).toBe(virtualMs(203_000));
  });
});
