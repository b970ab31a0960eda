import type { Core } from '../base/core.ts';
import { createApiServer, type ApiServer } from '../kube/apiserver/server.ts';
import type { ApiDoor } from '../kube/client.ts';
import { createBridgeNetwork, openAddressTable } from '../kube/cni/bridge-network.ts';
import type { ContainerRuntime } from '../kube/container-runtime.ts';
import { controllers } from '../kube/controllers/index.ts';
import { createImageStore } from '../kube/image-store.ts';
import { images } from '../kube/images/index.ts';
import { createInformers, type Informers } from '../kube/informer.ts';
import { writeKubeletChains, writePodMasquerade } from '../kube/kubelet-chains.ts';
import { createKubelet, type Kubelet } from '../kube/kubelet/kubelet.ts';
import { createProcessRuntime } from '../kube/kubelet/process-runtime.ts';
import { createRecordedRuntime } from '../kube/kubelet/recorded-runtime.ts';
import { EndpointChains } from '../kube/proxy/iptables/endpoint-chain.ts';
import { createKubeProxy, type KubeProxy } from '../kube/proxy/kube-proxy.ts';
import { DAEMON_SETS, DEPLOYMENTS, PODS } from '../kube/resource-type.ts';
import { createScheduler } from '../kube/scheduler/scheduler.ts';
import { netnsId } from '../linux/names.ts';
import type { Network } from '../linux/network.ts';
import type { Kernel } from '../linux/process/kernel.ts';
import type { ProgramSpec } from '../linux/process/program.ts';
import { keepApiServerService } from './api-server-service.ts';
import { bootstrap, restoreApiServerService } from './bootstrap.ts';
import type { NodeSpec, WorldSpec } from './world-spec.ts';

/** What the cluster stands on. */
export interface ClusterGround {
  readonly core: Core;
  readonly network: Network;
  readonly kernel: Kernel;
}

/** One node's agents. */
export interface NodeParts {
  readonly spec: NodeSpec;
  readonly kubelet: Kubelet;
  readonly proxy: KubeProxy;
}

/** Address of the cluster's DNS Service, and of the name server that nodes and machines outside use. */
const CLUSTER_DNS = '10.0.0.10';
const DOMAIN = 'cluster.local';
const NO_RULES: ReadonlySet<string> = new Set([]);

/** The Kubernetes cluster of a world: API server, controllers, scheduler, and a kubelet and kube-proxy on each node. */
export class Cluster {
  readonly door: ApiDoor;
  /** Gives the API server what makes its OpenAPI documents. */
  readonly publish: ApiServer['publish'];
  readonly informers: Informers;
  readonly #spec: WorldSpec;
  readonly #ground: ClusterGround;
  readonly #nodes = new Map<string, NodeParts>();
  readonly #rules = new Map<string, ReadonlySet<string>>();
  #ready = false;

  constructor(spec: WorldSpec, ground: ClusterGround) {
    this.#spec = spec;
    this.#ground = ground;
    const server = createApiServer(ground.core, {
      serviceCidr: spec.serviceCidr,
      agents: (node) => {
        const kubelet = this.#nodes.get(node)?.kubelet;
        return kubelet?.powered === true ? kubelet.agent : undefined;
      },
    });
    this.door = server.door;
    this.publish = (openApi) => server.publish(openApi);
    this.informers = createInformers(this.door, 'kube-controller-manager');
  }

  /** The agents of each node, by its name. */
  get nodes(): ReadonlyMap<string, NodeParts> {
    return this.#nodes;
  }

  /** Services (`namespace/name`) whose rules a node holds now. */
  rulesOn(node: string): ReadonlySet<string> {
    return this.#rules.get(node) ?? NO_RULES;
  }

  /** Starts everything: system objects first, then the parts, each of which finds its own work. */
  start(programs: () => readonly ProgramSpec[], onRules: (node: string) => void): void {
    const { core, network } = this.#ground;
    const deps = { core, door: this.door, informers: this.informers };
    bootstrap(this.door, this.#spec);
    keepApiServerService(core, this.informers, () => restoreApiServerService(this.door, this.#spec));
    const addresses = openAddressTable(core);
    const chains = new EndpointChains();
    for (const node of this.#spec.nodes) {
      const netns = netnsId(node.name);
      const netfilter = network.netfilter(netns);
      if (netfilter) {
        writeKubeletChains(netfilter);
        writePodMasquerade(netfilter, node.podCidr);
      }
      const bridge = { node: node.name, netns, podCidr: node.podCidr, lastAddress: node.lastPodAddress ?? 1 };
      const kubelet = createKubelet({
        ...deps,
        node,
        netns,
        network: createBridgeNetwork(addresses, network, bridge),
        images: createImageStore(images, { takesAll: this.#spec.runtime === 'recorded' }),
        runtime: this.#runtime(node, programs),
        dns: {
          clusterDns: CLUSTER_DNS,
          domain: DOMAIN,
          host: { nameservers: [this.#spec.gateway], searches: [], options: [] },
        },
      });
      const proxy = createKubeProxy({
        core,
        door: this.door,
        informers: this.informers,
        chains,
        node: node.name,
        network,
        options: { clusterCIDR: this.#spec.clusterCidr, nfacct: this.#spec.nfacct },
        onSync: (services) => {
          this.#rules.set(node.name, services);
          onRules(node.name);
        },
      });
      this.#nodes.set(node.name, { spec: node, kubelet, proxy });
    }
    for (const controller of controllers) controller.make(deps).start();
    createScheduler(deps).start();
    // Where kube-proxy is a DaemonSet, its Pods start it; elsewhere it runs on the nodes by itself.
    const own = !this.#spec.objects.some(({ metadata }) => metadata.name === 'kube-proxy');
    for (const { kubelet, proxy } of this.#nodes.values()) {
      kubelet.start();
      if (own) proxy.start();
    }
  }

  /** Whether the world's own workloads are complete. Once true it stays so: booting is over. */
  get ready(): boolean {
    this.#ready ||= this.#complete();
    return this.#ready;
  }

  #runtime(node: NodeSpec, programs: () => readonly ProgramSpec[]): ContainerRuntime {
    const { core, kernel, network } = this.#ground;
    if (this.#spec.runtime === 'recorded') return createRecordedRuntime(core, node.name);
    return createProcessRuntime({
      core,
      kernel,
      network,
      node: node.name,
      netns: netnsId(node.name),
      programs,
    });
  }

  #complete(): boolean {
    const system = <Item extends { readonly metadata: { readonly namespace?: string } }>(
      items: Iterable<Item>,
    ) => [...items].filter(({ metadata }) => metadata.namespace === 'kube-system');
    const deployments = system(this.informers.of(DEPLOYMENTS).all());
    const daemonSets = system(this.informers.of(DAEMON_SETS).all());
    const wanted = this.#spec.objects.filter(
      ({ kind }) => kind === 'Deployment' || kind === 'DaemonSet',
    ).length;
    return (
      deployments.length + daemonSets.length >= wanted &&
      deployments.every(({ spec, status }) => (status.readyReplicas ?? 0) >= spec.replicas) &&
      daemonSets.every(
        ({ status }) => status.numberReady > 0 && status.numberReady >= status.desiredNumberScheduled,
      ) &&
      system(this.informers.of(PODS).all()).every(({ status }) => status.phase === 'Running')
    );
  }
}
