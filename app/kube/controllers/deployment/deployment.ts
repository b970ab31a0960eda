import { createApiClient } from '../../api-client.ts';
import { conditionOf, withCondition } from '../../control/conditions.ts';
import { adopt } from '../../control/adopt.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../../control/controller.ts';
import { controllerOf, controllerUid, orphanNamespace } from '../../control/owner.ts';
import { createEventRecorder } from '../../event-recorder.ts';
import type { Index, Informer } from '../../informer.ts';
import { fromLabelSelector, matches } from '../../kinds/selectors.ts';
import type { Deployment, Pod, ReplicaSet } from '../../kinds/types.data.ts';
import { DEPLOYMENTS, nameKey, PODS, REPLICA_SETS, storeKey } from '../../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../../work-queue.ts';
import { numberAnnotation, REVISION } from './replicas.ts';
import { findReplicaSets } from './revisions.ts';
import { Rollout } from './rollout.ts';
import { isScaled, scaleReplicaSets } from './scaling.ts';
import {
  conditionNow,
  hasProgressDeadline,
  isComplete,
  millisecondsToDeadline,
  rolloutStatus,
  statusOf,
} from './status.ts';
import { recreate, rollOn } from './strategies.ts';

const NAME = 'deployment-controller';

/** Keeps a ReplicaSet for every template a Deployment has had, and moves its Pods from the old ones to the new. */
export const deploymentController: ControllerSpec = { name: NAME, make };

interface Stores {
  readonly deployments: Informer<Deployment>;
  readonly sets: Informer<ReplicaSet>;
  readonly setsByOwner: Index<ReplicaSet>;
  readonly orphans: Index<ReplicaSet>;
  readonly podsByOwner: Index<Pod>;
}

function make(deps: ControllerDeps) {
  const { core, informers } = deps;
  const client = createApiClient(deps.door, NAME);
  const record = createEventRecorder(core, client, { component: NAME });
  return partOf(NAME, () => {
    const stores = openStores(deps);
    const queue: WorkQueue = createWorkQueue(core, NAME, (key) => {
      const deployment = stores.deployments.get(key);
      return deployment ? sync(new Rollout({ core, client, record }, deployment), stores, queue) : 'done';
    });
    return [
      stores.deployments.listen((after) => after && queue.add(storeKey(after))),
      stores.sets.listen((after, before) => enqueueOwner(stores, queue, after, before)),
      informers.of(PODS).listen((after, before) => enqueueRecreate(stores, queue, after, before)),
      () => queue.clear(),
    ];
  });
}

function openStores({ informers }: ControllerDeps): Stores {
  const sets = informers.of(REPLICA_SETS);
  return {
    deployments: informers.of(DEPLOYMENTS),
    sets,
    setsByOwner: sets.index('controller', controllerUid),
    orphans: sets.index('orphans', orphanNamespace),
    podsByOwner: informers.of(PODS).index('controller', controllerUid),
  };
}

function enqueueOwner(
  stores: Stores,
  queue: WorkQueue,
  after: ReplicaSet | undefined,
  before: ReplicaSet | undefined,
): void {
  const set = after ?? before;
  if (!set) return;
  const namespace = set.metadata.namespace;
  for (const owner of [controllerOf(set), before && controllerOf(before)])
    if (owner?.kind === 'Deployment') queue.add(nameKey({ namespace, name: owner.name }));
  if (controllerOf(set) || !after) return;
  for (const deployment of stores.deployments.all())
    if (
      deployment.metadata.namespace === namespace &&
      matches(fromLabelSelector(deployment.spec.selector), set.metadata.labels)
    )
      queue.add(storeKey(deployment));
}

/** A Recreate rollout waits for the last old Pod: its end is the only sign. */
function enqueueRecreate(
  stores: Stores,
  queue: WorkQueue,
  after: Pod | undefined,
  before: Pod | undefined,
): void {
  if (after || !before) return;
  const setRef = controllerOf(before);
  if (setRef?.kind !== 'ReplicaSet') return;
  const namespace = before.metadata.namespace;
  const set = stores.sets.find({ namespace, name: setRef.name });
  const owner = set && controllerOf(set);
  const deployment = owner && stores.deployments.find({ namespace, name: owner.name });
  if (deployment?.spec.strategy.type === 'Recreate') queue.add(storeKey(deployment));
}

/** @upstream pkg/controller/deployment/deployment_controller.go syncDeployment */
function sync(rollout: Rollout, stores: Stores, queue: WorkQueue): WorkOutcome {
  const sets = ownedSets(rollout, stores);
  if (rollout.deployment.metadata.deletionTimestamp !== undefined) {
    findReplicaSets(rollout, sets, false);
    writePlainStatus(rollout);
    return outcome(rollout);
  }
  checkPaused(rollout);
  findReplicaSets(rollout, sets, false);
  if (rollout.deployment.spec.paused === true || isScaled(rollout)) {
    scaleReplicaSets(rollout);
    if (rollout.deployment.spec.paused === true) cleanUp(rollout);
    writePlainStatus(rollout);
    return outcome(rollout);
  }
  if (rollout.deployment.spec.strategy.type === 'Recreate')
    recreate(rollout, rollout.all, (set) => stores.podsByOwner.get(set.metadata.uid));
  else rollOn(rollout, rollout.all);
  if (rollout.failed) return 'retry';
  if (isComplete(rollout.deployment, rollout.deployment.status)) cleanUp(rollout);
  const status = rolloutStatus(rollout.core, rollout.deployment, rollout.all, rollout.current);
  rollout.writeStatus(status);
  watchDeadline(rollout, queue);
  return outcome(rollout);
}

const outcome = (rollout: Rollout): WorkOutcome => (rollout.failed ? 'retry' : 'done');

function ownedSets({ deployment, client }: Rollout, stores: Stores): readonly ReplicaSet[] {
  const owned = stores.setsByOwner.get(deployment.metadata.uid);
  const orphans = stores.orphans.get(deployment.metadata.namespace ?? '');
  return adopt(client, REPLICA_SETS, deployment, deployment.spec.selector, [...owned, ...orphans]);
}

function writePlainStatus(rollout: Rollout): void {
  rollout.writeStatus(statusOf(rollout.core, rollout.deployment, rollout.all, rollout.current));
}

/** @upstream pkg/controller/deployment/sync.go checkPausedConditions */
function checkPaused(rollout: Rollout): void {
  const { deployment, core } = rollout;
  if (!hasProgressDeadline(deployment)) return;
  const progress = conditionOf(deployment.status.conditions, 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') return;
  const known = progress?.reason === 'DeploymentPaused';
  const paused = deployment.spec.paused === true;
  if (paused === known) return;
  const [reason, message] = paused
    ? (['DeploymentPaused', 'Deployment is paused'] as const)
    : (['DeploymentResumed', 'Deployment is resumed'] as const);
  const condition = conditionNow(core, 'Progressing', 'Unknown', reason, message);
  const { status } = deployment;
  rollout.writeStatus({ ...status, conditions: withCondition(status.conditions, condition) });
}

/** Forgets the oldest revisions beyond the limit. @upstream pkg/controller/deployment/sync.go cleanupDeployment */
function cleanUp({ deployment, old, client }: Rollout): void {
  const limit = deployment.spec.revisionHistoryLimit;
  const kept = old.filter((set) => set.metadata.deletionTimestamp === undefined);
  const surplus = kept
    .toSorted(
      (one, other) => (numberAnnotation(one, REVISION) ?? 0) - (numberAnnotation(other, REVISION) ?? 0),
    )
    .slice(0, Math.max(0, kept.length - limit));
  for (const set of surplus) {
    const busy =
      set.status.replicas !== 0 ||
      set.spec.replicas !== 0 ||
      (set.metadata.generation ?? 0) > (set.status.observedGeneration ?? 0);
    if (!busy) client.delete(REPLICA_SETS, set.metadata, { propagationPolicy: 'Background' });
  }
}

function watchDeadline({ core, deployment }: Rollout, queue: WorkQueue): void {
  const progress = conditionOf(deployment.status.conditions, 'Progressing');
  const ended = ['NewReplicaSetAvailable', 'ProgressDeadlineExceeded', 'DeploymentPaused'];
  if (!hasProgressDeadline(deployment) || !progress || ended.includes(progress.reason ?? '')) return;
  if (isComplete(deployment, deployment.status)) return;
  queue.addAfter(
    storeKey(deployment),
    Math.max(0, millisecondsToDeadline(core, deployment, progress)) + 1000,
  );
}
