import { bad, good, type Result } from '../base/result.ts';
import { listOf, objectOf, statusOf } from './body.decode.ts';
import type { ApiDoor, ApiRequest, KubeList, Status } from './client.ts';
import type { KubeObject } from './kinds/object.ts';
import { resourcePath, type ObjectName, type ResourceType } from './resource-type.ts';

/** A request's outcome: the object as stored, or the Status that says why not. */
export type Answer<Value> = Result<Value, Status>;

/** Kinds of patch by their content types. */
export type PatchType = 'json' | 'merge' | 'strategic-merge' | 'apply';

/** What may accompany a delete. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** An object that is not stored yet: what the server fills in is missing. */
export type Draft<Obj extends KubeObject> = Partial<Omit<Obj, 'metadata' | 'spec' | 'status'>> & {
  readonly kind: Obj['kind'];
  readonly metadata: Partial<Obj['metadata']>;
  readonly spec?: unknown;
  readonly status?: unknown;
};

/** A changed object; lists that are left out are emptied. */
export type Changed<Obj extends KubeObject> = Partial<Obj> & { readonly metadata: Obj['metadata'] };

/** The API server as the parts of the cluster use it: typed verbs over the door, in the name of one part. */
export interface ApiClient {
  readonly user: string;
  get<Obj extends KubeObject>(type: ResourceType<Obj>, name: ObjectName): Answer<Obj>;
  list<Obj extends KubeObject>(
    type: ResourceType<Obj>,
    options?: {
      readonly namespace?: string;
      readonly labelSelector?: string;
      readonly fieldSelector?: string;
    },
  ): Answer<KubeList<Obj>>;
  create<Obj extends KubeObject>(type: ResourceType<Obj>, object: Draft<Obj>): Answer<Obj>;
  update<Obj extends KubeObject>(
    type: ResourceType<Obj>,
    object: Changed<Obj>,
    subresource?: string,
  ): Answer<Obj>;
  patch<Obj extends KubeObject>(
    type: ResourceType<Obj>,
    name: ObjectName,
    patch: unknown,
    options?: { readonly type?: PatchType; readonly subresource?: string },
  ): Answer<Obj>;
  /** Posts to a subresource of an object: binding, eviction. */
  post(type: ResourceType, name: ObjectName, subresource: string, body: unknown): Answer<KubeObject>;
  delete(type: ResourceType, name: ObjectName, options?: DeleteOptions): Answer<KubeObject>;
}

const PATCHES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  'strategic-merge': 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

const NO_QUERY = {};
const NO_HEADERS = {};

/** Makes a client in the name of a part: `deployment-controller`, `kubelet/node-905m`. */
export function createApiClient(door: ApiDoor, user: string): ApiClient {
  const send = (request: Partial<ApiRequest> & Pick<ApiRequest, 'method' | 'path'>): Answer<unknown> => {
    const response = door({ query: NO_QUERY, headers: NO_HEADERS, user, ...request });
    if (response.type !== 'object')
      return bad(statusOf({ code: 500, message: `answered by ${response.type}` }));
    return response.status < 300 ? good(response.body) : bad(statusOf(response.body));
  };
  const object = <Obj extends KubeObject>(type: ResourceType<Obj>, answer: Answer<unknown>): Answer<Obj> =>
    answer.ok ? good(objectOf(type, answer.value)) : answer;
  return {
    user,
    get: (type, name) => object(type, send({ method: 'GET', path: resourcePath(type, name) })),
    list: (type, options = {}) => {
      const answer = send({ method: 'GET', path: resourcePath(type, options), query: selectorsOf(options) });
      return answer.ok ? good(listOf(answer.value)) : answer;
    },
    create: (type, body) =>
      object(
        type,
        send({ method: 'POST', path: resourcePath(type, { namespace: body.metadata.namespace }), body }),
      ),
    update: (type, body, subresource) =>
      object(type, send({ method: 'PUT', path: pathOf(type, body.metadata, subresource), body })),
    patch: (type, name, body, options = {}) =>
      object(
        type,
        send({
          method: 'PATCH',
          path: pathOf(type, name, options.subresource),
          headers: { 'content-type': PATCHES[options.type ?? 'strategic-merge'] },
          body,
        }),
      ),
    post: (type, name, subresource, body) =>
      object(type, send({ method: 'POST', path: pathOf(type, name, subresource), body })),
    delete: (type, name, options) =>
      object(
        type,
        send({
          method: 'DELETE',
          path: pathOf(type, name),
          ...(options && { body: { kind: 'DeleteOptions', apiVersion: 'v1', ...options } }),
        }),
      ),
  };
}

function pathOf(type: ResourceType, { name, namespace }: ObjectName, subresource?: string): string {
  return resourcePath(type, { name, namespace, ...(subresource !== undefined && { subresource }) });
}

function selectorsOf(options: {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}): Record<string, readonly string[]> {
  return {
    ...(options.labelSelector !== undefined && { labelSelector: [options.labelSelector] }),
    ...(options.fieldSelector !== undefined && { fieldSelector: [options.fieldSelector] }),
  };
}
