import { describe, expect, it } from 'vitest';
import { virtualMs } from '../../base/brand.ts';
import { createCore } from '../../base/core.ts';
import { cidr, ip, netnsId } from '../../linux/names.ts';
import { addNodeNetwork } from '../../linux/network/build.ts';
import { createNetwork } from '../../linux/network/create-network.ts';
import { runIptables } from '../../linux/netfilter/command/iptables.ts';
import type { Informer, InformerListener, Informers } from '../informer.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { EndpointSlice, Node, Service } from '../kinds/types.data.ts';
import { createKubeProxy } from './kube-proxy.ts';

const NODE = netnsId('node-905m');

/** Objects that are told to whoever listens, as informers do. */
class Objects {
  readonly #listeners = new Map<string, InformerListener<KubeObject>[]>();
  readonly #objects = new Map<string, Map<string, KubeObject>>();

  readonly informers = {
    of: (type: { readonly kind: string }) =>
      ({
        listen: (listener: InformerListener<KubeObject>) => {
          for (const object of this.#objects.get(type.kind)?.values() ?? []) listener(object, undefined);
          this.#listeners.set(type.kind, [...(this.#listeners.get(type.kind) ?? []), listener]);
          return () =>
            this.#listeners.set(
              type.kind,
              (this.#listeners.get(type.kind) ?? []).filter((one) => one !== listener),
            );
        },
      }) as unknown as Informer<KubeObject>,
    stop: () => undefined,
  } as unknown as Informers;

  put(object: unknown): void {
    const { kind, metadata } = object as KubeObject;
    const all = this.#objects.get(kind) ?? new Map<string, KubeObject>();
    const before = all.get(metadata.name);
    all.set(metadata.name, object as KubeObject);
    this.#objects.set(kind, all);
    for (const listener of this.#listeners.get(kind) ?? []) listener(object as KubeObject, before);
  }

  remove(kind: string, name: string): void {
    const before = this.#objects.get(kind)?.get(name);
    this.#objects.get(kind)?.delete(name);
    for (const listener of this.#listeners.get(kind) ?? []) listener(undefined, before);
  }
}

function world() {
  const core = createCore(1, 0);
  const network = createNetwork(core);
  addNodeNetwork(network, {
    netns: NODE,
    address: cidr('10.240.0.5/24'),
    gateway: ip('10.240.0.1'),
    podCidr: cidr('10.244.3.0/24'),
  });
  const objects = new Objects();
  const proxy = createKubeProxy({
    core,
    door: () => ({ type: 'text', status: 500, text: 'nobody asks' }),
    node: 'node-905m',
    network,
    options: { clusterCIDR: '10.244.0.0/16' },
    informers: objects.informers,
  });
  const run = (ms: number): void => {
    const until = virtualMs(core.now() + ms);
    for (let due = core.agenda.peek(); due && due.at <= until; due = core.agenda.peek())
      core.agenda.runNext();
    core.agenda.advanceTo(until);
  };
  const rules = (chain: string): string => {
    const netfilter = network.netfilter(NODE);
    return netfilter ? runIptables(netfilter, ['-t', 'nat', '-S', chain]).out : '';
  };
  return { core, network, objects, proxy, run, rules };
}

const node = {
  kind: 'Node',
  metadata: { name: 'node-905m', labels: {} },
  status: { addresses: [{ type: 'InternalIP', address: '10.240.0.5' }] },
} as unknown as Node;

const service = (healthCheckNodePort?: number): Service =>
  ({
    kind: 'Service',
    metadata: { namespace: 'default', name: 'web' },
    spec: {
      type: healthCheckNodePort === undefined ? 'ClusterIP' : 'LoadBalancer',
      clusterIP: '10.0.1.1',
      externalTrafficPolicy: healthCheckNodePort === undefined ? undefined : 'Local',
      healthCheckNodePort,
      ports: [{ port: 80, protocol: 'TCP' }],
    },
    status: {},
  }) as unknown as Service;

const slice = (...addresses: readonly string[]): EndpointSlice =>
  ({
    kind: 'EndpointSlice',
    metadata: { namespace: 'default', name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ port: 80, protocol: 'TCP' }],
    endpoints: addresses.map((address) => ({
      addresses: [address],
      nodeName: 'node-905m',
      conditions: { ready: true },
    })),
  }) as unknown as EndpointSlice;

describe('kube-proxy', () => {
  it('writes rules once it knows its node, and again at most once a second', () => {
    const { objects, proxy, run, rules } = world();
    objects.put(service());
    objects.put(slice('10.244.3.4'));
    proxy.start();
    run(500);
    expect(rules('KUBE-SERVICES')).toBe('');
    objects.put(node);
    run(100);
    expect(rules('KUBE-SERVICES')).toContain('-d 10.0.1.1/32');
    objects.put(slice('10.244.3.4', '10.244.3.5'));
    run(500);
    expect(rules('KUBE-SVC-LOLE4ISW44XBNF3G')).not.toContain('10.244.3.5');
    run(500);
    expect(rules('KUBE-SVC-LOLE4ISW44XBNF3G')).toContain('10.244.3.5');
  });

  it('leaves its rules when it stops, and brings them up to date when it starts again', () => {
    const { objects, proxy, run, rules } = world();
    objects.put(node);
    objects.put(service());
    proxy.start();
    run(2000);
    proxy.stop();
    objects.remove('Service', 'web');
    run(5000);
    expect(rules('KUBE-SERVICES')).not.toContain('10.0.1.1');
    objects.put(service());
    objects.put(slice('10.244.3.4'));
    proxy.start();
    run(2000);
    expect(rules('KUBE-SERVICES')).toContain('10.0.1.1');
    proxy.stop();
    objects.remove('Service', 'web');
    run(5000);
    expect(rules('KUBE-SERVICES')).toContain('10.0.1.1');
    proxy.start();
    run(2000);
    expect(rules('KUBE-SERVICES')).not.toContain('10.0.1.1');
    expect(rules('KUBE-SVC-LOLE4ISW44XBNF3G')).toBe('');
  });

  it('sets what it needs in the kernel', () => {
    const { network, objects, proxy, run } = world();
    objects.put(node);
    proxy.start();
    run(1000);
    expect(network.sysctls(NODE)).toMatchObject({
      routeLocalnet: true,
      tcpEstablishedTimeout: 86_400,
      tcpCloseWaitTimeout: 3600,
    });
  });

  it('restores everything after its canary was deleted', () => {
    const { network, objects, proxy, run, rules } = world();
    objects.put(node);
    objects.put(service());
    objects.put(slice('10.244.3.4'));
    proxy.start();
    run(2000);
    const netfilter = network.netfilter(NODE);
    for (const args of [['-F'], ['-X']]) if (netfilter) runIptables(netfilter, ['-t', 'nat', ...args]);
    expect(rules('PREROUTING')).not.toContain('KUBE-SERVICES');
    run(30_000);
    expect(rules('PREROUTING')).toContain('KUBE-SERVICES');
    expect(rules('KUBE-SERVICES')).toContain('10.0.1.1');
  });

  it('answers health checks by the ready endpoints of its node', () => {
    const { objects, proxy, run } = world();
    objects.put(node);
    objects.put(service(32_100));
    proxy.start();
    run(1000);
    expect(proxy.healthCheckPorts()).toEqual([32_100]);
    expect(proxy.answer(32_100, '/healthz')?.status).toBe(503);
    objects.put(slice('10.244.3.4'));
    run(2000);
    expect(proxy.answer(32_100, '/healthz')).toEqual({
      status: 200,
      contentType: 'application/json',
      body: '{\n\t"service": {\n\t\t"namespace": "default",\n\t\t"name": "web"\n\t},\n\t"localEndpoints": 1,\n\t"serviceProxyHealthy": true\n}',
    });
    expect(proxy.answer(10_249, '/proxyMode')?.body).toBe('iptables');
  });
});
