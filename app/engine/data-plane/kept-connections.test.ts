import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { EndpointSlice, Service } from '../../kube/kinds/types.data.ts';
import { ip, netnsId, type SocketId } from '../../linux/names.ts';
import type { RecordedCase } from './recorded-case.ts';
import { RecordedMachines } from './recorded-machines.ts';

const recorded = JSON.parse(
  readFileSync(new URL('testdata/udp-endpoint-replaced.iptables.json', import.meta.url), 'utf8'),
) as RecordedCase;
const SERVICE = ip('10.0.162.200');
const CLIENT = netnsId('pod/default/client-c');

function serviceOn(port: number, protocol: 'TCP' | 'UDP'): Service {
  return {
    metadata: { namespace: 'default', name: 'kept' },
    spec: { type: 'ClusterIP', clusterIP: SERVICE, ports: [{ port, protocol }] },
    status: {},
  } as unknown as Service;
}

function sliceOf(port: number, protocol: 'TCP' | 'UDP', ...pods: readonly string[]): EndpointSlice {
  return {
    metadata: { namespace: 'default', name: 'kept-1', labels: { 'kubernetes.io/service-name': 'kept' } },
    addressType: 'IPv4',
    ports: [{ port, protocol }],
    endpoints: pods.map((address) => ({ addresses: [address], conditions: { ready: true } })),
  } as unknown as EndpointSlice;
}

const [A, B] = ['10.244.3.4', '10.244.2.5'];

/** Sends from one socket and says who answers. */
function ask(machines: RecordedMachines, socket: SocketId): string {
  const { sockets } = machines.network;
  sockets.sendTo(socket, { ip: SERVICE, port: 5353 }, encodeUtf8('hello'));
  machines.run(300);
  const got = sockets.receiveFrom(socket);
  return got.ok ? (/my-nginx-\w/.exec(decodeUtf8(got.value.bytes))?.[0] ?? '') : got.error;
}

describe('a client that keeps its UDP port', () => {
  it('changes over with the endpoints while kube-proxy runs, and stays while it is stopped', () => {
    const machines = new RecordedMachines(recorded);
    const opened = machines.network.sockets.openUdp(CLIENT, { ip: ip('0.0.0.0'), port: 41_000 });
    const socket = opened.ok ? opened.value : undefined;
    const service = serviceOn(5353, 'UDP');
    const answers: string[] = [];
    const step = (act: () => void): void => {
      act();
      for (let count = 0; count < 2; count++) answers.push(socket === undefined ? '' : ask(machines, socket));
    };
    step(() => machines.give([service], [sliceOf(5353, 'UDP', A ?? '')]));
    step(() => machines.give([service], [sliceOf(5353, 'UDP', B ?? '')]));
    step(() => {
      machines.setRunning('node-905m', false);
      machines.give([service], [sliceOf(5353, 'UDP', A ?? '')]);
    });
    step(() => machines.setRunning('node-905m', true));
    expect(answers).toEqual([
      ...twice('my-nginx-a'),
      ...twice('my-nginx-b'),
      ...twice('my-nginx-b'),
      ...twice('my-nginx-a'),
    ]);
  });

  it('is translated as soon as the Service has an endpoint', () => {
    const machines = new RecordedMachines(recorded);
    machines.give([], []);
    const opened = machines.network.sockets.openUdp(CLIENT, { ip: ip('0.0.0.0'), port: 41_000 });
    if (!opened.ok) throw new Error(opened.error);
    expect(ask(machines, opened.value)).toBe('EAGAIN');
    machines.give([serviceOn(5353, 'UDP')], [sliceOf(5353, 'UDP', A ?? '')]);
    expect(ask(machines, opened.value)).toBe('my-nginx-a');
  });
});

describe('a TCP connection', () => {
  it('goes on when its endpoint leaves the Service and when the Service is deleted', () => {
    const machines = new RecordedMachines(recorded);
    const { sockets } = machines.network;
    machines.give([serviceOn(80, 'TCP')], [sliceOf(80, 'TCP', A ?? '')]);
    const opened = sockets.connectTcp(CLIENT, { ip: SERVICE, port: 80 });
    if (!opened.ok) throw new Error(opened.error);
    machines.run(500);
    machines.give([serviceOn(80, 'TCP')], [sliceOf(80, 'TCP', B ?? '')]);
    machines.give([], []);
    sockets.send(opened.value, encodeUtf8('GET / HTTP/1.1\r\n\r\n'));
    machines.run(500);
    const got = sockets.receive(opened.value, 1000);
    expect(got.ok && decodeUtf8(got.value)).toContain('my-nginx-a:80');
  });

  it('that was begun before the Service existed stays with its untranslated entry', () => {
    const machines = new RecordedMachines(recorded);
    const { sockets } = machines.network;
    machines.give([], []);
    const opened = sockets.connectTcp(CLIENT, { ip: SERVICE, port: 80 });
    machines.run(500);
    machines.give([serviceOn(80, 'TCP')], [sliceOf(80, 'TCP', A ?? '')]);
    machines.run(10_000);
    expect(opened.ok && sockets.connected(opened.value)).toMatchObject({ ok: false, error: 'EAGAIN' });
    const later = sockets.connectTcp(CLIENT, { ip: SERVICE, port: 80 });
    machines.run(500);
    expect(later.ok && sockets.connected(later.value).ok).toBe(true);
  });
});

function twice(name: string): readonly string[] {
  return [name, name];
}
