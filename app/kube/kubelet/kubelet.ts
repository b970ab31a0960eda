import type { Core } from '../../base/core.ts';
import type { Json } from '../../base/json.ts';
import type { NetnsId } from '../../linux/names.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import type { ContainerRuntime } from '../container-runtime.ts';
import type { ControllerDeps } from '../control/controller.ts';
import { createEventRecorder } from '../event-recorder.ts';
import type { ImageStore } from '../image-store.ts';
import type { Lease, Node, Pod } from '../kinds/types.data.ts';
import type { NodeAgent } from '../node-agent.ts';
import type { Part } from '../part.ts';
import type { PodNetwork } from '../pod-network.ts';
import { CONFIG_MAPS, NODES, nameKey, PODS, SECRETS, SERVICES, storeKey } from '../resource-type.ts';
import type { NodeContext, PodJob } from './context.ts';
import { ImageCache, PULL_TIME } from './image-cache.ts';
import type { DnsFacts } from './name-files.ts';
import { createNodeAgent } from './node-agent.ts';
import { ALLOCATABLE, nodeStatus, registerNode, renewLease, type NodeFacts } from './node-status.ts';
import { decodeJob } from './pod-job.decode.ts';
import { PodWorker } from './pod-worker.ts';
import { ServiceVariables } from './service-env.ts';
import { Ticks } from './ticks.ts';

/** What a kubelet is made with. */
export interface KubeletDeps extends ControllerDeps {
  readonly node: NodeFacts;
  readonly netns: NetnsId;
  readonly network: PodNetwork;
  readonly images: ImageStore;
  readonly runtime: ContainerRuntime;
  readonly dns: DnsFacts;
  /** Names of images that are on the node from the start. */
  readonly preloaded?: readonly string[];
  /** The text of a token for a Pod's ServiceAccount. */
  readonly token?: (pod: Pod) => string;
}

/** The kubelet of one node. */
export interface Kubelet extends Part {
  readonly agent: NodeAgent;
  /** How long pulls take; a fault switch makes them slow. */
  setPullTime(milliseconds: number | undefined): void;
  /** Power of the node: off, nothing runs, nothing is reported, and nobody answers. */
  setPower(on: boolean): void;
  readonly powered: boolean;
  /** Forces the readiness of a Pod (`namespace/name`), or lets it go. */
  forceReady(pod: string, ready: boolean | undefined): void;
}

/** Time between two renewals of the Lease, and between two reports of the node's status. */
const LEASE_PERIOD = 10_000;
const REPORT_PERIOD = 300_000;
/** Volumes made from Secrets and ConfigMaps follow their objects within this time. */
const REFRESH_PERIOD = 60_000;

/** Makes the kubelet of a node. It registers the node when it starts. */
export function createKubelet(deps: KubeletDeps): Kubelet {
  return new NodeKubelet(deps);
}

class NodeKubelet implements Kubelet {
  readonly name: string;
  readonly agent: NodeAgent;
  readonly #deps: KubeletDeps;
  readonly #core: Core;
  readonly #client: ApiClient;
  readonly #images: ImageCache;
  readonly #context: NodeContext;
  readonly #workers = new Map<string, PodWorker>();
  /** Store keys of Pods that have come and whose work has not begun, by their UIDs. */
  readonly #met = new Map<string, string>();
  readonly #forced = new Map<string, boolean>();
  #lease: Lease | undefined;
  #reported = -REPORT_PERIOD;
  #unlisten: (() => void) | undefined;
  /** What came due while the node was off. */
  #held: Json[] = [];
  #powered = true;

  constructor(deps: KubeletDeps) {
    this.name = `kubelet/${deps.node.name}`;
    this.#deps = deps;
    this.#core = deps.core;
    this.#client = createApiClient(deps.door, this.name);
    this.#images = new ImageCache(deps.core, deps.images, deps.preloaded);
    this.#context = this.#makeContext();
    this.agent = createNodeAgent(deps.core, (uid) => this.#workers.get(uid));
  }

  get powered(): boolean {
    return this.#powered;
  }

  start(): void {
    if (this.#unlisten) return;
    this.#core.agenda.handle(this.name, (payload) => this.#work(payload));
    this.#beat();
    this.#listen();
  }

  stop(): void {
    this.#stopListening();
    this.#core.agenda.unhandle(this.name);
  }

  setPullTime(milliseconds: number | undefined): void {
    this.#images.pullTime = milliseconds ?? PULL_TIME;
  }

  setPower(on: boolean): void {
    if (this.#powered === on) return;
    this.#powered = on;
    this.#deps.runtime.setPower(on);
    if (on) this.#wakeUp();
    else this.#stopListening();
  }

  /** Takes up what came due while the node was off, and tells how everything stands. */
  #wakeUp(): void {
    const held = this.#held;
    this.#held = [];
    for (const payload of held) this.#core.agenda.after(0, this.name, payload);
    this.#listen();
    const here = new Set(this.#podsHere().map(({ metadata }) => metadata.uid));
    for (const [uid, worker] of this.#workers) {
      if (here.has(uid)) worker.requestSync(0);
      else worker.removed();
    }
  }

  #listen(): void {
    this.#unlisten = this.#deps.informers.of(PODS).listen((after, before) => this.#podChanged(after, before));
  }

  #stopListening(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
  }

  forceReady(pod: string, ready: boolean | undefined): void {
    if (ready === undefined) this.#forced.delete(pod);
    else this.#forced.set(pod, ready);
    for (const worker of this.#workers.values())
      if (nameKey(worker.pod.metadata) === pod) worker.probers.forced();
  }

  #makeContext(): NodeContext {
    const { core, informers, node, netns, network, runtime, dns } = this.#deps;
    return {
      core,
      client: this.#client,
      record: createEventRecorder(core, this.#client, { component: 'kubelet', host: node.name }),
      node: node.name,
      netns,
      hostIp: node.internalIp,
      ticks: new Ticks(core, node.name),
      images: this.#images,
      network,
      runtime,
      dns,
      allocatable: ALLOCATABLE,
      objects: {
        configMap: (namespace, name) => informers.of(CONFIG_MAPS).get(nameKey({ namespace, name })),
        secret: (namespace, name) => informers.of(SECRETS).get(nameKey({ namespace, name })),
      },
      serviceVariables: new ServiceVariables(),
      services: () => [...informers.of(SERVICES).all()],
      token: this.#deps.token ?? (() => ''),
      forcedReadiness: (pod) => this.#forced.get(nameKey(pod.metadata)),
      spread: core.random.stream(this.name),
      enter: (delay, job, options) => core.agenda.after(delay, this.name, job, options),
      cancel: (entry) => core.agenda.cancel(entry),
      forget: (uid) => this.#workers.delete(uid),
    };
  }

  #podChanged(after: Pod | undefined, before: Pod | undefined): void {
    const pod = after ?? before;
    if (pod?.spec.nodeName !== this.#deps.node.name) return;
    const { uid } = pod.metadata;
    const replaced =
      before && before.metadata.uid !== uid ? this.#workers.get(before.metadata.uid) : undefined;
    replaced?.removed();
    const worker = this.#workers.get(uid);
    if (!after) return worker?.removed();
    if (worker) return worker.update(after);
    // The Pod is met in the write that bound it: the work begins in an entry of its own.
    this.#met.set(uid, storeKey(after));
    this.#core.agenda.after(1, this.name, { uid, do: 'sync' });
  }

  #work(payload: Json): void {
    if (!this.#powered) {
      this.#held.push(payload);
      return;
    }
    if (payload === 'beat') return this.#beat();
    if (payload === 'refresh') return this.#refresh();
    const job = decodeJob(payload);
    if (!job) return;
    const worker = this.#workers.get(job.uid) ?? this.#admit(job);
    worker?.work(job);
  }

  #admit({ uid, do: work }: PodJob): PodWorker | undefined {
    if (work !== 'sync') return undefined;
    const pod = this.#deps.informers.of(PODS).get(this.#met.get(uid) ?? '');
    this.#met.delete(uid);
    if (pod?.metadata.uid !== uid || pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed')
      return undefined;
    const worker = new PodWorker(this.#context, pod);
    this.#workers.set(uid, worker);
    if (this.#workers.size === 1)
      this.#core.agenda.after(REFRESH_PERIOD, this.name, 'refresh', { periodic: true });
    return worker;
  }

  #podsHere(): readonly Pod[] {
    const index = this.#deps.informers.of(PODS).index('node', ({ spec }) => [spec.nodeName ?? '']);
    return index.get(this.#deps.node.name);
  }

  /** Registers the node, renews its Lease, and reports its status now and then or when it is wrong. */
  #beat(): void {
    this.#core.agenda.after(LEASE_PERIOD, this.name, 'beat', { periodic: true });
    const known = this.#deps.informers.of(NODES).get(this.#deps.node.name);
    const node = known ?? registerNode(this.#core, this.#client, this.#deps.node);
    if (!node) return;
    this.#lease = renewLease(this.#core, this.#client, node, this.#lease);
    const due = this.#core.now() - this.#reported >= REPORT_PERIOD || !isReady(node);
    const imagesChanged = (node.status.images?.length ?? 0) !== Math.min(50, this.#images.list().length);
    if (due || imagesChanged) this.#report(node);
  }

  #report(node: Node): void {
    this.#reported = this.#core.now();
    const status = nodeStatus(this.#core, this.#deps.node, node.status, this.#images.list());
    this.#client.update(NODES, { ...node, status }, 'status');
  }

  #refresh(): void {
    if (this.#workers.size === 0) return;
    this.#core.agenda.after(REFRESH_PERIOD, this.name, 'refresh', { periodic: true });
    for (const worker of this.#workers.values()) worker.refreshVolumes();
  }
}

function isReady({ status }: Node): boolean {
  return status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') === true;
}
