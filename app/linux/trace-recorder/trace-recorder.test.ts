import { describe, expect, it } from 'vitest';
import { ip } from '../names.ts';
import { documentWorld, place } from '../network/testing/document-world.ts';

const SERVER = { ip: ip('10.244.2.5'), port: 80 };

describe('traces', () => {
  it('are taken once, and again when they have grown', () => {
    const player = documentWorld();
    const { network } = player;
    const opened = network.sockets.connectTcp(place('client-c'), SERVER);
    player.run(100);
    const [first, ...none] = network.takeTraces();
    expect(none).toEqual([]);
    expect(network.takeTraces()).toEqual([]);
    if (opened.ok) network.sockets.close(opened.value);
    player.run(100);
    const [grown] = network.takeTraces();
    expect(grown?.id).toBe(first?.id);
    expect(grown?.packets.length).toBeGreaterThan(first?.packets.length ?? 0);
    expect(grown?.packets.slice(0, 3)).toEqual(first?.packets);
  });

  it('are frozen through and through', () => {
    const player = documentWorld();
    player.ask(place('client-c'), SERVER);
    const [trace] = player.network.takeTraces();
    const hop = trace?.packets[0]?.hops[2];
    expect([trace, trace?.packets, hop, hop?.before, hop?.rewrites, hop?.rules].every(Object.isFrozen)).toBe(
      true,
    );
  });

  it('keep the first packets of a long stream and the newest ones', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    sockets.listenTcp(place('client-d'), { ip: ip('0.0.0.0'), port: 9000 });
    const opened = sockets.connectTcp(place('client-c'), { ip: ip('10.244.2.6'), port: 9000 });
    if (!opened.ok) throw new Error(opened.error);
    player.run(100);
    for (let turn = 0; turn < 100; turn++) {
      sockets.send(opened.value, Uint8Array.of(turn));
      player.run(10);
    }
    const packets = player.network.takeTraces().at(-1)?.packets ?? [];
    expect(packets).toHaveLength(60);
    expect(packets[0]?.flags?.syn).toBe(true);
  });

  it('are five hundred at most', () => {
    const player = documentWorld();
    player.ask(place('client-c'), SERVER, { count: 600, patience: 500 });
    expect(player.network.takeTraces()).toHaveLength(500);
    expect(player.network.trace('t1')).toBeUndefined();
    expect(player.network.trace('t600')?.outcome.type).toBe('delivered');
  });

  it('are not written while recording is off', () => {
    const player = documentWorld();
    player.network.setTracing(false);
    player.ask(place('client-c'), SERVER);
    expect(player.network.takeTraces()).toEqual([]);
  });

  it('carry what the programs at both ends say', () => {
    const player = documentWorld();
    const { sockets } = player.network;
    const opened = sockets.connectTcp(place('client-c'), SERVER);
    if (opened.ok) sockets.note(opened.value, { type: 'http.request', method: 'GET', host: 'x', path: '/' });
    expect(player.network.takeTraces()[0]?.notes).toEqual([
      { type: 'http.request', method: 'GET', host: 'x', path: '/' },
    ]);
  });
});
