import { freezeDeep } from '../../base/json.ts';
import type { Answer, ApiClient } from '../api-client.ts';
import type { EventRecorder } from '../event-recorder.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { OwnerReference, Pod, PodTemplateSpec } from '../kinds/types.data.ts';
import { PODS } from '../resource-type.ts';
import { controllerReference } from './owner.ts';

/** How a Pod differs from the template it is made from. */
export interface PodOverrides {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly spec?: Partial<Pod['spec']>;
}

/** Makes and deletes the Pods of one kind of owner, with the Events that tell of it. */
export interface PodControl {
  create(owner: KubeObject, template: PodTemplateSpec, overrides?: PodOverrides): Answer<Pod>;
  /** Whether the Pod is gone or going. */
  remove(owner: KubeObject, pod: Pod): boolean;
}

/**
 * Makes a Pod control that writes in the name of a client.
 * @upstream pkg/controller/controller_utils.go RealPodControl
 */
export function createPodControl(client: ApiClient, record: EventRecorder): PodControl {
  /** The same list for all Pods of an owner. */
  const references = new WeakMap<KubeObject, readonly OwnerReference[]>();
  const ownedBy = (owner: KubeObject): readonly OwnerReference[] => {
    const list = references.get(owner) ?? freezeDeep([controllerReference(owner)]);
    references.set(owner, list);
    return list;
  };
  return {
    create(owner, template, overrides = {}) {
      const answer = client.create(PODS, podFromTemplate(owner, template, overrides, ownedBy(owner)));
      if (answer.ok) note(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${answer.value.metadata.name}`);
      else if (!isNamespaceEnding(answer.error.details?.causes))
        note(owner, 'Warning', 'FailedCreate', `Error creating: ${answer.error.message ?? ''}`);
      return answer;
    },
    remove(owner, pod) {
      if (pod.metadata.deletionTimestamp !== undefined) return true;
      const answer = client.delete(PODS, pod.metadata);
      if (answer.ok) note(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
      else if (answer.error.code !== 404)
        note(owner, 'Warning', 'FailedDelete', `Error deleting: ${answer.error.message ?? ''}`);
      return answer.ok || answer.error.code === 404;
    },
  };

  function note(owner: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void {
    record(owner, { type, reason, message });
  }
}

function isNamespaceEnding(causes: readonly { readonly reason?: string }[] | undefined): boolean {
  return causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
}

/** The Pod that a template gives an owner, not yet stored. */
export function podFromTemplate(
  owner: KubeObject,
  template: PodTemplateSpec,
  overrides: PodOverrides,
  ownerReferences: readonly OwnerReference[] = [controllerReference(owner)],
) {
  const { metadata, spec } = template;
  const labels = overrides.labels ? { ...metadata.labels, ...overrides.labels } : (metadata.labels ?? {});
  const annotations = { ...metadata.annotations, ...overrides.annotations };
  const finalizers = [...(metadata.finalizers ?? []), ...(overrides.finalizers ?? [])];
  return {
    apiVersion: 'v1' as const,
    kind: 'Pod' as const,
    metadata: {
      ...(overrides.name === undefined
        ? { generateName: `${owner.metadata.name}-` }
        : { name: overrides.name }),
      namespace: owner.metadata.namespace ?? '',
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ...(finalizers.length > 0 && { finalizers }),
      ownerReferences,
    },
    // What all Pods have from the template stays the template's, which is frozen: nobody has to read it again.
    spec: overrides.spec ? { ...spec, ...overrides.spec } : spec,
  };
}
