import { deepEqual } from '../../base/equal.ts';
import type { ApiClient } from '../api-client.ts';
import type { Index } from '../informer.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { LabelSelector, PodTemplateSpec } from '../kinds/types.data.ts';
import { CONTROLLER_REVISIONS, type ControllerRevision } from '../resource-type.ts';
import { controllerReference } from './owner.ts';
import { templateHash } from './template-hash.ts';

/** Label by which Pods and revisions say which template they have. */
export const REVISION_HASH = 'controller-revision-hash';
const HASH = 'controller.kubernetes.io/hash';

/** A DaemonSet or StatefulSet, as far as its revisions go. */
export interface RevisionOwner extends KubeObject {
  readonly spec: {
    readonly template: PodTemplateSpec;
    readonly selector: LabelSelector;
    readonly revisionHistoryLimit?: number;
  };
}

/** The part of a workload that its revisions keep. */
export function revisionData({ spec }: RevisionOwner): unknown {
  return { spec: { template: { $patch: 'replace', ...spec.template } } };
}

/**
 * The revision of the present template, made or brought to the front where needed, and the older ones, oldest first.
 * @upstream pkg/controller/statefulset/stateful_set_control.go getStatefulSetRevisions
 */
export function currentRevision(
  client: ApiClient,
  byOwner: Index<ControllerRevision>,
  owner: RevisionOwner,
): { readonly current: ControllerRevision | undefined; readonly old: readonly ControllerRevision[] } {
  const all = byOwner.get(owner.metadata.uid).toSorted((one, other) => one.revision - other.revision);
  const data = revisionData(owner);
  const known = all.find((revision) => deepEqual(revision.data, data));
  const newest = all.at(-1);
  const next = (newest?.revision ?? 0) + 1;
  const old = all.filter((revision) => revision !== known);
  if (known === newest && known) return { current: known, old };
  const answer = known
    ? client.update(CONTROLLER_REVISIONS, { ...known, revision: next })
    : client.create(CONTROLLER_REVISIONS, draft(owner, data, next));
  return { current: answer.ok ? answer.value : undefined, old };
}

function draft(owner: RevisionOwner, data: unknown, revision: number) {
  const hash = templateHash(owner.spec.template);
  const { name, namespace = '' } = owner.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision' as const,
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...owner.spec.template.metadata.labels, [HASH]: hash },
      ownerReferences: [controllerReference(owner)],
    },
    data,
    revision,
  };
}

/** Forgets the oldest revisions that no Pod has, beyond the limit. */
export function trimRevisions(
  client: ApiClient,
  { spec }: RevisionOwner,
  old: readonly ControllerRevision[],
  used: ReadonlySet<string>,
): void {
  const unused = old.filter(({ metadata }) => !used.has(metadata.name) && !used.has(hashOf(metadata.labels)));
  for (const { metadata } of unused.slice(0, Math.max(0, unused.length - (spec.revisionHistoryLimit ?? 10))))
    client.delete(CONTROLLER_REVISIONS, metadata);
}

/** The hash in a revision's labels. */
export function hashOf(labels: Readonly<Record<string, string>> | undefined): string {
  return labels?.[HASH] ?? '';
}
