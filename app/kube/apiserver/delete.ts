import { bad, good, type Result } from '../../base/result.ts';
import type { Status } from '../client.ts';
import { invalid, notSupported, type FieldError } from '../kinds/field-error.ts';
import type { KubeObject } from '../kinds/object.ts';
import { isObject, valueAt } from '../kinds/plain.ts';
import { asKubeObject, retyped } from '../kinds/typed.decode.ts';
import { admitDelete } from './admission/index.ts';
import type { Api, Call, Outcome } from './api.ts';
import { parseJson } from './decode/json-text.ts';
import { decodeWire } from './decode/wire-decode.ts';
import { gracefulDeletion, type Grace } from './grace.ts';
import { dryRunErrors, optionsInvalid, queryValue } from './query.ts';
import { listBody, presented, requestFilter, selectObjects } from './read.ts';
import { badRequest, conflict, notFound } from './status.ts';
import { isHeldNamespace, nowText } from './write.ts';

/** metav1.DeleteOptions as far as the server looks at them. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: readonly string[];
}

/** Deletes one object, at once or after its finalizers and its time of grace. @upstream store.go Delete */
export function deleteObject(api: Api, call: Call): Outcome {
  const options = deleteOptions(api, call);
  if (!options.ok) return options;
  const old = api.store.get(call.kind, call.namespace, call.name);
  const refused = admitDelete(api, call, old);
  if (refused) return bad(refused);
  if (!old) return bad(notFound(call.kind.resource, call.name));
  const violated = violatedPrecondition(call, old, options.value);
  if (violated) return bad(violated);
  const dryRun = (options.value.dryRun ?? []).length > 0;
  if (isHeldNamespace(old)) return good({ code: 200, object: beginNamespaceEnd(api, call, old, dryRun) });
  const { object, finished } = removeObject(api, call, old, options.value, dryRun);
  const showObject = !finished || call.kind.deleteShowsObject === true;
  const code = 200;
  return good({ code, object: showObject ? presented(call, object) : deletedStatus(call, old) });
}

/** A namespace is marked first; it goes when it has been emptied. @upstream pkg/registry/core/namespace/storage Delete */
function beginNamespaceEnd(api: Api, call: Call, old: KubeObject, dryRun: boolean): KubeObject {
  if (old.metadata.deletionTimestamp !== undefined) return old;
  const status = valueAt(old, 'status');
  const marked = asKubeObject({
    ...old,
    metadata: { ...old.metadata, deletionTimestamp: nowText(api) },
    status: { ...(isObject(status) && status), phase: 'Terminating' },
  });
  return dryRun ? marked : api.store.put(call.kind, marked);
}

/** Deletes every object that the selectors take; answers with their list. */
export function deleteCollection(api: Api, call: Call): Outcome {
  const options = deleteOptions(api, call);
  if (!options.ok) return options;
  const filter = requestFilter(call);
  if (!filter.ok) return filter;
  const dryRun = (options.value.dryRun ?? []).length > 0;
  const chosen = selectObjects(api, call.kind, filter.value);
  const resourceVersion = String(api.store.revision);
  for (const object of chosen) removeObject(api, call, object, options.value, dryRun);
  return good({ code: 200, object: listBody(call, { items: chosen, metadata: { resourceVersion } }) });
}

/** Takes the first steps of a deletion: marks the object while something holds it, removes it otherwise. */
export function removeObject(
  api: Api,
  call: Pick<Call, 'kind'>,
  old: KubeObject,
  options: DeleteOptions,
  dryRun: boolean,
): { readonly object: KubeObject; readonly finished: boolean } {
  const { kind } = call;
  const grace = gracefulDeletion(kind, old, options);
  const finalizers = finalizersFor(kind.resource.kind, old, options, kind.orphansByDefault === true);
  const held = finalizers.length > 0 || grace.waits;
  if (!held) return finish(api, call, withDeletion(api, old, grace, finalizers), old, dryRun);
  const marked = withDeletion(api, old, grace, finalizers);
  if (marked === old) return { object: old, finished: false };
  return { object: dryRun ? marked : api.store.put(kind, marked), finished: false };
}

function finish(
  api: Api,
  { kind }: Pick<Call, 'kind'>,
  object: KubeObject,
  old: KubeObject,
  dryRun: boolean,
): { readonly object: KubeObject; readonly finished: boolean } {
  const shown = kind.resource.kind === 'Pod' ? object : old;
  if (dryRun) return { object: shown, finished: true };
  api.store.remove(kind, shown);
  if (kind.resource.kind === 'Service') api.services.settle(old, undefined);
  return { object: shown, finished: true };
}

function withDeletion(api: Api, old: KubeObject, grace: Grace, finalizers: readonly string[]): KubeObject {
  const { metadata } = old;
  const sameFinalizers = finalizers.join() === (metadata.finalizers ?? []).join();
  const marked = metadata.deletionTimestamp !== undefined;
  if (marked && sameFinalizers && metadata.deletionGracePeriodSeconds === grace.seconds) return old;
  const { finalizers: _old, ...kept } = metadata;
  return {
    ...old,
    metadata: {
      ...kept,
      ...(!marked && metadata.generation !== undefined && { generation: metadata.generation + 1 }),
      deletionTimestamp: deletionTime(api, metadata, grace),
      deletionGracePeriodSeconds: grace.seconds,
      ...(finalizers.length > 0 && { finalizers }),
    },
  };
}

/** A shorter grace moves the end forward from the moment the deletion began. */
function deletionTime(
  api: Api,
  { deletionTimestamp, deletionGracePeriodSeconds = 0 }: KubeObject['metadata'],
  grace: Grace,
): string {
  if (deletionTimestamp === undefined) return nowText(api, grace.seconds);
  if (deletionGracePeriodSeconds === grace.seconds) return deletionTimestamp;
  const began = Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
  return new Date(began + grace.seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The finalizers of an object once its deletion says what becomes of its dependents. @upstream store.go deletionFinalizersForGarbageCollection */
function finalizersFor(
  kindName: string,
  { metadata }: KubeObject,
  options: DeleteOptions,
  orphansByDefault: boolean,
): readonly string[] {
  const has = metadata.finalizers ?? [];
  const orphan = wantsOrphan(options, has, orphansByDefault);
  const foreground = wantsForeground(options, has);
  const kept = has.filter((one) => one !== 'orphan' && one !== 'foregroundDeletion');
  if (kindName === 'Event') return has;
  return [...kept, ...(orphan ? ['orphan'] : []), ...(foreground ? ['foregroundDeletion'] : [])];
}

function wantsOrphan(options: DeleteOptions, has: readonly string[], byDefault: boolean): boolean {
  if (options.orphanDependents !== undefined) return options.orphanDependents;
  if (options.propagationPolicy !== undefined) return options.propagationPolicy === 'Orphan';
  return has.includes('orphan') || (byDefault && !has.includes('foregroundDeletion'));
}

function wantsForeground(options: DeleteOptions, has: readonly string[]): boolean {
  if (options.orphanDependents !== undefined) return false;
  if (options.propagationPolicy !== undefined) return options.propagationPolicy === 'Foreground';
  return has.includes('foregroundDeletion');
}

function violatedPrecondition(
  call: Call,
  { metadata }: KubeObject,
  options: DeleteOptions,
): Status | undefined {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { resource } = call.kind;
  const subject = { ...resource, plural: resource.kind };
  if (uid !== undefined && uid !== metadata.uid)
    return conflict(
      subject,
      metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    return conflict(
      subject,
      metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  return undefined;
}

function deletedStatus(call: Call, { metadata }: KubeObject): object {
  const { group, plural } = call.kind.resource;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: metadata.name, ...(group !== '' && { group }), kind: plural, uid: metadata.uid },
  };
}

/** The options of a delete: those of the body, or else of the query. */
export function deleteOptions(api: Api, call: Call): Result<DeleteOptions, Status> {
  const { body } = call.request;
  const read = body === undefined || body === '' ? good(queryOptions(call)) : bodyOptions(api, body);
  if (!read.ok) return read;
  const errors = optionErrors(read.value);
  if (errors.length > 0) return bad(optionsInvalid('DeleteOptions', errors));
  return good(negativeGrace(read.value));
}

/** A negative time of grace means one second. */
function negativeGrace(options: DeleteOptions): DeleteOptions {
  return (options.gracePeriodSeconds ?? 0) < 0 ? { ...options, gracePeriodSeconds: 1 } : options;
}

function bodyOptions(api: Api, body: unknown): Result<DeleteOptions, Status> {
  const parsed = typeof body === 'string' ? parseJson(body) : good(body);
  if (!parsed.ok) return bad(badRequest(`couldn't get version/kind; json parse error: ${parsed.error}`));
  const decoded = decodeWire(api.schema, 'meta.DeleteOptions', parsed.value);
  if (decoded.error !== undefined)
    return bad(
      badRequest(`DeleteOptions in version "v1" cannot be handled as a DeleteOptions: ${decoded.error}`),
    );
  return good(retyped<DeleteOptions>(decoded.value));
}

function queryOptions({ request }: Call): DeleteOptions {
  const grace = queryValue(request, 'gracePeriodSeconds');
  const policy = queryValue(request, 'propagationPolicy');
  const orphan = queryValue(request, 'orphanDependents');
  const dryRun = request.query['dryRun'];
  return {
    ...(grace !== '' && { gracePeriodSeconds: Number(grace) }),
    ...(policy !== '' && { propagationPolicy: policy }),
    ...(orphan !== '' && { orphanDependents: orphan === 'true' }),
    ...(dryRun && { dryRun }),
  };
}

function optionErrors(options: DeleteOptions): readonly FieldError[] {
  const errors: FieldError[] = [];
  const policy = options.propagationPolicy;
  if (policy !== undefined && options.orphanDependents !== undefined)
    errors.push(
      invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'),
    );
  if (policy !== undefined && !['Foreground', 'Background', 'Orphan'].includes(policy))
    errors.push(notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']));
  return [...errors, ...dryRunErrors(options.dryRun ?? [])];
}
