import { deepEqual } from '../../../base/equal.ts';
import type { Core } from '../../../base/core.ts';
import { createApiClient, type ApiClient } from '../../api-client.ts';
import { adopt } from '../../control/adopt.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../../control/controller.ts';
import { controllerKey, controllerUid, orphanNamespace } from '../../control/owner.ts';
import { podFromTemplate } from '../../control/pod-control.ts';
import { isPodAvailable, isPodTerminal } from '../../control/pod-state.ts';
import { currentRevision, REVISION_HASH, trimRevisions } from '../../control/revisions.ts';
import { createEventRecorder, type EventRecorder } from '../../event-recorder.ts';
import type { Index, Informer } from '../../informer.ts';
import type { Pod, StatefulSet, StatefulSetStatus } from '../../kinds/types.data.ts';
import {
  CLAIMS,
  CONTROLLER_REVISIONS,
  PODS,
  STATEFUL_SETS,
  storeKey,
  type ControllerRevision,
} from '../../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../../work-queue.ts';
import { claimsOf, isHealthy, ordinalOf, ordinalOverrides, ordinals } from './ordinal-pods.ts';

const NAME = 'statefulset-controller';

/** Keeps numbered Pods, each with a name and claims of its own, and changes them in order. */
export const statefulSetController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  readonly sets: Informer<StatefulSet>;
  readonly pods: Informer<Pod>;
  readonly podsByOwner: Index<Pod>;
  readonly orphans: Index<Pod>;
  readonly revisions: Index<ControllerRevision>;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: NAME });
  return partOf(NAME, () => {
    const sets = informers.of(STATEFUL_SETS);
    const pods = informers.of(PODS);
    const desk: Desk = {
      core,
      client,
      record,
      sets,
      pods,
      podsByOwner: pods.index('controller', controllerUid),
      orphans: pods.index('orphans', orphanNamespace),
      revisions: informers.of(CONTROLLER_REVISIONS).index('controller', controllerUid),
    };
    const queue: WorkQueue = createWorkQueue(core, NAME, (key) => {
      const set = sets.get(key);
      return set ? sync(desk, set, queue) : 'done';
    });
    return [
      sets.listen((after) => after && queue.add(storeKey(after))),
      pods.listen((after, before) => {
        const key = controllerKey(after ?? before, 'StatefulSet');
        if (key !== undefined) queue.add(key);
      }),
      () => queue.clear(),
    ];
  });
}

/** @upstream pkg/controller/statefulset/stateful_set_control.go UpdateStatefulSet */
function sync(desk: Desk, set: StatefulSet, queue: WorkQueue): WorkOutcome {
  const { uid, namespace = '', deletionTimestamp } = set.metadata;
  const candidates = () => [...desk.podsByOwner.get(uid), ...desk.orphans.get(namespace)];
  const mine = (pods: readonly Pod[]) => pods.filter((pod) => ordinalOf(set, pod) !== undefined);
  const pods = mine(adopt(desk.client, PODS, set, set.spec.selector, candidates()));
  if (deletionTimestamp !== undefined) return 'done';
  const { current: update, old } = currentRevision(desk.client, desk.revisions, set);
  if (!update) return 'retry';
  const revision = update.metadata.name;
  const known = set.status.currentRevision;
  const current =
    known !== undefined && old.some(({ metadata }) => metadata.name === known) ? known : revision;
  const outcome = act(desk, set, pods, revision);
  const now = mine(desk.podsByOwner.get(uid));
  const used = new Set([current, revision, ...now.map(revisionOf)]);
  trimRevisions(desk.client, set, old, used);
  const written = writeStatus(desk, set, now, current, revision);
  if ((set.spec.minReadySeconds ?? 0) > 0 && now.some(isHealthy))
    queue.addAfter(storeKey(set), (set.spec.minReadySeconds ?? 0) * 1000);
  return outcome && written ? 'done' : 'retry';
}

function revisionOf({ metadata }: Pod): string {
  return metadata.labels?.[REVISION_HASH] ?? '';
}

/** One step: the first missing Pod made, or the last surplus one deleted, or the last outdated one replaced. */
function act(desk: Desk, set: StatefulSet, pods: readonly Pod[], revision: string): boolean {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod) ?? -1, pod]));
  const wanted = ordinals(set);
  const ordered = set.spec.podManagementPolicy !== 'Parallel';
  for (const ordinal of wanted) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) {
      if (!createPod(desk, set, ordinal, revision)) return false;
      if (ordered) return true;
      continue;
    }
    if (isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined)
      return recreateFailed(desk, set, pod);
    if (ordered && !isHealthy(pod)) return true;
  }
  const surplus = pods
    .filter((pod) => !wanted.includes(ordinalOf(set, pod) ?? -1))
    .toSorted((one, other) => (ordinalOf(set, other) ?? 0) - (ordinalOf(set, one) ?? 0));
  for (const pod of surplus) {
    if (pod.metadata.deletionTimestamp === undefined && !deletePod(desk, set, pod)) return false;
    if (ordered) return true;
  }
  return replaceOutdated(desk, set, byOrdinal, revision);
}

function replaceOutdated(
  desk: Desk,
  set: StatefulSet,
  byOrdinal: ReadonlyMap<number, Pod>,
  revision: string,
): boolean {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return true;
  const first = (set.spec.ordinals?.start ?? 0) + (rollingUpdate?.partition ?? 0);
  for (const ordinal of ordinals(set).toReversed()) {
    const pod = byOrdinal.get(ordinal);
    if (ordinal < first || !pod) return true;
    if (revisionOf(pod) !== revision && pod.metadata.deletionTimestamp === undefined)
      return deletePod(desk, set, pod);
    if (!isHealthy(pod)) return true;
  }
  return true;
}

function createPod(desk: Desk, set: StatefulSet, ordinal: number, revision: string): boolean {
  if (!createClaims(desk, set, ordinal)) return false;
  const overrides = ordinalOverrides(set, ordinal, revision);
  const answer = desk.client.create(PODS, podFromTemplate(set, set.spec.template, overrides));
  const { name } = set.metadata;
  const pod = overrides.name ?? '';
  if (answer.ok)
    note(desk, set, 'Normal', 'SuccessfulCreate', `Create Pod ${pod} in StatefulSet ${name} successful`);
  else
    note(
      desk,
      set,
      'Warning',
      'FailedCreate',
      `Create Pod ${pod} in StatefulSet ${name} failed error: ${answer.error.message ?? ''}`,
    );
  return answer.ok;
}

function createClaims(desk: Desk, set: StatefulSet, ordinal: number): boolean {
  const { namespace = '', name: setName } = set.metadata;
  return claimsOf(set, ordinal).every(({ name, template }) => {
    if (desk.client.get(CLAIMS, { namespace, name }).ok) return true;
    const labels = { ...template.metadata?.labels, ...set.spec.selector.matchLabels };
    const answer = desk.client.create(CLAIMS, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace, labels },
      spec: template.spec,
    });
    const place = `Claim ${name} Pod ${setName}-${ordinal} in StatefulSet ${setName}`;
    if (answer.ok) note(desk, set, 'Normal', 'SuccessfulCreate', `create ${place} success`);
    return answer.ok;
  });
}

function deletePod(desk: Desk, set: StatefulSet, { metadata }: Pod): boolean {
  const answer = desk.client.delete(PODS, metadata);
  const text = `Delete Pod ${metadata.name} in StatefulSet ${set.metadata.name}`;
  if (answer.ok) note(desk, set, 'Normal', 'SuccessfulDelete', `${text} successful`);
  return answer.ok || answer.error.code === 404;
}

function recreateFailed(desk: Desk, set: StatefulSet, pod: Pod): boolean {
  const { name, namespace = '' } = pod.metadata;
  note(
    desk,
    set,
    'Warning',
    'RecreatingFailedPod',
    `StatefulSet ${namespace}/${set.metadata.name} is recreating failed Pod ${name}`,
  );
  return deletePod(desk, set, pod);
}

function note(
  desk: Desk,
  set: StatefulSet,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  desk.record(set, { type, reason, message });
}

function writeStatus(
  { core, client, sets }: Desk,
  set: StatefulSet,
  pods: readonly Pod[],
  current: string,
  update: string,
): boolean {
  const now = core.epoch + core.now();
  const count = (test: (pod: Pod) => boolean) => pods.filter(test).length;
  const alive = (pod: Pod) => pod.metadata.deletionTimestamp === undefined;
  const ready = count((pod) => pod.status.phase === 'Running' && isPodAvailable(pod, 0, now));
  const updated = count((pod) => alive(pod) && revisionOf(pod) === update);
  const replicas = set.spec.replicas ?? 1;
  // The new revision is the present one from the moment in which all Pods have it and are ready.
  const complete =
    current !== update && updated === replicas && ready === replicas && pods.length === replicas;
  const present = complete ? update : current;
  const currentReplicas = count((pod) => alive(pod) && revisionOf(pod) === present);
  const latest = sets.get(storeKey(set)) ?? set;
  const status: StatefulSetStatus = {
    observedGeneration: latest.metadata.generation ?? 0,
    replicas: pods.length,
    ...(ready > 0 && { readyReplicas: ready }),
    ...(currentReplicas > 0 && { currentReplicas }),
    ...(updated > 0 && { updatedReplicas: updated }),
    currentRevision: present,
    updateRevision: update,
    collisionCount: latest.status.collisionCount ?? 0,
    availableReplicas: count(
      (pod) => isHealthy(pod) && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now),
    ),
    ...(latest.status.conditions && { conditions: latest.status.conditions }),
  };
  if (deepEqual(latest.status, status)) return true;
  const answer = client.update(STATEFUL_SETS, { ...latest, status }, 'status');
  return answer.ok || answer.error.code === 404;
}
