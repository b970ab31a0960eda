import { timestampAt, type Core } from '../../base/core.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { allResourceTypes } from '../control/all-kinds.ts';
import { withCondition } from '../control/conditions.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import type { Informers } from '../informer.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { Namespace, NamespaceCondition } from '../kinds/types.data.ts';
import { NAMESPACES, PODS, type ResourceType } from '../resource-type.ts';
import { createWorkQueue, type WorkQueue } from '../work-queue.ts';

const NAME = 'namespace-controller';
/** A namespace that is being deleted is left alone for so long, so that late writers have found out. */
const GRACE = 5000;

/** Empties namespaces that are being deleted, and then lets them go. */
export const namespaceController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly informers: Informers;
}

function make({ core, door, informers }: ControllerDeps) {
  const desk: Desk = { core, client: createApiClient(door, NAME), informers };
  return partOf(NAME, () => {
    const namespaces = informers.of(NAMESPACES);
    const queue: WorkQueue = createWorkQueue(core, NAME, (name) => {
      const namespace = namespaces.get(name);
      if (namespace?.metadata.deletionTimestamp !== undefined) empty(desk, namespace, queue);
      return 'done';
    });
    return [
      namespaces.listen((after, before) => {
        const begun = after?.metadata.deletionTimestamp !== undefined;
        if (begun && before?.metadata.deletionTimestamp === undefined)
          queue.addAfter(after.metadata.name, GRACE);
      }),
      () => queue.clear(),
    ];
  });
}

/** @upstream pkg/controller/namespace/deletion/namespaced_resources_deleter.go Delete */
function empty(desk: Desk, namespace: Namespace, queue: WorkQueue): void {
  const { name } = namespace.metadata;
  // Pods go first; all else waits until the last of them has gone.
  const types = allResourceTypes().filter(({ namespaced }) => namespaced);
  const podsLeft = deleteAll(desk, PODS, name);
  const left = podsLeft.length > 0 ? podsLeft : types.flatMap((type) => deleteAll(desk, type, name));
  const held = left.filter(({ metadata }) => (metadata.finalizers ?? []).length > 0);
  writeConditions(desk, namespace, left, held);
  if (left.length === 0) return finalize(desk, namespace);
  const grace = Math.max(0, ...podsLeft.map(({ metadata }) => metadata.deletionGracePeriodSeconds ?? 0));
  queue.addAfter(name, (Math.floor((podsLeft.length > 0 ? grace : 15) / 2) + 1) * 1000);
}

/** Deletes the objects of a kind and gives those that are still there. */
function deleteAll(
  { client, informers }: Desk,
  type: ResourceType,
  namespace: string,
): readonly KubeObject[] {
  const objects = informers.of(type).index('namespace', (one) => [one.metadata.namespace ?? '']);
  for (const { metadata } of objects.get(namespace))
    if (metadata.deletionTimestamp === undefined)
      client.delete(type, metadata, { propagationPolicy: 'Background' });
  return objects.get(namespace);
}

function finalize({ client }: Desk, namespace: Namespace): void {
  const spec = { ...namespace.spec, finalizers: [] };
  const latest = client.get(NAMESPACES, namespace.metadata);
  if (latest.ok) client.update(NAMESPACES, { ...latest.value, spec }, 'finalize');
}

function writeConditions(
  { core, client }: Desk,
  namespace: Namespace,
  left: readonly KubeObject[],
  held: readonly KubeObject[],
): void {
  const condition = (type: string, failed: boolean, reason: string, message: string): NamespaceCondition => ({
    type,
    status: failed ? 'True' : 'False',
    lastTransitionTime: timestampAt(core),
    reason,
    message,
  });
  const pods = left.filter(({ kind }) => kind === 'Pod').length;
  const stuck =
    pods > 0
      ? `unexpected items still remain in namespace: ${namespace.metadata.name} for gvr: /v1, Resource=pods`
      : '';
  const conditions = [
    condition(
      'NamespaceDeletionDiscoveryFailure',
      false,
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ),
    condition(
      'NamespaceDeletionGroupVersionParsingFailure',
      false,
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    pods > 0
      ? condition(
          'NamespaceDeletionContentFailure',
          true,
          'ContentDeletionFailed',
          `Failed to delete all resource types, 1 remaining: ${stuck}`,
        )
      : condition(
          'NamespaceDeletionContentFailure',
          false,
          'ContentDeleted',
          'All content successfully deleted, may be waiting on finalization',
        ),
    pods === 0 && left.length > 0
      ? condition('NamespaceContentRemaining', true, 'SomeResourcesRemain', remainingText(left))
      : condition('NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed'),
    held.length > 0
      ? condition('NamespaceFinalizersRemaining', true, 'SomeFinalizersRemain', finalizersText(held))
      : condition(
          'NamespaceFinalizersRemaining',
          false,
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ),
  ];
  let all: readonly NamespaceCondition[] = namespace.status.conditions ?? [];
  for (const one of conditions) all = withCondition(all, one);
  client.update(NAMESPACES, { ...namespace, status: { ...namespace.status, conditions: all } }, 'status');
}

function remainingText(left: readonly KubeObject[]): string {
  return `Some resources are remaining: ${counted(left.map(({ kind }) => `${kind.toLowerCase()}s.`))
    .map(([name, count]) => `${name} has ${count} resource instances`)
    .join(', ')}`;
}

function finalizersText(held: readonly KubeObject[]): string {
  const names = held.flatMap(({ metadata }) => metadata.finalizers ?? []);
  return `Some content in the namespace has finalizers remaining: ${counted(names)
    .map(([name, count]) => `${name} in ${count} resource instances`)
    .join(', ')}`;
}

function counted(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
}
