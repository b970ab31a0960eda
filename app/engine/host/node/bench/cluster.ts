import { virtualMs } from '../../../../base/brand.ts';
import { createApiClient } from '../../../../kube/api-client.ts';
import { DEPLOYMENTS, SERVICES } from '../../../../kube/resource-type.ts';
import { PIECES } from '../../../session.ts';
import { tools } from '../../../tools.ts';
import { World } from '../../../world.ts';
import type { NodeSpec, WorldSpec } from '../../../world-spec.ts';
import { document } from '../../../worlds/document.ts';
import { cpuOf } from './cpu.ts';

const LABELS = { app: 'web' };

/** CPU time from nothing until every system Pod of the world "document" is ready. */
export function bootWorld(): number {
  return cpuOf(() => void readyWorld(document));
}

/** CPU time from creating a Deployment until all its Pods are ready and in EndpointSlices. */
export function deploymentReady(replicas: number, workers: number): number {
  const world = readyWorld(withWorkers(workers));
  return cpuOf(() => {
    createWeb(world, replicas);
    while (ready(world) < replicas) world.runTo(world.now + 100);
    world.runTo(world.now + 2000);
  });
}

/** Longest time the engine's loop ran without looking up while a Deployment became ready. */
export function blockOfRollout(replicas: number, workers: number): number {
  const world = readyWorld(withWorkers(workers));
  createWeb(world, replicas);
  let longest = 0;
  const until = world.now + 60_000;
  while (ready(world) < replicas && world.now < until) {
    const began = performance.now();
    world.run(virtualMs(world.now + 100), PIECES);
    longest = Math.max(longest, performance.now() - began);
  }
  return longest;
}

/** The tutorial's world with so many workers. */
export function withWorkers(workers: number): WorldSpec {
  const [controlPlane] = document.nodes;
  const nodes = Array.from({ length: workers }, (_, index): NodeSpec => ({
    name: `worker-${index}`,
    internalIp: `10.240.0.${10 + index}`,
    podCidr: `10.244.${10 + index}.0/24`,
  }));
  return { ...document, nodes: controlPlane ? [controlPlane, ...nodes] : nodes };
}

/** A world that has booted: every system Pod is ready. */
export function readyWorld(spec: WorldSpec): World {
  const world = new World(spec, { seed: 1, home: {}, tools });
  while (!world.cluster.ready && world.now < 60_000) world.runTo(world.now + 50);
  return world;
}

/** A Deployment `web` with a Service over it. */
export function createWeb(world: World, replicas: number): void {
  const client = createApiClient(world.cluster.door, 'bench');
  const container = { name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }] };
  const template = { metadata: { labels: LABELS }, spec: { containers: [container] } };
  const metadata = { name: 'web', namespace: 'default' };
  const deployment = client.create(DEPLOYMENTS, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replicas, selector: { matchLabels: LABELS }, template },
  });
  const service = client.create(SERVICES, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: LABELS, ports: [{ port: 80 }] },
  });
  if (!deployment.ok || !service.ok) throw new Error(JSON.stringify([deployment, service]));
}

function ready(world: World): number {
  const answer = createApiClient(world.cluster.door, 'bench').get(DEPLOYMENTS, {
    namespace: 'default',
    name: 'web',
  });
  return answer.ok ? (answer.value.status.readyReplicas ?? 0) : 0;
}
