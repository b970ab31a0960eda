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
import type { Pod, ReplicaSet, ReplicaSetStatus } from '../kinds/types.data.ts';
import { nameKey, PODS, REPLICA_SETS, storeKey } from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../work-queue.ts';

const NAME = 'replicaset-controller';

/** Keeps as many Pods of its template as a ReplicaSet says. */
export const replicaSetController: ControllerSpec = { name: NAME, make };

/** Pods made or deleted in one go at most. */
const BURST = 500;

interface Desk extends ControllerDeps {
  readonly client: ApiClient;
  readonly pods: PodControl;
  readonly sets: Informer<ReplicaSet>;
  readonly setsByOwner: Index<ReplicaSet>;
  readonly podsByOwner: Index<Pod>;
  readonly orphans: Index<Pod>;
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
    };
    const queue: WorkQueue = createWorkQueue(deps.core, NAME, (key) => {
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
  const failure = metadata.deletionTimestamp === undefined ? manage(desk, set, active) : undefined;
  const status = statusOf(desk, set, active, claimed.filter(isPodTerminating).length, failure);
  const written = writeStatus(desk, set, status);
  const waiting =
    (spec.minReadySeconds ?? 0) > 0 &&
    status.readyReplicas === spec.replicas &&
    status.availableReplicas !== spec.replicas;
  if (waiting) queue.addAfter(storeKey(set), (spec.minReadySeconds ?? 0) * 1000);
  return failure === undefined && written ? 'done' : 'retry';
}

/**
 * Makes what is missing or deletes what is too much; the reason when it could not.
 * @upstream pkg/controller/replicaset/replica_set.go manageReplicas
 */
function manage(desk: Desk, set: ReplicaSet, active: readonly Pod[]): Failure | undefined {
  const difference = active.length - set.spec.replicas;
  if (difference < 0) return create(desk, set, Math.min(-difference, BURST));
  if (difference > 0) return remove(desk, set, active, Math.min(difference, BURST));
  return undefined;
}

interface Failure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

/** Starts with one Pod and doubles, so that a refusal is met once and not five hundred times. */
function create(desk: Desk, set: ReplicaSet, count: number): Failure | undefined {
  const { template } = set.spec;
  if (!template) return undefined;
  for (let made = 0; made < count; made++) {
    const answer = desk.pods.create(set, template);
    if (answer.ok) continue;
    if (answer.error.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true)
      return undefined;
    return { reason: 'FailedCreate', message: answer.error.message ?? '' };
  }
  return undefined;
}

function remove(desk: Desk, set: ReplicaSet, active: readonly Pod[], count: number): Failure | undefined {
  const doomed =
    count < active.length ? deletionOrder(desk.core, active, relatedPods(desk, set, active)) : active;
  let failure: Failure | undefined;
  for (const pod of doomed.slice(0, count))
    if (!desk.pods.remove(set, pod))
      failure = { reason: 'FailedDelete', message: `cannot delete ${pod.metadata.name}` };
  return failure;
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
