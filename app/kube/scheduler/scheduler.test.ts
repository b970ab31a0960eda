import { describe, expect, it } from 'vitest';
import { PODS } from '../resource-type.ts';
import { createTestCluster, type TestCluster } from '../testing.ts';

function pod(cluster: TestCluster, name: string, spec: object = {}): void {
  const container = { name: 'c', image: 'nginx:1.27' };
  const metadata = { name, namespace: 'default', labels: { app: 'web' } };
  const answer = cluster.client.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { containers: [container], ...spec },
  });
  expect(answer.ok).toBe(true);
  cluster.run(50);
}

function placed(cluster: TestCluster, name: string): string | undefined {
  return cluster.informers.of(PODS).get(`default/${name}`)?.spec.nodeName;
}

function reason(cluster: TestCluster, name: string): string | undefined {
  const found = cluster.informers.of(PODS).get(`default/${name}`);
  return found?.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
}

describe('the scheduler', () => {
  it('puts the first Pod on the node that is less used, the second on the other', () => {
    const cluster = createTestCluster();
    cluster.run(1000);
    const requests = { cpu: '100m', memory: '70Mi' };
    pod(cluster, 'dns', {
      nodeName: 'node-ljyd',
      containers: [{ name: 'c', image: 'x', resources: { requests } }],
    });
    pod(cluster, 'one');
    pod(cluster, 'two');
    expect([placed(cluster, 'one'), placed(cluster, 'two')]).toEqual(['node-905m', 'node-ljyd']);
  });

  it('says in the words of the real one why a host port is nowhere free', () => {
    const cluster = createTestCluster();
    cluster.run(1000);
    const containers = [{ name: 'c', image: 'nginx:1.27', ports: [{ containerPort: 80, hostPort: 80 }] }];
    for (const name of ['a', 'b', 'c']) pod(cluster, name, { containers });
    expect(reason(cluster, 'c')).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't have free ports for the requested pod ports. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.",
    );
    const freed = placed(cluster, 'b');
    cluster.client.delete(PODS, { namespace: 'default', name: 'b' }, { gracePeriodSeconds: 0 });
    cluster.run(50);
    expect(placed(cluster, 'c')).toBe(freed);
  });

  it('names a missing label', () => {
    const cluster = createTestCluster();
    cluster.run(1000);
    pod(cluster, 'a', { nodeSelector: { zone: 'nowhere' } });
    expect(reason(cluster, 'a')).toContain("2 node(s) didn't match Pod's node affinity/selector.");
  });
});
