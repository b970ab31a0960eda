import { virtualMs } from '../../base/brand.ts';
import { createCore, type Core } from '../../base/core.ts';
import type { EndpointSlice, Service } from '../../kube/kinds/types.data.ts';
import { writeKubeletChains, writePodMasquerade } from '../../kube/kubelet-chains.ts';
import { ChangeTracker } from '../../kube/proxy/change-tracker.ts';
import { cleanStaleEntries } from '../../kube/proxy/conntrack-cleanup.ts';
import { proxyMode } from '../../kube/proxy/index.ts';
import { NFACCT_COUNTERS } from '../../kube/proxy/lone-proxy.ts';
import { kernelSettings } from '../../kube/proxy/kernel-settings.ts';
import type { Proxier } from '../../kube/proxy/proxy-mode.ts';
import { DEFAULT_OPTIONS, type ProxyNode, type ProxyOptions } from '../../kube/proxy/proxy-options.ts';
import { cidr, ip, netnsId, type NetnsId } from '../../linux/names.ts';
import type { Network } from '../../linux/network.ts';
import {
  addEdge,
  addNodeNetwork,
  addOutsideMachine,
  addPodRoute,
  attachPod,
} from '../../linux/network/build.ts';
import { createNetwork } from '../../linux/network/create-network.ts';
import { Programs } from './programs.ts';
import type { RecordedCase, RecordedNode, RecordedPod } from './recorded-case.ts';

/** Namespaces outside the nodes. */
export const EDGE = netnsId('edge');
export const LAPTOP = netnsId('laptop');
export const CLIENT2 = netnsId('client2');

/** Where load balancer addresses go when nobody says otherwise. */
const DEFAULT_ENTRY = 'node-905m';

/** Where the clients begin to count their source ports. */
const FIRST_PORT = 50_000;

/** The kube-proxy of one node: it writes rules for the objects it is given, while it runs. */
interface NodeProxy {
  readonly tracker: ChangeTracker;
  readonly proxier: Proxier | undefined;
  readonly services: Map<string, Service>;
  readonly slices: Map<string, EndpointSlice>;
  running: boolean;
  synced: boolean;
}

/** The machines of a recorded case at work. */
export class RecordedMachines {
  readonly core: Core;
  readonly network: Network;
  readonly programs: Programs;
  readonly #case: RecordedCase;
  readonly #proxies = new Map<string, NodeProxy>();
  #nextPort = FIRST_PORT;
  #services: readonly Service[] = [];
  #slices: readonly EndpointSlice[] = [];

  constructor(recorded: RecordedCase, seed = 1) {
    this.#case = recorded;
    this.core = createCore(seed, 0);
    this.network = createNetwork(this.core, { nfacct: NFACCT_COUNTERS });
    this.programs = new Programs(this.network);
    for (const node of recorded.nodes) this.#addNode(node);
    this.#addOutside();
    for (const pod of recorded.pods) this.#addPod(pod);
    for (const node of recorded.nodes) this.#proxies.set(node.name, this.#proxyOf(node));
  }

  netnsOf(from: { readonly kind: string; readonly name: string }): NetnsId {
    if (from.kind !== 'pod') return netnsId(from.name);
    const pod = this.#case.pods.find(({ name }) => name === from.name);
    return pod?.hostNetwork === true ? netnsId(pod.node) : podNetns(from.name);
  }

  /** The namespace of a machine or a Pod by its name. */
  placeOf(name: string): NetnsId {
    const pod = this.#case.pods.some((one) => one.name === name && !one.hostNetwork);
    return pod ? podNetns(name) : netnsId(name);
  }

  /** A source port that no client has had: the recorded clients count up. */
  nextPort(): number {
    return this.#nextPort++;
  }

  nodeNames(): readonly string[] {
    return this.#case.nodes.map(({ name }) => name);
  }

  /** Gives every kube-proxy the objects as they are now. */
  give(services: readonly Service[], slices: readonly EndpointSlice[]): void {
    this.#services = services;
    this.#slices = slices;
    for (const name of this.#proxies.keys()) this.sync(name);
    for (const { status } of services)
      for (const { ip: address } of status?.loadBalancer?.ingress ?? [])
        if (address !== undefined) this.route(address, undefined);
  }

  /** Lets load balancer traffic to an address enter by a node. */
  route(address: string, entryNode: string | undefined): void {
    if (
      !address.startsWith('198.51.100.') ||
      this.network.interfaces(EDGE).some((face) => face.addresses.includes(cidr(`${address}/32`)))
    )
      return;
    const node =
      this.#case.nodes.find(({ name }) => name === (entryNode ?? DEFAULT_ENTRY)) ?? this.#case.nodes[0];
    if (node) this.network.setEdgeRoute(EDGE, ip(address), ip(node.internalIP));
  }

  setRunning(node: string, running: boolean): void {
    const proxy = this.#proxies.get(node);
    if (!proxy) return;
    proxy.synced = proxy.synced && running;
    proxy.running = running;
    if (running) this.sync(node);
  }

  /** One sync of a node's kube-proxy, if it runs. */
  sync(node: string): void {
    const proxy = this.#proxies.get(node);
    const netfilter = this.network.netfilter(netnsId(node));
    if (proxy?.running !== true || !netfilter) return;
    replaceAll(
      proxy.services,
      this.#services,
      (object) => proxy.tracker.putService(object),
      (object) => proxy.tracker.removeService(object),
    );
    replaceAll(
      proxy.slices,
      this.#slices,
      (object) => proxy.tracker.putSlice(object),
      (object) => proxy.tracker.removeSlice(object),
    );
    if (!proxy.tracker.pending && proxy.synced) return;
    const state = proxy.tracker.apply();
    proxy.proxier?.sync(state, !proxy.synced);
    proxy.synced = true;
    cleanStaleEntries(netfilter, state.ports.values());
  }

  /** Lets so many milliseconds of virtual time pass, or fewer when `done` says so. */
  run(milliseconds: number, done: () => boolean = () => false): void {
    const until = virtualMs(this.core.now() + milliseconds);
    for (;;) {
      this.programs.work();
      if (done()) return;
      const due = this.core.agenda.peek();
      if (!due || due.at > until) break;
      this.core.agenda.runNext();
    }
    this.core.agenda.advanceTo(until);
  }

  podPort(pod: string): { readonly node: NetnsId; readonly port: string } | undefined {
    const peer = this.network.interfaces(podNetns(pod)).find(({ name }) => name === 'eth0')?.peer;
    return peer && { node: peer.netns, port: peer.name };
  }

  serve({ name, node, hostNetwork, ports }: RecordedPod): void {
    const netns = hostNetwork ? netnsId(node) : podNetns(name);
    for (const port of ports)
      if (port.protocol !== 'SCTP') this.programs.serve(name, netns, port.protocol, port.port);
  }

  #addNode(node: RecordedNode): void {
    const netns = netnsId(node.name);
    addNodeNetwork(this.network, {
      netns,
      address: cidr(`${node.internalIP}/24`),
      gateway: ip('10.240.0.1'),
      podCidr: cidr(node.podCIDR),
      sysctls: { icmpRatelimit: 0 },
    });
    for (const other of this.#case.nodes)
      if (other !== node) addPodRoute(this.network, netns, cidr(other.podCIDR), ip(other.internalIP));
    const netfilter = this.network.netfilter(netns);
    if (!netfilter) return;
    writeKubeletChains(netfilter);
    writePodMasquerade(netfilter, node.podCIDR);
    if (node.name === 'control-plane') this.programs.serve('apiserver', netns, 'TCP', 6443);
  }

  #addOutside(): void {
    const { network } = this;
    const external = this.#case.nodes.flatMap(({ externalIP, internalIP }) =>
      externalIP === null ? [] : [[ip(externalIP), ip(internalIP)] as const],
    );
    const outside = {
      netns: EDGE,
      underlay: ip('10.240.0.1'),
      underlayLength: 24,
      outside: cidr('192.0.2.1/24'),
    };
    addEdge(network, { ...outside, externalIps: new Map(external), own: [PROXY] });
    network.addRoute(EDGE, { destination: cidr('198.51.100.0/24'), via: ip('10.240.0.5'), device: 'eth0' });
    addOutsideMachine(network, LAPTOP, cidr('192.0.2.10/24'), ip('192.0.2.1'));
    addOutsideMachine(network, CLIENT2, cidr('192.0.2.20/24'), ip('192.0.2.1'));
    for (const netns of [EDGE, LAPTOP, CLIENT2]) network.setSysctls(netns, { icmpRatelimit: 0 });
    this.programs.serve('client2', CLIENT2, 'TCP', 80);
    const targets = (this.#case.extra?.loadBalancer?.targets ?? []).map((target) => {
      const [address = '', port = '0'] = target.split(':');
      return { ip: ip(address), port: Number(port) };
    });
    const ports = this.#case.services.flatMap(({ spec }) =>
      spec.type === 'LoadBalancer' ? (spec.ports ?? []) : [],
    );
    for (const { port } of targets.length > 0 ? ports : [])
      this.programs.proxy(EDGE, { ip: PROXY, port }, { ip: ip('10.240.0.1'), port: 0 }, targets);
  }

  #addPod(pod: RecordedPod): void {
    const node = this.#case.nodes.find(({ name }) => name === pod.node);
    if (!pod.hostNetwork && node)
      attachPod(this.network, {
        netns: podNetns(pod.name),
        node: netnsId(pod.node),
        podCidr: cidr(node.podCIDR),
        address: ip(pod.ip),
      });
    if (!pod.hostNetwork) this.network.setSysctls(podNetns(pod.name), { icmpRatelimit: 0 });
    this.serve(pod);
  }

  #proxyOf(node: RecordedNode): NodeProxy {
    const netns = netnsId(node.name);
    const options = proxyOptions(this.#case.proxy);
    const addresses = this.network
      .interfaces(netns)
      .flatMap((face) => face.addresses.map((address) => address.split('/', 1)[0] ?? ''));
    const proxyNode: ProxyNode = {
      name: node.name,
      ip: node.internalIP,
      addresses,
      zone: node.zone ?? '',
      family: 'IPv4',
    };
    this.network.setSysctls(netns, kernelSettings(options, proxyNode));
    const netfilter = this.network.netfilter(netns);
    const deps = netfilter && { netfilter, options, node: proxyNode, now: () => this.core.now() };
    return {
      tracker: new ChangeTracker(node.name, 'IPv4'),
      proxier: deps && proxyMode(options.mode)?.create(deps),
      services: new Map(),
      slices: new Map(),
      running: true,
      synced: false,
    };
  }
}

/** The address of the proxying load balancer. */
const PROXY = ip('198.51.100.50');

/** kube-proxy's options as the case names them. */
function proxyOptions({ mode, options }: RecordedCase['proxy']): ProxyOptions {
  const { clusterCIDR, ...rest } = options;
  return {
    ...DEFAULT_OPTIONS,
    ...rest,
    mode,
    nfacct: true,
    ...(clusterCIDR === undefined || clusterCIDR === '' ? {} : { clusterCIDR }),
  };
}

function podNetns(name: string): NetnsId {
  return netnsId(`pod/default/${name}`);
}

function replaceAll<
  Obj extends { readonly metadata: { readonly namespace?: string; readonly name: string } },
>(
  known: Map<string, Obj>,
  now: readonly Obj[],
  put: (object: Obj) => void,
  remove: (object: Obj) => void,
): void {
  const gone = new Map(known);
  for (const object of now) {
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    gone.delete(key);
    if (JSON.stringify(known.get(key)) !== JSON.stringify(object)) put(object);
    known.set(key, object);
  }
  for (const [key, object] of gone) {
    known.delete(key);
    remove(object);
  }
}
