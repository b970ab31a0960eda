import { bad, good, type Result } from '../../base/result.ts';
import type { ApiRequest, ApiResponse, Status } from '../client.ts';
import type { KubeObject } from '../kinds/object.ts';
import { valueAt } from '../kinds/plain.ts';
import { asKubeObject } from '../kinds/typed.decode.ts';
import type { Api, Call, Outcome } from './api.ts';
import { decodeBody } from './body.ts';
import { deleteCollection, deleteObject } from './delete.ts';
import { negotiate, type Accepted } from './negotiate.ts';
import { applyTo, readConfiguration } from './patch/apply.ts';
import { patchKind, readPatch, unsupportedPatch } from './patch/patch.ts';
import { queryFlag, queryValue, writeOptions } from './query.ts';
import { getObject, listBody, listObjects, presented, type Listed } from './read.ts';
import type { Route } from './route.ts';
import { badRequest, methodNotAllowed, noSuchPath, notFound } from './status.ts';
import { evictPod } from './eviction.ts';
import { bindPod } from './pod-binding.ts';
import { requestToken } from './service-account-token.ts';
import { applyScale, SCALE, scaleOf, updateScale } from './subresource.ts';
import { partialMetadata, tableOf, type IncludeObject } from './table.ts';
import { watchObjects } from './watch.ts';
import { createObject, inNamespace, updateObject, type UpdatePart } from './write.ts';
import { podStream } from './pod-stream.ts';

type Answer = Result<ApiResponse, Status>;

/** Answers a request that leads to a kind. */
export function answer(api: Api, request: ApiRequest, route: Route, warnings: string[]): Answer {
  const call: Call = {
    request,
    served: route.served,
    kind: route.served.kind,
    namespace: route.namespace,
    name: route.name,
    subresource: route.subresource,
    dryRun: false,
    fieldManager: '',
    fieldValidation: 'Warn',
    warnings,
  };
  const accepted = negotiate(request);
  if (!accepted.ok) return accepted;
  const { resource, subresources = [] } = route.served.kind;
  if (call.subresource !== '' && !subresources.includes(call.subresource)) return bad(noSuchPath());
  if (resource.kind === 'Endpoints')
    warnings.push('v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice');
  const watching = route.watch || (call.name === '' && queryFlag(request, 'watch'));
  if (watching && request.method === 'GET' && call.subresource === '')
    return watchAnswer(api, call, accepted.value);
  return dispatch(api, call, accepted.value);
}

function dispatch(api: Api, call: Call, accepted: Accepted): Answer {
  switch (call.request.method) {
    case 'GET':
      return readAnswer(api, call, accepted);
    case 'POST':
      return podStream(api, call) ?? shown(api, call, accepted, post(api, call));
    case 'PUT':
      return call.name === '' ? bad(methodNotAllowed()) : shown(api, call, accepted, put(api, call));
    case 'PATCH':
      return call.name === '' ? bad(methodNotAllowed()) : shown(api, call, accepted, patch(api, call));
    case 'DELETE':
      return shown(api, call, accepted, remove(api, call));
    default:
      return bad(methodNotAllowed());
  }
}

function readAnswer(api: Api, call: Call, accepted: Accepted): Answer {
  const stream = podStream(api, call);
  if (stream) return stream;
  if (call.subresource === 'scale') {
    const object = api.store.get(call.kind, call.namespace, call.name);
    if (!object) return bad(notFound(call.kind.resource, call.name));
    return good({ type: 'object', status: 200, body: scaleOf(call, object) });
  }
  if (
    call.subresource !== '' &&
    call.subresource !== 'status' &&
    call.subresource !== 'ephemeralcontainers' &&
    call.subresource !== 'resize'
  )
    return bad(methodNotAllowed());
  if (call.name !== '') return shown(api, call, accepted, getObject(api, call));
  if (call.served.kind.fieldNames === undefined && call.kind.resource.plural === '')
    return bad(methodNotAllowed());
  const listed = listObjects(api, call);
  return listed.ok
    ? good({ type: 'object', status: 200, body: listForm(api, call, accepted, listed.value) })
    : listed;
}

function listForm(api: Api, call: Call, accepted: Accepted, listed: Listed): unknown {
  switch (accepted) {
    case 'object':
      return listBody(call, listed);
    case 'table':
      return tableOf(call.kind, listed, api.context(), includeOf(call));
    case 'partial':
    case 'partial-list':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata: listed.metadata,
        items: listed.items.map((item) => partialMetadata(item)),
      };
  }
}

function includeOf({ request }: Call): IncludeObject {
  const value = queryValue(request, 'includeObject');
  return value === 'None' || value === 'Object' ? value : 'Metadata';
}

/** One object in the form that was asked for. */
function objectForm(api: Api, call: Call, accepted: Accepted, object: unknown): unknown {
  if (accepted === 'object' || !isOfKind(call, object)) return object;
  if (accepted === 'table') {
    const { resourceVersion } = object.metadata;
    return tableOf(
      call.kind,
      { items: [object], metadata: { resourceVersion } },
      api.context(),
      includeOf(call),
    );
  }
  return partialMetadata(object);
}

function isOfKind(call: Call, object: unknown): object is KubeObject {
  return asKubeObject(object).kind === call.served.kindName;
}

function shown(api: Api, call: Call, accepted: Accepted, outcome: Outcome): Answer {
  if (!outcome.ok) return outcome;
  const { code, object } = outcome.value;
  return good({ type: 'object', status: code, body: objectForm(api, call, accepted, object) });
}

function watchAnswer(api: Api, call: Call, accepted: Accepted): Answer {
  return watchObjects(api, call, (object, first) => {
    if (accepted === 'object') return object;
    if (accepted !== 'table') return partialMetadata(object);
    const { resourceVersion } = object.metadata;
    const listed = { items: [object], metadata: { resourceVersion } };
    return tableOf(call.kind, listed, api.context(), includeOf(call), first);
  });
}

function withOptions(
  call: Call,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  isApply = false,
): Result<Call, Status> {
  const options = writeOptions(call.request, kind, isApply);
  return options.ok ? good({ ...call, ...options.value }) : options;
}

function post(api: Api, original: Call): Outcome {
  if (original.name !== '' && original.subresource === '') return bad(methodNotAllowed());
  const optioned = withOptions(original, 'CreateOptions');
  if (!optioned.ok) return optioned;
  const call = optioned.value;
  if (call.subresource === 'binding') return bindPod(api, call);
  if (call.subresource === 'eviction') return evictPod(api, call);
  if (call.subresource === 'token') return requestToken(api, call);
  if (call.subresource !== '') return bad(methodNotAllowed());
  const { namespaced } = call.kind.resource;
  if (namespaced && call.namespace === '') return bad(methodNotAllowed());
  const body = decodeBody(api, call);
  if (!body.ok) return body;
  const created = createObject(api, call, body.value);
  return presentedOutcome(call, created);
}

function presentedOutcome(call: Call, outcome: Outcome): Outcome {
  if (!outcome.ok || !call.served.fromStored) return outcome;
  return good({ ...outcome.value, object: presented(call, asKubeObject(outcome.value.object)) });
}

function partOf(call: Call): UpdatePart {
  return call.subresource === '' ? 'all' : call.subresource;
}

function put(api: Api, original: Call): Outcome {
  const optioned = withOptions(original, 'UpdateOptions');
  if (!optioned.ok) return optioned;
  const call = optioned.value;
  const isScale = call.subresource === 'scale';
  const body = decodeBody(api, isScale ? { ...call, served: { ...call.served, ...SCALE } } : call);
  if (!body.ok) return body;
  const named = sameName(call, body.value);
  if (!named.ok) return named;
  if (isScale) return updateScale(api, call, () => named);
  const placed = inNamespace(call, named.value);
  if (!placed.ok) return placed;
  const missing = api.store.get(call.kind, call.namespace, call.name) === undefined;
  if (missing && call.kind.createOnUpdate === true && call.subresource === '')
    return createObject(api, call, placed.value);
  const defaults = call.kind.defaults ?? same;
  const part = partOf(call);
  // A status comes with the spec as it was read: that has its defaults.
  const change = (old: KubeObject): Result<KubeObject, Status> =>
    good(part === 'status' && isSameSpec(placed.value, old) ? placed.value : defaults(placed.value));
  return presentedOutcome(call, updateObject(api, call, change, part));
}

function isSameSpec(one: KubeObject, other: KubeObject): boolean {
  const spec = valueAt(one, 'spec');
  return spec !== undefined && spec === valueAt(other, 'spec');
}

function same(object: KubeObject): KubeObject {
  return object;
}

function sameName(call: Call, object: KubeObject): Result<KubeObject, Status> {
  const { name } = object.metadata;
  if (name === undefined || name === '')
    return bad(
      badRequest(
        `the name of the object (${call.name} based on URL) was undeterminable: name must be provided`,
      ),
    );
  if (name !== call.name)
    return bad(
      badRequest(`the name of the object (${name}) does not match the name on the URL (${call.name})`),
    );
  return good(object);
}

function patch(api: Api, original: Call): Outcome {
  const kind = patchKind(original);
  if (kind === undefined) return bad(unsupportedPatch());
  const optioned = withOptions(original, 'PatchOptions', kind === 'apply');
  if (!optioned.ok) return optioned;
  const call = optioned.value;
  if (kind === 'apply') return apply(api, call);
  const isScale = call.subresource === 'scale';
  const target = isScale ? { ...call, served: { ...call.served, ...SCALE } } : call;
  const step = readPatch(api, target, kind);
  if (!step.ok) return step;
  const change = (old: KubeObject): Result<KubeObject, Status> => {
    const patched = step.value(old);
    if (!patched.ok) return patched;
    const named = sameName(call, patched.value);
    return named.ok ? inNamespace(call, named.value) : named;
  };
  if (isScale) return updateScale(api, call, change);
  const defaults = call.kind.defaults ?? same;
  const defaulted = (old: KubeObject): Result<KubeObject, Status> => {
    const changed = change(old);
    return changed.ok ? good(defaults(changed.value)) : changed;
  };
  return presentedOutcome(call, updateObject(api, call, defaulted, partOf(call)));
}

/** Server-side apply: makes the object, or changes what the configuration says and its manager owned. */
function apply(api: Api, original: Call): Outcome {
  const config = readConfiguration(original);
  if (!config.ok) return config;
  const call: Call = { ...original, tracked: true };
  if (call.subresource === 'scale') return applyScale(api, call, config.value);
  const defaults = call.kind.defaults ?? same;
  const change = (live: KubeObject | undefined): Result<KubeObject, Status> => {
    const applied = applyTo(api, call, config.value, live);
    if (!applied.ok) return applied;
    const named = sameName(call, applied.value);
    if (!named.ok) return named;
    const placed = inNamespace(call, named.value);
    return placed.ok ? good(defaults(placed.value)) : placed;
  };
  if (api.store.get(call.kind, call.namespace, call.name))
    return presentedOutcome(call, updateObject(api, call, change, partOf(call)));
  const made = change(undefined);
  if (!made.ok) return made;
  if (call.subresource !== '') return bad(notFound(call.kind.resource, call.name));
  return presentedOutcome(call, createObject(api, call, made.value));
}

function remove(api: Api, call: Call): Outcome {
  if (call.subresource !== '') return bad(methodNotAllowed());
  if (call.name !== '') return deleteObject(api, call);
  if (call.kind.noDeleteCollection === true || (call.kind.resource.namespaced && call.namespace === ''))
    return bad(methodNotAllowed());
  return deleteCollection(api, call);
}
