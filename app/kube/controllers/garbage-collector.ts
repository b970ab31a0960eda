import { createApiClient, type ApiClient } from '../api-client.ts';
import { createOwnershipGraph, type OwnershipGraph } from '../control/all-kinds.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { OwnerReference } from '../kinds/types.data.ts';
import type { ResourceType } from '../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../work-queue.ts';

const NAME = 'generic-garbage-collector';
const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** Deletes what has lost its owner, and lets owners go once their dependents have gone or been set free. */
export const garbageCollector: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly client: ApiClient;
  readonly graph: OwnershipGraph;
  readonly queue: WorkQueue;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const graph = createOwnershipGraph(informers);
    const queue: WorkQueue = createWorkQueue(core, NAME, (uid) => collect({ client, graph, queue }, uid), {
      delay: 3,
    });
    const stop = graph.listen((_type, after, before) => {
      const gone = before && before.metadata.uid !== after?.metadata.uid ? before : undefined;
      if (gone) enqueueAround(graph, queue, gone);
      if (!after) return;
      const { uid, ownerReferences, finalizers, deletionTimestamp } = after.metadata;
      const owned = ownerReferences !== undefined && ownerReferences !== before?.metadata.ownerReferences;
      const held = deletionTimestamp !== undefined && isHeld(finalizers);
      if (owned || held) queue.add(uid);
      // An owner that waits for its dependents looks again when one of them has been set free.
      if (before && before.metadata.ownerReferences !== ownerReferences)
        for (const owner of before.metadata.ownerReferences ?? []) queue.add(owner.uid);
    });
    return [stop, () => queue.clear()];
  });
}

function isHeld(finalizers: readonly string[] | undefined): boolean {
  return finalizers?.some((one) => one === FOREGROUND || one === ORPHAN) === true;
}

function enqueueAround(graph: OwnershipGraph, queue: WorkQueue, gone: KubeObject): void {
  for (const { object } of graph.dependentsOf(gone.metadata.uid)) queue.add(object.metadata.uid);
  for (const { uid } of gone.metadata.ownerReferences ?? []) {
    const owner = graph.find(uid);
    if (owner && isHeld(owner.object.metadata.finalizers)) queue.add(uid);
  }
}

function collect(desk: Desk, uid: string): WorkOutcome {
  const found = desk.graph.find(uid);
  if (!found) return 'done';
  const { type, object } = found;
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp !== undefined && finalizers.includes(ORPHAN)) return orphan(desk, type, object);
  if (deletionTimestamp !== undefined && finalizers.includes(FOREGROUND))
    return foreground(desk, type, object);
  return deletionTimestamp === undefined ? deleteIfOrphaned(desk, type, object) : 'done';
}

/** @upstream pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem */
function deleteIfOrphaned({ client, graph }: Desk, type: ResourceType, object: KubeObject): WorkOutcome {
  const { ownerReferences = [], uid, finalizers = [] } = object.metadata;
  if (ownerReferences.length === 0) return 'done';
  const states = ownerReferences.map((reference) => ({
    reference,
    state: stateOf(graph, object, reference),
  }));
  const useless = states.filter(({ state }) => state !== 'solid').map(({ reference }) => reference);
  if (useless.length < ownerReferences.length) {
    if (useless.length > 0) dropOwners(client, type, object, useless);
    return 'done';
  }
  const awaited = states.some(({ state }) => state === 'waiting');
  const policy =
    awaited && graph.dependentsOf(uid).length > 0
      ? 'Foreground'
      : finalizers.includes(ORPHAN)
        ? 'Orphan'
        : finalizers.includes(FOREGROUND)
          ? 'Foreground'
          : 'Background';
  const answer = client.delete(type, object.metadata, { propagationPolicy: policy, preconditions: { uid } });
  return answer.ok || answer.error.code === 404 || answer.error.code === 409 ? 'done' : 'retry';
}

function stateOf(
  graph: OwnershipGraph,
  object: KubeObject,
  { uid, blockOwnerDeletion, name, kind }: OwnerReference,
): 'solid' | 'dangling' | 'waiting' {
  const owner = graph.find(uid);
  if (!owner || owner.object.metadata.name !== name || owner.object.kind !== kind) return 'dangling';
  const { deletionTimestamp, finalizers = [], namespace } = owner.object.metadata;
  if (namespace !== undefined && namespace !== object.metadata.namespace) return 'dangling';
  const waits = deletionTimestamp !== undefined && finalizers.includes(FOREGROUND);
  return waits && blockOwnerDeletion === true ? 'waiting' : 'solid';
}

/** @upstream garbagecollector.go processDeletingDependentsItem */
function foreground(desk: Desk, type: ResourceType, owner: KubeObject): WorkOutcome {
  const { uid } = owner.metadata;
  const blocking = desk.graph
    .dependentsOf(uid)
    .filter(({ object }) =>
      object.metadata.ownerReferences?.some((one) => one.uid === uid && one.blockOwnerDeletion === true),
    );
  if (blocking.length === 0) return dropFinalizer(desk.client, type, owner, FOREGROUND);
  for (const { object } of blocking)
    if (object.metadata.deletionTimestamp === undefined) desk.queue.add(object.metadata.uid);
  return 'done';
}

/** @upstream garbagecollector.go processAttemptToOrphanWorker */
function orphan({ client, graph }: Desk, type: ResourceType, owner: KubeObject): WorkOutcome {
  const { uid } = owner.metadata;
  for (const { type: kind, object } of graph.dependentsOf(uid)) {
    const references = (object.metadata.ownerReferences ?? []).filter((one) => one.uid === uid);
    if (!dropOwners(client, kind, object, references)) return 'retry';
  }
  return dropFinalizer(client, type, owner, ORPHAN);
}

function dropOwners(
  client: ApiClient,
  type: ResourceType,
  { metadata }: KubeObject,
  references: readonly OwnerReference[],
): boolean {
  const ownerReferences = references.map(({ uid }) => ({ $patch: 'delete', uid }));
  const answer = client.patch(type, metadata, { metadata: { uid: metadata.uid, ownerReferences } });
  return answer.ok || answer.error.code === 404;
}

function dropFinalizer(
  client: ApiClient,
  type: ResourceType,
  { metadata }: KubeObject,
  name: string,
): WorkOutcome {
  const finalizers = (metadata.finalizers ?? []).filter((one) => one !== name);
  const patch = {
    metadata: {
      resourceVersion: metadata.resourceVersion,
      finalizers: finalizers.length > 0 ? finalizers : null,
    },
  };
  const answer = client.patch(type, metadata, patch, { type: 'merge' });
  return answer.ok || answer.error.code === 404 ? 'done' : 'retry';
}
