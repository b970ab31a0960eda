import { dateAt, timestampAt } from '../../base/core.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { Status } from '../client.ts';
import { invalid, type FieldError } from '../kinds/field-error.ts';
import { subdomainName, validateMetadata, validateMetadataUpdate } from '../kinds/metadata.ts';
import type { KubeObject } from '../kinds/object.ts';
import type { Kind } from '../kinds/kind.ts';
import { isEqual, isList, valueAt, without } from '../kinds/plain.ts';
import { asKubeObject } from '../kinds/typed.decode.ts';
import type { ObjectMeta } from '../kinds/types.data.ts';
import { admit } from './admission/index.ts';
import type { Api, Call, Outcome } from './api.ts';
import { isUnchanged, ownersOf, withOwners, type Owners } from './fields/ledger.ts';
import { trackUpdate, writtenEntries } from './fields/track.ts';
import { uuid } from './identity.ts';
import { alreadyExists, badRequest, conflict, failure, invalidStatus, MODIFIED, notFound } from './status.ts';

/** Makes an object: admit, fill in, allocate, validate, store. @upstream apiserver/pkg/registry/generic/registry/store.go Create */
export function createObject(api: Api, call: Call, body: KubeObject): Outcome {
  const placed = inNamespace(call, body);
  if (!placed.ok) return placed;
  const { kind } = call;
  const defaulted = kind.defaults ? kind.defaults(placed.value) : placed.value;
  const owners = ownersAfter(api, call, undefined, defaulted, defaulted.metadata);
  const admitted = admit(api, call, defaulted, undefined);
  if (!admitted.ok) return admitted;
  const named = withSystemFields(api, call, admitted.value);
  const allocated =
    kind.resource.kind === 'Service'
      ? api.services.begin(named, undefined, call.dryRun)
      : good({ object: named });
  if (!allocated.ok) return allocated;
  const prepared = prepareCreate(api, call, allocated.value.object);
  const errors = validateCreate(api, call, prepared);
  if (errors.length > 0) return bad(invalidStatus(kind.resource, prepared.metadata.name, errors));
  call.warnings.push(...(kind.warnings?.(prepared, undefined) ?? []));
  const checked = admit(api, call, prepared, undefined, 'validating');
  if (!checked.ok) return checked;
  if (body.metadata.resourceVersion && !call.dryRun)
    return bad(failure(500, '', 'resourceVersion should not be set on objects to be created'));
  const { name, namespace = '' } = prepared.metadata;
  if (api.store.get(kind, namespace, name)) return bad(alreadyExists(kind.resource, name));
  const object = kind.canonical ? kind.canonical(prepared) : prepared;
  if (call.dryRun) {
    const shown = withoutVersion(object, body.metadata.resourceVersion);
    return good({ code: 201, object: withOwners(shown, owners) });
  }
  const stored = api.store.put(kind, object, owners);
  if (kind.resource.kind === 'Service') api.services.settle(undefined, stored);
  return good({ code: 201, object: stored });
}

/** Who owns the fields after a write, given the metadata that came with it; an apply has worked it out itself. */
function ownersAfter(
  api: Api,
  call: Call,
  live: KubeObject | undefined,
  next: KubeObject,
  given: ObjectMeta,
): Owners {
  if (call.tracked === true) return ownersOf(given);
  return trackUpdate(api, call, live, next, writtenEntries(call, live, given));
}

/** What is not stored has no version, unless the client gave it one. */
function withoutVersion(object: KubeObject, resourceVersion: string): KubeObject {
  const metadata = without(object.metadata, 'resourceVersion');
  return { ...object, metadata: resourceVersion ? { ...metadata, resourceVersion } : metadata };
}

/** Takes the namespace of the path, and refuses a body that names another one. */
export function inNamespace(call: Call, body: KubeObject): Result<KubeObject, Status> {
  const given = body.metadata.namespace ?? '';
  if (!call.kind.resource.namespaced) return good(body);
  if (given === '') return good({ ...body, metadata: { ...body.metadata, namespace: call.namespace } });
  if (given === call.namespace || call.namespace === '') return good(body);
  return bad(
    badRequest('the namespace of the provided object does not match the namespace sent on the request'),
  );
}

/** Characters of generated names: no vowels, nothing easily confused. @upstream apimachinery/pkg/util/rand */
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const MAX_PREFIX = 58;

function withSystemFields(api: Api, call: Call, object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata;
  const metadata: Partial<Writable<ObjectMeta>> = clientsMetadata(object.metadata);
  metadata.name = name || (generateName ? generatedName(api, generateName) : '');
  metadata.uid = uuid(api.core.random.stream('uid'));
  metadata.creationTimestamp = timestampAt(api.core);
  if (call.kind.generation !== undefined) metadata.generation = 1;
  metadata.resourceVersion = '';
  return asKubeObject({ ...object, metadata });
}

function generatedName(api: Api, prefix: string): string {
  const random = api.core.random.stream('generated-names');
  let suffix = '';
  for (let length = 0; length < 5; length++)
    suffix += SUFFIX_LETTERS[random.below(SUFFIX_LETTERS.length)] ?? '';
  return `${prefix.slice(0, MAX_PREFIX)}${suffix}`;
}

function prepareCreate(api: Api, call: Call, object: KubeObject): KubeObject {
  const { kind } = call;
  return kind.prepare ? kind.prepare(object, undefined, api.context()) : object;
}

function validateCreate(api: Api, call: Call, object: KubeObject): readonly FieldError[] {
  const { kind } = call;
  return [
    ...validateMetadata(object.metadata, kind.resource.namespaced, kind.nameProblems ?? subdomainName),
    ...(kind.validate?.(object, api.context(call.served.group)) ?? []),
  ];
}

/** What part of an object an update writes: `all`, or the name of the subresource. */
export type UpdatePart = string;

/** Changes an object to what `change` makes of the stored one. @upstream store.go Update */
export function updateObject(
  api: Api,
  call: Call,
  change: (old: KubeObject) => Result<KubeObject, Status>,
  part: UpdatePart,
): Outcome {
  const { kind } = call;
  const old = api.store.get(kind, call.namespace, call.name);
  if (!old) return bad(notFound(kind.resource, call.name));
  const changed = change(old);
  if (!changed.ok) return changed;
  const checked = checkedVersion(call, changed.value, old);
  if (!checked.ok) return checked;
  const kept = withKeptMetadata(checked.value, old);
  const owners = ownersAfter(api, call, old, kept, checked.value.metadata);
  const admitted = admit(api, call, kept, old);
  if (!admitted.ok) return admitted;
  return storeUpdate(api, call, admitted.value, old, { part, owners });
}

function checkedVersion(call: Call, object: KubeObject, old: KubeObject): Result<KubeObject, Status> {
  const { resource, needsVersion } = call.kind;
  const version = object.metadata.resourceVersion;
  if (version === undefined || version === '') {
    if (needsVersion === true)
      return bad(
        invalidStatus({ group: resource.group, kind: resource.plural }, object.metadata.name, [
          invalid('metadata.resourceVersion', 0, 'must be specified for an update'),
        ]),
      );
    return good(object);
  }
  if (object.metadata.uid && object.metadata.uid !== old.metadata.uid)
    return bad(
      conflict(
        resource,
        old.metadata.name,
        `Precondition failed: UID in precondition: ${object.metadata.uid}, UID in object meta: ${old.metadata.uid}`,
      ),
    );
  if (!/^[0-9]+$/.test(version))
    return bad(failure(500, '', `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`));
  return version === old.metadata.resourceVersion
    ? good(object)
    : bad(conflict(resource, old.metadata.name, MODIFIED));
}

/** Metadata that only the server writes. */
const SERVERS_OWN: ReadonlySet<string> = new Set([
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'managedFields',
]);

/** What only the server writes is taken from the stored object. */
function withKeptMetadata(object: KubeObject, old: KubeObject): KubeObject {
  const { uid, creationTimestamp, resourceVersion, generation } = old.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = old.metadata;
  const metadata: Partial<Writable<ObjectMeta>> = clientsMetadata(object.metadata);
  metadata.uid ||= uid;
  metadata.creationTimestamp = creationTimestamp;
  metadata.resourceVersion = resourceVersion;
  if (generation !== undefined) metadata.generation = generation;
  if (deletionTimestamp !== undefined) metadata.deletionTimestamp = deletionTimestamp;
  if (deletionGracePeriodSeconds !== undefined)
    metadata.deletionGracePeriodSeconds = deletionGracePeriodSeconds;
  return asKubeObject({ ...object, metadata });
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

function clientsMetadata(metadata: ObjectMeta): Partial<Writable<ObjectMeta>> {
  const given: Partial<Writable<ObjectMeta>> = {};
  for (const key in metadata) if (!SERVERS_OWN.has(key)) Reflect.set(given, key, Reflect.get(metadata, key));
  return given;
}

/** What an update writes, and who owns it then. */
interface Update {
  readonly part: UpdatePart;
  readonly owners: Owners;
}

function storeUpdate(api: Api, call: Call, object: KubeObject, old: KubeObject, update: Update): Outcome {
  const { kind } = call;
  const { part, owners } = update;
  const isService = kind.resource.kind === 'Service' && part === 'all';
  const allocated = isService ? api.services.begin(object, old, call.dryRun) : good({ object });
  if (!allocated.ok) return allocated;
  const prepared = prepareUpdate(api, call, allocated.value.object, old, part);
  const errors = validateUpdate(api, call, prepared, old, part);
  if (errors.length > 0) return bad(invalidStatus(kind.resource, prepared.metadata.name, errors));
  if (part === 'all') call.warnings.push(...(kind.warnings?.(prepared, old) ?? []));
  const checked = admit(api, call, prepared, old, 'validating');
  if (!checked.ok) return checked;
  const final = kind.canonical ? kind.canonical(prepared) : prepared;
  return putUpdate(api, call, final, old, owners);
}

function putUpdate(api: Api, call: Call, object: KubeObject, old: KubeObject, owners: Owners): Outcome {
  const { kind } = call;
  if (isUnchanged(object, owners, old)) return good({ code: 200, object: old });
  if (call.dryRun) return good({ code: 200, object: withOwners(object, owners) });
  const isService = kind.resource.kind === 'Service';
  if (isFinished(object)) {
    // Watchers see the object as it was stored last.
    api.store.remove(kind, old);
    if (isService) api.services.settle(old, undefined);
    return good({ code: 200, object: withOwners(object, owners) });
  }
  const stored = api.store.put(kind, object, owners);
  if (isService) api.services.settle(old, stored);
  return good({ code: 200, object: stored });
}

/** An object that is being deleted goes with its last finalizer, unless it is still given time. */
function isFinished(object: KubeObject): boolean {
  const { metadata } = object;
  return (
    metadata.deletionTimestamp !== undefined &&
    (metadata.finalizers ?? []).length === 0 &&
    !isHeldNamespace(object) &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0
  );
}

/** A namespace stays until it has been emptied, which its own finalizers say. */
export function isHeldNamespace(object: KubeObject): boolean {
  const finalizers = object.kind === 'Namespace' ? valueAt(object, 'spec', 'finalizers') : undefined;
  return isList(finalizers) && finalizers.length > 0;
}

function prepareUpdate(
  api: Api,
  call: Call,
  object: KubeObject,
  old: KubeObject,
  part: UpdatePart,
): KubeObject {
  const { kind } = call;
  const context = api.context(call.served.group);
  const special = kind.parts?.[part];
  if (special) return counted(kind, special.select(object, old), old);
  if (part === 'status') {
    const limited = statusOnly(object, old, kind.statusKeepsLabels === true);
    return kind.prepareStatus ? kind.prepareStatus(limited, old, context) : limited;
  }
  const kept = kind.subresources?.includes('status') === true ? keepStatus(object, old) : object;
  const prepared = kind.prepare ? kind.prepare(kept, old, context) : kept;
  return counted(kind, prepared, old);
}

function counted(kind: Kind, prepared: KubeObject, old: KubeObject): KubeObject {
  const { generation } = kind;
  if (generation === undefined) return prepared;
  const changed =
    generation === true
      ? !isEqual(valueAt(prepared, 'spec'), valueAt(old, 'spec'))
      : generation(prepared, old);
  if (!changed) return prepared;
  return {
    ...prepared,
    metadata: { ...prepared.metadata, generation: (old.metadata.generation ?? 0) + 1 },
  };
}

function keepStatus(object: KubeObject, old: KubeObject): KubeObject {
  const status = valueAt(old, 'status');
  return valueAt(object, 'status') === status
    ? object
    : { ...object, ...(status !== undefined && { status }) };
}

/** A status update: everything but status is as stored, save for labels, annotations and the like where the kind lets them pass. */
function statusOnly(object: KubeObject, old: KubeObject, keepLabels: boolean): KubeObject {
  const { labels: _labels, ...metadata } = object.metadata;
  const kept = keepLabels
    ? { ...metadata, ...(old.metadata.labels && { labels: old.metadata.labels }) }
    : object.metadata;
  return asKubeObject({ ...old, metadata: kept, status: valueAt(object, 'status') });
}

function validateUpdate(
  api: Api,
  call: Call,
  object: KubeObject,
  old: KubeObject,
  part: UpdatePart,
): readonly FieldError[] {
  const { kind } = call;
  const meta = validateMetadataUpdate(object.metadata, old.metadata);
  const context = api.context(call.served.group);
  const special = kind.parts?.[part];
  if (special) return [...meta, ...(special.validate?.(object, old) ?? [])];
  if (part === 'status') return [...meta, ...(kind.validateStatus?.(object, old, context) ?? [])];
  if (
    isEqual(valueAt(object, 'spec'), valueAt(old, 'spec')) &&
    kind.subresources?.includes('status') === true &&
    !kind.validateUpdate
  )
    return meta;
  const own = kind.validateUpdate
    ? kind.validateUpdate(object, old, context)
    : (kind.validate?.(object, context) ?? []);
  return [...meta, ...own];
}

/** The date now in the form of the API, for deletions. */
export function nowText(api: Api, secondsLater = 0): string {
  return new Date(dateAt(api.core).getTime() + secondsLater * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
