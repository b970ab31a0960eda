import { createCore, type Core } from '../base/core.ts';
import { virtualMs } from '../base/brand.ts';
import { runLoop } from '../base/loop.ts';
import { netnsId } from '../linux/names.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { createApiServer } from './apiserver/server.ts';
import type { ApiDoor } from './client.ts';
import { createBridgeNetwork, openAddressTable } from './cni/bridge-network.ts';
import type { ControllerDeps } from './control/controller.ts';
import { controllers } from './controllers/index.ts';
import { createImageStore } from './image-store.ts';
import { images } from './images/index.ts';
import { createInformers, type Informers } from './informer.ts';
import { createKubelet, type Kubelet } from './kubelet/kubelet.ts';
import type { NodeFacts } from './kubelet/node-status.ts';
import { createRecordedRuntime } from './kubelet/recorded-runtime.ts';
import type { Part } from './part.ts';
import { createScheduler } from './scheduler/scheduler.ts';

/** How a test cluster is made. */
export interface TestClusterOptions {
  readonly seed?: number;
  readonly nodes?: readonly NodeFacts[];
  readonly namespaces?: readonly string[];
  /** Images that are on every node from the start. */
  readonly preloaded?: readonly string[];
}

/** A cluster with everything but real containers and packets, for tests and measurements. */
export interface TestCluster {
  readonly core: Core;
  readonly door: ApiDoor;
  readonly client: ApiClient;
  readonly informers: Informers;
  readonly kubelets: ReadonlyMap<string, Kubelet>;
  /** Lets virtual time pass. */
  run(milliseconds: number): void;
}

/** The nodes of the recordings. */
export const RECORDED_NODES: readonly NodeFacts[] = [
  { name: 'control-plane', internalIp: '10.240.0.2', podCidr: '10.244.0.0/24', controlPlane: true },
  { name: 'node-ljyd', internalIp: '10.240.0.4', externalIp: '203.0.113.12', podCidr: '10.244.2.0/24' },
  { name: 'node-905m', internalIp: '10.240.0.5', externalIp: '203.0.113.13', podCidr: '10.244.3.0/24' },
];

/** Makes and starts a cluster. */
export function createTestCluster(options: TestClusterOptions = {}): TestCluster {
  const core = createCore(options.seed ?? 1, Date.UTC(2026, 10, 23, 12));
  const kubelets = new Map<string, Kubelet>();
  const agents = (node: string) => kubelets.get(node)?.agent;
  const { door } = createApiServer(core, { serviceCidr: '10.0.0.0/16', agents });
  const client = createApiClient(door, 'admin');
  for (const name of [...NAMESPACES, ...(options.namespaces ?? [])]) makeNamespace(client, name);
  const informers = createInformers(door, 'test');
  const deps = { core, door, informers };
  const table = openAddressTable(core);
  for (const node of options.nodes ?? RECORDED_NODES)
    kubelets.set(node.name, makeKubelet(deps, table, node, options.preloaded ?? []));
  const parts: readonly Part[] = [
    ...controllers.map((controller) => controller.make(deps)),
    createScheduler(deps),
    ...kubelets.values(),
  ];
  for (const part of parts) part.start();
  const run = (milliseconds: number) => {
    const until = virtualMs(core.now() + milliseconds);
    while (!runLoop(core, { until, pieces: 100_000 }));
  };
  return { core, door, client, informers, kubelets, run };
}

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

function makeKubelet(
  deps: ControllerDeps,
  table: ReturnType<typeof openAddressTable>,
  node: NodeFacts,
  preloaded: readonly string[],
): Kubelet {
  const netns = netnsId(node.name);
  const { name, podCidr } = node;
  return createKubelet({
    ...deps,
    node,
    netns,
    network: createBridgeNetwork(table, undefined, { node: name, netns, podCidr, lastAddress: 1 }),
    images: createImageStore(images, { takesAll: true }),
    preloaded,
    runtime: createRecordedRuntime(deps.core, name),
    dns: {
      clusterDns: '10.0.0.10',
      domain: 'cluster.local',
      host: { nameservers: ['10.240.0.1'], searches: [], options: [] },
    },
  });
}

function makeNamespace(client: ApiClient, name: string): void {
  const type = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };
  client.create(type, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}
