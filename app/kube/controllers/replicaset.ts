import { timestampAt } from '../../base/core.ts';
import { deepEqual } from '../../base/equal.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { adopt } from '../control/adopt.ts';
import { withCondition, withoutCondition } from '../control/conditions.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { deletionOrder } from '../control/deletion-rank.ts';
import { controllerOf, controllerUid, orphanNamespace } from '../control/owner.ts';
import { createPodControl, type PodControl } from '../control/pod-control.ts';
import { isPodActive, isPodAvailable, isPodReady, isPodTerminating } from '../control/pod-state.ts';
import { createEventRecorder } from '../event-recorder.ts';
import type { Index, Informer } from '../informer.ts';
import { fromLabelSelector, matches } from '../kinds/selectors.ts';
import type { Pod, PodTemplateSpec, ReplicaSet, ReplicaSetStatus } from '../kinds/types.data.ts';
import { nameKey, PODS, REPLICA_SETS, storeKey } from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../work-queue.ts';

const NAME = 'replicaset-controller';

/** Keeps as many Pods of its template as a ReplicaSet says. */
export const replicaSetController: ControllerSpec = { name: NAME, make };

/** Pods made or deleted in one sync at most. */
const BURST = 500;
/** So many of them are made or deleted before others get their turn. */
const IN_ONE_GO = 4;

/** A sync that makes or deletes Pods: what it found, and what it has still to do. */
interface Round {
  readonly set: ReplicaSet;
  readonly active: readonly Pod[];
  readonly terminating: number;
  readonly steps: readonly Step[];
  next: number;
  failure: Failure | undefined;
}

/** Makes or deletes one Pod; says why it could not. `stop` ends the round: the rest would fare no better. */
type Step = () => { readonly failure?: Failure; readonly stop?: boolean };

interface Desk extends ControllerDeps {
  readonly client: ApiClient;
  readonly pods: PodControl;
  readonly sets: Informer<ReplicaSet>;
  readonly setsByOwner: Index<ReplicaSet>;
  readonly podsByOwner: Index<Pod>;
  readonly orphans: Index<Pod>;
  /** Syncs that go on at this instant, by key of their ReplicaSet. */
  readonly rounds: Map<string, Round>;
}

function make(deps: ControllerDeps) {
  const client = createApiClient(deps.door, NAME);
  const record = createEventRecorder(deps.core, client, { component: NAME });
  return partOf(NAME, () => {
    const sets = deps.informers.of(REPLICA_SETS);
    const pods = deps.informers.of(PODS);
    const desk: Desk = {
      ...deps,
      client,
      pods: createPodControl(client, record),
      sets,
      setsByOwner: sets.index('controller', controllerUid),
      podsByOwner: pods.index('controller', controllerUid),
      orphans: pods.index('orphans', orphanNamespace),
      rounds: new Map(),
    };
    const queue: WorkQueue = createWorkQueue(deps.core, NAME, (key) => {
      const round = desk.rounds.get(key);
      if (round) return goOn(desk, round, queue);
      const set = sets.get(key);
      return set ? sync(desk, set, queue) : 'done';
    });
    return [
      sets.listen((after) => after && queue.add(storeKey(after))),
      pods.listen((after, before) => enqueueOwners(desk, queue, after, before)),
      () => queue.clear(),
    ];
  });
}

function enqueueOwners(desk: Desk, queue: WorkQueue, after: Pod | undefined, before: Pod | undefined): void {
  const pod = after ?? before;
  if (!pod) return;
  const { namespace } = pod.metadata;
  const owner = controllerOf(pod);
  const former = after && before ? controllerOf(before) : undefined;
  for (const reference of [owner, former?.uid === owner?.uid ? undefined : former])
    if (reference?.kind === 'ReplicaSet') queue.add(nameKey({ namespace, name: reference.name }));
  if (owner || !after) return;
  for (const set of desk.sets.all())
    if (set.metadata.namespace === namespace && takes(set, pod)) queue.add(storeKey(set));
}

function takes(set: ReplicaSet, pod: Pod): boolean {
  return matches(fromLabelSelector(set.spec.selector), pod.metadata.labels);
}

/** @upstream pkg/controller/replicaset/replica_set.go syncReplicaSet */
function sync(desk: Desk, set: ReplicaSet, queue: WorkQueue): WorkOutcome {
  const { metadata, spec } = set;
  const candidates = [...desk.podsByOwner.get(metadata.uid), ...desk.orphans.get(metadata.namespace ?? '')];
  const claimed = adopt(desk.client, PODS, set, spec.selector, candidates);
  const active = claimed.filter(isPodActive);
  const steps = metadata.deletionTimestamp === undefined ? manage(desk, set, active) : [];
  const terminating = claimed.filter(isPodTerminating).length;
  return goOn(desk, { set, active, terminating, steps, next: 0, failure: undefined }, queue);
}

function goOn(desk: Desk, round: Round, queue: WorkQueue): WorkOutcome {
  const { set, active, terminating, steps } = round;
  const key = storeKey(set);
  const until = Math.min(steps.length, round.next + IN_ONE_GO);
  while (round.next < until) {
    const { failure, stop = false } = steps[round.next]?.() ?? {};
    round.failure = failure ?? round.failure;
    round.next = stop ? steps.length : round.next + 1;
  }
  if (round.next < steps.length) {
    desk.rounds.set(key, round);
    return 'more';
  }
  desk.rounds.delete(key);
  const status = statusOf(desk, set, active, terminating, round.failure);
  const written = writeStatus(desk, set, status);
  const { minReadySeconds = 0, replicas } = set.spec;
  const { readyReplicas, availableReplicas } = status;
  if (minReadySeconds > 0 && readyReplicas === replicas && availableReplicas !== replicas)
    queue.addAfter(key, minReadySeconds * 1000);
  return round.failure === undefined && written ? 'done' : 'retry';
}

/**
 * What is to be made or deleted.
 * @upstream pkg/controller/replicaset/replica_set.go manageReplicas
 */
function manage(desk: Desk, set: ReplicaSet, active: readonly Pod[]): readonly Step[] {
  const difference = active.length - set.spec.replicas;
  const { template } = set.spec;
  if (difference < 0 && template)
    return Array.from({ length: Math.min(-difference, BURST) }, () => () => create(desk, set, template));
  if (difference <= 0) return [];
  const count = Math.min(difference, BURST);
  const doomed =
    count < active.length ? deletionOrder(desk.core, active, relatedPods(desk, set, active)) : active;
  return doomed.slice(0, count).map((pod) => () => remove(desk, set, pod));
}

interface Failure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

/** A refusal is met once and not five hundred times: real ones start with one Pod and double. */
function create(desk: Desk, set: ReplicaSet, template: PodTemplateSpec): ReturnType<Step> {
  const answer = desk.pods.create(set, template);
  if (answer.ok) return {};
  if (answer.error.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true)
    return { stop: true };
  return { failure: { reason: 'FailedCreate', message: answer.error.message ?? '' }, stop: true };
}

function remove(desk: Desk, set: ReplicaSet, pod: Pod): ReturnType<Step> {
  if (desk.pods.remove(set, pod)) return {};
  return { failure: { reason: 'FailedDelete', message: `cannot delete ${pod.metadata.name}` } };
}

/** Pods of all ReplicaSets of the same owner: they make a node crowded too. */
function relatedPods(desk: Desk, set: ReplicaSet, own: readonly Pod[]): readonly Pod[] {
  const owner = controllerOf(set);
  if (!owner) return own;
  return desk.setsByOwner
    .get(owner.uid)
    .flatMap((sibling) => desk.podsByOwner.get(sibling.metadata.uid))
    .filter(isPodActive);
}

/** @upstream pkg/controller/replicaset/replica_set_utils.go calculateStatus */
function statusOf(
  { core }: Desk,
  set: ReplicaSet,
  active: readonly Pod[],
  terminating: number,
  failure: Failure | undefined,
): ReplicaSetStatus {
  const now = core.epoch + core.now();
  const labels = Object.entries(set.spec.template?.metadata.labels ?? {});
  const count = (test: (pod: Pod) => boolean) => active.reduce((sum, pod) => sum + (test(pod) ? 1 : 0), 0);
  const full = count((pod) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value));
  const ready = count(isPodReady);
  const available = count((pod) => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now));
  const conditions = failure
    ? withCondition(set.status.conditions, {
        type: 'ReplicaFailure',
        status: 'True',
        reason: failure.reason,
        message: failure.message,
        lastTransitionTime: timestampAt(core),
      })
    : withoutCondition(set.status.conditions, 'ReplicaFailure');
  return {
    replicas: active.length,
    ...(full > 0 && { fullyLabeledReplicas: full }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    terminatingReplicas: terminating,
    observedGeneration: set.metadata.generation ?? 0,
    ...(conditions.length > 0 && { conditions }),
  };
}

function writeStatus({ client, sets }: Desk, set: ReplicaSet, status: ReplicaSetStatus): boolean {
  if (deepEqual(set.status, status)) return true;
  const latest = sets.get(storeKey(set)) ?? set;
  const answer = client.update(REPLICA_SETS, { ...latest, status }, 'status');
  return answer.ok || answer.error.code === 404;
}
