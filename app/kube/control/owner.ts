import { nameKey } from '../resource-type.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { OwnerReference } from '../kinds/types.data.ts';

/** The reference to the controller that manages an object, if one does. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

/** The reference that marks an object as managed by its owner. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The key under which the controller of an object waits in its queue, if it is of that kind. */
export function controllerKey(object: KubeObject | undefined, kind: string): string | undefined {
  const owner = object && controllerOf(object);
  return owner?.kind === kind
    ? nameKey({ namespace: object?.metadata.namespace, name: owner.name })
    : undefined;
}

/** Index key of the controller's UID, for finding what an owner manages. */
export function controllerUid(object: KubeObject): readonly string[] {
  const owner = controllerOf(object);
  return owner ? [owner.uid] : [];
}

/** Index key of the namespace of what nobody manages, for finding orphans. */
export function orphanNamespace(object: KubeObject): readonly string[] {
  return controllerOf(object) ? [] : [object.metadata.namespace ?? ''];
}
