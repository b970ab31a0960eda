import type { Informer, Informers } from '../informer.ts';
import { kinds } from '../kinds/index.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { ResourceType } from '../resource-type.ts';

/** Every kind of object that is served, as clients address it. */
export function allResourceTypes(): readonly ResourceType[] {
  return kinds.map(({ resource: { group, version, plural, kind, namespaced } }) => ({
    group,
    version,
    plural,
    kind,
    namespaced,
  }));
}

/** All objects by UID and by owner, over all kinds but Events, which nobody owns and which own nothing. */
export interface OwnershipGraph {
  /** The object of that UID, if it is there. */
  find(uid: string): { readonly type: ResourceType; readonly object: KubeObject } | undefined;
  dependentsOf(uid: string): readonly { readonly type: ResourceType; readonly object: KubeObject }[];
  /** Calls for every object and every change. */
  listen(
    listener: (type: ResourceType, after: KubeObject | undefined, before: KubeObject | undefined) => void,
  ): () => void;
}

/** Watches all kinds. @upstream pkg/controller/garbagecollector/graph_builder.go */
export function createOwnershipGraph(informers: Informers): OwnershipGraph {
  const types = allResourceTypes().filter(({ kind }) => kind !== 'Event');
  const stores = types.map((type) => ({ type, informer: informers.of(type) }));
  const indexes = stores.map(({ type, informer }) => ({
    type,
    owners: informer.index('owners', ({ metadata }) =>
      (metadata.ownerReferences ?? []).map(({ uid }) => uid),
    ),
  }));
  const byUid = new Map<
    string,
    { readonly informer: Informer<KubeObject>; readonly key: string; readonly type: ResourceType }
  >();
  return {
    find(uid) {
      const place = byUid.get(uid);
      const object = place?.informer.get(place.key);
      return place && object ? { type: place.type, object } : undefined;
    },
    dependentsOf: (uid) =>
      indexes.flatMap(({ type, owners }) => owners.get(uid).map((object) => ({ type, object }))),
    listen(listener) {
      const stops = stores.map(({ type, informer }) =>
        informer.listen((after, before) => {
          if (before && before.metadata.uid !== after?.metadata.uid) byUid.delete(before.metadata.uid);
          if (after && after.metadata.uid !== before?.metadata.uid) {
            const { namespace, name, uid } = after.metadata;
            const key = namespace === undefined ? name : `${namespace}/${name}`;
            byUid.set(uid, { informer, key, type });
          }
          listener(type, after, before);
        }),
      );
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
