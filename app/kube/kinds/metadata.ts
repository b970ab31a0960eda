import { at, forbidden, invalid, item, required, tooLong, type FieldError } from './field-error.ts';
import {
  dnsSubdomainProblems,
  labelKeyProblems,
  labelValueProblems,
  pathSegmentProblems,
  qualifiedNameProblems,
  type Problems,
} from './names.ts';
import type { ObjectMeta, OwnerReference } from './types.data.ts';

/** Checks a name or the prefix of one. */
export type NameRule = (name: string, prefix: boolean) => Problems;

/** The rule of most kinds: a DNS subdomain; a prefix may end in a hyphen. */
export const subdomainName: NameRule = (name, prefix) =>
  dnsSubdomainProblems(prefix ? maskTrailingDash(name) : name);

/** A prefix that ends in a hyphen is judged as if a letter stood there. */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

const IMMUTABLE = 'field is immutable';

/** Checks the metadata of any object. @upstream apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor */
export function validateMetadata(
  meta: ObjectMeta,
  namespaced: boolean,
  nameRule: NameRule,
  path = 'metadata',
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (meta.generateName)
    pushAll(errors, at(path, 'generateName'), meta.generateName, nameRule(meta.generateName, true));
  if (!meta.name) errors.push(required(at(path, 'name'), 'name or generateName is required'));
  else pushAll(errors, at(path, 'name'), meta.name, nameRule(meta.name, false));
  if (namespaced) {
    if (!meta.namespace) errors.push(required(at(path, 'namespace')));
  } else if (meta.namespace) errors.push(forbidden(at(path, 'namespace'), 'not allowed on this type'));
  if ((meta.generation ?? 0) < 0)
    errors.push(invalid(at(path, 'generation'), meta.generation, 'must be greater than or equal to 0'));
  errors.push(
    ...validateLabels(meta.labels, at(path, 'labels')),
    ...validateAnnotations(meta.annotations, at(path, 'annotations')),
    ...validateOwners(meta.ownerReferences, at(path, 'ownerReferences')),
    ...validateFinalizers(meta.finalizers, at(path, 'finalizers')),
  );
  return errors;
}

/** Checks what an update may not change in metadata. @upstream ValidateObjectMetaAccessorUpdate */
export function validateMetadataUpdate(
  meta: ObjectMeta,
  old: ObjectMeta,
  path = 'metadata',
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined) {
    const added = (meta.finalizers ?? []).filter((one) => !(old.finalizers ?? []).includes(one));
    if (added.length > 0)
      errors.push(
        forbidden(
          at(path, 'finalizers'),
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((one) => JSON.stringify(one)).join(', ')}}`,
        ),
      );
  }
  if (!meta.resourceVersion)
    errors.push(invalid(at(path, 'resourceVersion'), '', 'must be specified for an update'));
  if ((meta.generation ?? 0) < (old.generation ?? 0))
    errors.push(invalid(at(path, 'generation'), meta.generation ?? 0, 'must not be decremented'));
  for (const key of [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ] as const)
    if (meta[key] !== old[key]) errors.push(invalid(at(path, key), meta[key], IMMUTABLE));
  errors.push(
    ...validateLabels(meta.labels, at(path, 'labels')),
    ...validateAnnotations(meta.annotations, at(path, 'annotations')),
    ...validateOwners(meta.ownerReferences, at(path, 'ownerReferences')),
  );
  return errors;
}

/** Checks the keys and values of labels. */
export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(labels ?? {})) {
    pushAll(errors, path, key, labelKeyProblems(key));
    pushAll(errors, path, value, labelValueProblems(value));
  }
  return errors;
}

const ANNOTATIONS_LIMIT = 256 * 1024;

/** Checks the keys of annotations and their size together. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    pushAll(errors, path, key, qualifiedNameProblems(key.toLowerCase()));
    size += key.length + value.length;
  }
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong(path, ANNOTATIONS_LIMIT));
  return errors;
}

function validateOwners(owners: readonly OwnerReference[] | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  let controller = '';
  for (const [index, owner] of (owners ?? []).entries()) {
    const one = item(path, index);
    errors.push(...validateOwner(owner, one));
    if (owner.controller !== true) continue;
    const name = `${owner.kind}/${owner.name}`;
    if (controller === '') controller = name;
    else
      errors.push(
        invalid(
          path,
          owners,
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`,
        ),
      );
  }
  return errors;
}

function validateOwner(owner: OwnerReference, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!owner.apiVersion)
    errors.push(invalid(at(path, 'apiVersion'), owner.apiVersion, 'version must not be empty'));
  if (!owner.kind) errors.push(invalid(at(path, 'kind'), owner.kind, 'must not be empty'));
  if (!owner.name) errors.push(invalid(at(path, 'name'), owner.name, 'must not be empty'));
  if (!owner.uid) errors.push(invalid(at(path, 'uid'), owner.uid, 'must not be empty'));
  if (owner.apiVersion === 'v1' && owner.kind === 'Event')
    errors.push(invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner'));
  return errors;
}

const PLAIN_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes'];

function validateFinalizers(finalizers: readonly string[] | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const list = finalizers ?? [];
  for (const [index, finalizer] of list.entries())
    errors.push(...validateFinalizer(finalizer, item(path, index)));
  if (list.includes('orphan') && list.includes('foregroundDeletion'))
    errors.push(invalid(path, list, 'finalizer orphan and foregroundDeletion cannot be both set'));
  return errors;
}

/** Checks one finalizer: a qualified name, with a domain unless it is one of the server's own. */
export function validateFinalizer(finalizer: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  pushAll(errors, path, finalizer, qualifiedNameProblems(finalizer));
  if (!finalizer.includes('/') && !PLAIN_FINALIZERS.includes(finalizer))
    errors.push(
      invalid(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified'),
    );
  return errors;
}

/** One error for each problem of a value. */
export function pushAll(errors: FieldError[], field: string, value: unknown, problems: Problems): void {
  for (const problem of problems) errors.push(invalid(field, value, problem));
}

/** The same value as before, or `field is immutable`. */
export function immutable(isSame: boolean, field: string, value: unknown): readonly FieldError[] {
  return isSame ? [] : [invalid(field, value, IMMUTABLE)];
}

/** At least zero. */
export function notNegative(value: number | undefined, field: string): readonly FieldError[] {
  return value !== undefined && value < 0
    ? [invalid(field, value, 'must be greater than or equal to 0')]
    : [];
}

/** The rule for names that may be anything that fits in a path. */
export const pathSegmentName: NameRule = (name) => pathSegmentProblems(name);
