import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { forbidden, invalid, notSupported, required, type FieldError } from '../field-error.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { qualifiedNameProblems } from '../names.ts';
import { filled, isEqual } from '../plain.ts';
import { resource } from '../resource.ts';
import type { StorageClass } from '../types.data.ts';

const RECLAIM = ['Delete', 'Retain'];
const BINDING = ['Immediate', 'WaitForFirstConsumer'];
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** StorageClasses. @upstream pkg/registry/storage/storageclass/strategy.go */
export const storageclass = defineKind<StorageClass>({
  resource: resource('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { short: ['sc'], cluster: true }),
  wire: 'storage.StorageClass',
  createOnUpdate: true,
  deleteShowsObject: true,
  defaults: (object) => filled(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  validate: validateClass,
  validateUpdate: (object, old) => [
    ...validateClass(object),
    ...(['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const).flatMap((key) =>
      isEqual(object[key], old[key]) ? [] : [changed(key, object[key])],
    ),
  ],
  columns: [
    NAME_COLUMN,
    column('Provisioner'),
    column('ReclaimPolicy'),
    column('VolumeBindingMode'),
    column('AllowVolumeExpansion'),
    AGE_COLUMN,
  ],
  row: (object, { now }) => [
    object.metadata.annotations?.[DEFAULT_CLASS] === 'true'
      ? `${object.metadata.name} (default)`
      : object.metadata.name,
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? 'Immediate',
    object.allowVolumeExpansion ?? false,
    ageOf(object.metadata.creationTimestamp, now),
  ],
});

function changed(key: string, value: unknown): FieldError {
  return key === 'volumeBindingMode'
    ? invalid(key, value, 'field is immutable')
    : forbidden(key, `updates to ${key} are forbidden.`);
}

/** @upstream pkg/apis/storage/validation ValidateStorageClass */
function validateClass(object: StorageClass): readonly FieldError[] {
  const { provisioner, reclaimPolicy, volumeBindingMode } = object;
  const errors: FieldError[] = [];
  if (!provisioner) errors.push(required('provisioner'));
  else
    for (const problem of qualifiedNameProblems(provisioner.toLowerCase()))
      errors.push(invalid('provisioner', provisioner, problem));
  if (reclaimPolicy && !RECLAIM.includes(reclaimPolicy))
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, RECLAIM));
  if (volumeBindingMode !== undefined && !BINDING.includes(volumeBindingMode))
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, BINDING));
  return errors;
}
