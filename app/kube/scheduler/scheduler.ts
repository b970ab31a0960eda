import { timestampAt } from '../../base/core.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps } from '../control/controller.ts';
import { controllerOf } from '../control/owner.ts';
import { isPodTerminal, podCondition } from '../control/pod-state.ts';
import type { Informer } from '../informer.ts';
import type {
  LabelSelector,
  Namespace,
  Node,
  PersistentVolumeClaim,
  Pod,
  Service,
} from '../kinds/types.data.ts';
import type { Part } from '../part.ts';
import {
  CLAIMS,
  NAMESPACES,
  nameKey,
  NODES,
  PODS,
  REPLICA_SETS,
  SERVICES,
  STATEFUL_SETS,
  storeKey,
} from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../work-queue.ts';
import { SchedulerCache } from './cache.ts';
import { refusalOf, wishOf, type FilterName, type PodWish, type Refusal } from './filters.ts';
import { earlyMessage, unschedulableMessage } from './messages.ts';
import type { NodeState } from './node-state.ts';
import { podAffinityVerdicts } from './pod-affinity.ts';
import { SchedulingQueue } from './queue.ts';
import { createSchedulerEvents, type SchedulerEvents } from './events.ts';
import { scoresOf } from './scores.ts';
import { spreadVerdicts } from './spread.ts';

const NAME = 'default-scheduler';
/** Pods placed at one instant, and the time to the next; so many of them are placed in one go. */
const BATCH = 20;
const PAUSE = 1;
const IN_ONE_GO = 4;
/** A Pod that found no place is tried again after five minutes whatever happens. */
const FLUSH = 300_000;

/** Places Pods on nodes: filters, scores, binds. */
export function createScheduler(deps: ControllerDeps): Part {
  return partOf(NAME, () => new Scheduler(deps).start());
}

class Scheduler {
  readonly #deps: ControllerDeps;
  readonly #client: ApiClient;
  readonly #events: SchedulerEvents;
  readonly #cache = new SchedulerCache();
  readonly #queue = new SchedulingQueue();
  readonly #pods: Informer<Pod>;
  readonly #services: Informer<Service>;
  readonly #claims: Informer<PersistentVolumeClaim>;
  readonly #namespaces: Informer<Namespace>;
  readonly #work: WorkQueue;
  /** What Pods of an owner keep away from, until a Service changes. */
  readonly #selectors = new Map<string, LabelSelector | undefined>();
  /** Pods that may still be placed at this instant. */
  #left = BATCH;

  constructor(deps: ControllerDeps) {
    this.#deps = deps;
    this.#client = createApiClient(deps.door, NAME);
    this.#events = createSchedulerEvents(deps.core, this.#client, NAME);
    this.#pods = deps.informers.of(PODS);
    this.#services = deps.informers.of(SERVICES);
    this.#claims = deps.informers.of(CLAIMS);
    this.#namespaces = deps.informers.of(NAMESPACES);
    this.#work = createWorkQueue(deps.core, NAME, (key) => this.#turn(key), { delay: PAUSE });
  }

  start(): readonly (() => void)[] {
    const nodes = this.#deps.informers.of(NODES);
    return [
      this.#cache.watch(nodes, this.#pods),
      this.#pods.listen((after, before) => this.#podChanged(after, before)),
      nodes.listen((after, before) => this.#nodeChanged(after, before)),
      this.#services.listen(() => this.#selectors.clear()),
      this.#claims.listen(() => this.#retry((filters) => filters.has('Claim'))),
      () => this.#work.clear(),
    ];
  }

  #podChanged(after: Pod | undefined, before: Pod | undefined): void {
    const pod = after ?? before;
    if (!pod) return;
    const key = storeKey(pod);
    if (after && isWaiting(after)) {
      const changed = before?.spec !== after.spec || before.metadata.labels !== after.metadata.labels;
      if (!changed) return;
      this.#queue.add(key, after);
      this.#work.add('');
      return;
    }
    this.#queue.remove(key);
    const freed = before && isPlaced(before) && !(after && isPlaced(after));
    const came = after && isPlaced(after) && !(before && isPlaced(before));
    if (freed) this.#retry(helpedByRoom);
    else if (came) this.#retry(helpedByNeighbours);
  }

  #nodeChanged(after: Node | undefined, before: Node | undefined): void {
    if (!after || (before && sameOffer(after, before)) || this.#queue.stuck.size === 0) return;
    const state = this.#cache.nodes.get(after.metadata.name);
    if (!state) return;
    this.#retry((filters, pod) => {
      const refusal = refusalOf(this.#wish(pod, this.#cache.list()), state);
      return refusal === undefined || !filters.has(refusal.filter);
    });
  }

  #retry(worthIt: (filters: ReadonlySet<FilterName | 'Claim'>, pod: Pod) => boolean): void {
    for (const [key, { filters, pod }] of this.#queue.stuck) {
      if (!worthIt(filters, pod)) continue;
      this.#queue.add(key, pod);
      this.#work.add('');
    }
  }

  #turn(key: string): WorkOutcome {
    const parked = this.#queue.stuck.get(key);
    if (parked) this.#queue.add(key, parked.pod);
    for (let left = Math.min(IN_ONE_GO, this.#left); left > 0; left--) {
      const next = this.#queue.take();
      if (next === undefined) break;
      this.#left--;
      const pod = this.#pods.get(next);
      if (pod && isWaiting(pod)) this.#schedule(next, pod);
    }
    if (this.#queue.size > 0 && this.#left > 0) return 'more';
    this.#left = BATCH;
    if (this.#queue.size > 0) this.#work.add('');
    return 'done';
  }

  /** @upstream pkg/scheduler/schedule_one.go scheduleOne */
  #schedule(key: string, pod: Pod): void {
    const nodes = this.#cache.list();
    const early = this.#claimProblem(pod);
    if (early !== undefined) return this.#fail(key, pod, 'Claim', earlyMessage(nodes.length, early));
    const wish = this.#wish(pod, nodes);
    const refusals: Refusal[] = [];
    const passed = nodes.filter((node) => {
      const refusal = refusalOf(wish, node);
      if (refusal) refusals.push(refusal);
      return refusal === undefined;
    });
    if (passed.length === 0) return this.#fail(key, pod, refusals, unschedulableMessage(pod, refusals));
    this.#bind(key, pod, best(wish, passed, nodes.length));
  }

  #wish(pod: Pod, nodes: readonly NodeState[]): PodWish {
    const spread = spreadVerdicts(pod, nodes, this.#cache.spread, () => this.#selectorFor(pod));
    const affinity = podAffinityVerdicts(pod, nodes, (name) => this.#namespaces.get(name));
    return wishOf(pod, this.#cache.quantities.requests(pod), spread, affinity);
  }

  /** The same for all Pods of one owner, which come from one template. */
  #selectorFor(pod: Pod): LabelSelector | undefined {
    const owner = controllerOf(pod)?.uid;
    if (owner === undefined) return this.#defaultSelector(pod);
    if (!this.#selectors.has(owner)) {
      if (this.#selectors.size > 1000) this.#selectors.clear();
      this.#selectors.set(owner, this.#defaultSelector(pod));
    }
    return this.#selectors.get(owner);
  }

  /** The Pods that a Pod should keep away from: those of its Services and of its owner. */
  #defaultSelector(pod: Pod): LabelSelector | undefined {
    const { namespace = '', labels } = pod.metadata;
    const parts: LabelSelector[] = [];
    const byNamespace = this.#services.index('namespace', (one) => [one.metadata.namespace ?? '']);
    for (const { spec } of byNamespace.get(namespace)) {
      const selector = spec.selector ?? {};
      const entries = Object.entries(selector);
      if (entries.length > 0 && entries.every(([key, value]) => labels?.[key] === value))
        parts.push({ matchLabels: selector });
    }
    const owner = controllerOf(pod);
    if (owner?.kind === 'ReplicaSet')
      parts.push(
        ...selectorOf(this.#deps.informers.of(REPLICA_SETS).get(nameKey({ namespace, name: owner.name }))),
      );
    if (owner?.kind === 'StatefulSet')
      parts.push(
        ...selectorOf(this.#deps.informers.of(STATEFUL_SETS).get(nameKey({ namespace, name: owner.name }))),
      );
    if (parts.length === 0) return undefined;
    return {
      matchLabels: Object.assign({}, ...parts.map((part) => part.matchLabels ?? {})),
      matchExpressions: parts.flatMap((part) => part.matchExpressions ?? []),
    };
  }

  #claimProblem({ metadata, spec }: Pod): string | undefined {
    for (const { persistentVolumeClaim } of spec.volumes ?? []) {
      if (!persistentVolumeClaim) continue;
      const name = persistentVolumeClaim.claimName;
      const claim = this.#claims.get(nameKey({ namespace: metadata.namespace, name }));
      if (!claim) return `persistentvolumeclaim "${name}" not found`;
      if (claim.status?.phase !== 'Bound') return 'pod has unbound immediate PersistentVolumeClaims';
    }
    return undefined;
  }

  #bind(key: string, pod: Pod, node: string): void {
    const { name, namespace = '', uid } = pod.metadata;
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace, uid },
      target: { kind: 'Node', name: node },
    };
    const answer = this.#client.post(PODS, { name, namespace }, 'binding', binding);
    if (answer.ok)
      this.#events(pod, {
        type: 'Normal',
        reason: 'Scheduled',
        action: 'Binding',
        message: `Successfully assigned ${namespace}/${name} to ${node}`,
      });
    else if (answer.error.code !== 404) this.#work.addAfter(key, 1000);
  }

  #fail(key: string, pod: Pod, refusals: readonly Refusal[] | 'Claim', message: string): void {
    const { core } = this.#deps;
    this.#queue.park(key, pod, refusals, core.now() + FLUSH);
    this.#work.addAfter(key, FLUSH, { periodic: true });
    this.#events(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message });
    const before = podCondition(pod, 'PodScheduled');
    if (before?.reason === 'Unschedulable' && before.message === message) return;
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      observedGeneration: pod.metadata.generation ?? 0,
      lastProbeTime: null,
      lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : timestampAt(core),
    };
    this.#client.patch(
      PODS,
      pod.metadata,
      { status: { conditions: [condition] } },
      { subresource: 'status' },
    );
  }
}

function best(wish: PodWish, passed: readonly NodeState[], clusterSize: number): string {
  // Among equals the one that joined first: the real one draws lots, a world must not.
  let winner = passed[0];
  if (passed.length > 1) {
    const scores = scoresOf(wish, passed, clusterSize);
    for (const node of passed)
      if ((scores.get(node) ?? 0) > (winner ? (scores.get(winner) ?? 0) : -1)) winner = node;
  }
  return winner?.node?.metadata.name ?? '';
}

function selectorOf(
  owner: { readonly spec: { readonly selector: LabelSelector } } | undefined,
): readonly LabelSelector[] {
  return owner ? [owner.spec.selector] : [];
}

function isWaiting({ spec, status, metadata }: Pod): boolean {
  return (
    (spec.nodeName === undefined || spec.nodeName === '') &&
    spec.schedulerName === NAME &&
    (spec.schedulingGates ?? []).length === 0 &&
    metadata.deletionTimestamp === undefined &&
    status.phase !== 'Succeeded' &&
    status.phase !== 'Failed'
  );
}

function isPlaced(pod: Pod): boolean {
  return pod.spec.nodeName !== undefined && pod.spec.nodeName !== '' && !isPodTerminal(pod);
}

function helpedByRoom(filters: ReadonlySet<FilterName | 'Claim'>): boolean {
  return filters.has('NodeResourcesFit') || filters.has('NodePorts') || helpedByNeighbours(filters);
}

function helpedByNeighbours(filters: ReadonlySet<FilterName | 'Claim'>): boolean {
  return filters.has('InterPodAffinity') || filters.has('PodTopologySpread');
}

function sameOffer(one: Node, other: Node): boolean {
  return (
    one.spec === other.spec &&
    one.metadata.labels === other.metadata.labels &&
    one.status.allocatable === other.status.allocatable
  );
}
