import type { ApiClient } from '../api-client.ts';
import type { KubeObject } from '../kinds/object.ts';
import { fromLabelSelector, matches } from '../kinds/selectors.ts';
import type { LabelSelector } from '../kinds/types.data.ts';
import type { ResourceType } from '../resource-type.ts';
import { controllerOf, controllerReference } from './owner.ts';

/**
 * What an owner controls among the objects of its namespace: orphans that its selector takes are adopted, objects that it
 * takes no longer are released.
 * @upstream pkg/controller/controller_ref_manager.go ClaimObject
 */
export function adopt<Obj extends KubeObject>(
  client: ApiClient,
  type: ResourceType<Obj>,
  owner: KubeObject,
  labelSelector: LabelSelector | undefined,
  objects: readonly Obj[],
): readonly Obj[] {
  const selector = fromLabelSelector(labelSelector);
  const claimed: Obj[] = [];
  for (const object of objects) {
    const controller = controllerOf(object);
    const mine = controller?.uid === owner.metadata.uid;
    if (controller && !mine) continue;
    const taken = matches(selector, object.metadata.labels);
    const dying = owner.metadata.deletionTimestamp !== undefined;
    if (mine && taken) claimed.push(object);
    else if (mine && !dying) release(client, type, owner, object);
    else if (!mine && taken && !dying && object.metadata.deletionTimestamp === undefined) {
      const adopted = claim(client, type, owner, object);
      if (adopted) claimed.push(adopted);
    }
  }
  return claimed;
}

function claim<Obj extends KubeObject>(
  client: ApiClient,
  type: ResourceType<Obj>,
  owner: KubeObject,
  { metadata }: Obj,
): Obj | undefined {
  const patch = { metadata: { uid: metadata.uid, ownerReferences: [controllerReference(owner)] } };
  const answer = client.patch(type, metadata, patch);
  return answer.ok ? answer.value : undefined;
}

function release<Obj extends KubeObject>(
  client: ApiClient,
  type: ResourceType<Obj>,
  owner: KubeObject,
  { metadata }: Obj,
): void {
  const gone = { $patch: 'delete', uid: owner.metadata.uid };
  client.patch(type, metadata, { metadata: { uid: metadata.uid, ownerReferences: [gone] } });
}
