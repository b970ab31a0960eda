import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { forbidden, type FieldError } from '../field-error.ts';
import { internalDiff, internalForm } from '../internal-form.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { immutable } from '../metadata.ts';
import { filled, isEqual, withPart } from '../plain.ts';
import { quantityNanos } from '../quantity.ts';
import { resource } from '../resource.ts';
import type { PersistentVolumeClaim } from '../types.data.ts';
import { accessModesText, validateClaimSpec } from './spec.ts';

const PROTECTION = 'kubernetes.io/pvc-protection';

/** PersistentVolumeClaims. @upstream pkg/registry/core/persistentvolumeclaim/strategy.go */
export const persistentvolumeclaim = defineKind<PersistentVolumeClaim>({
  resource: resource('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', { short: ['pvc'] }),
  wire: 'PersistentVolumeClaim',
  subresources: ['status'],
  deleteShowsObject: true,
  defaults: (object) =>
    object.spec ? withPart(object, 'spec', filled(object.spec, { volumeMode: 'Filesystem' })) : object,
  prepare: (object, old) =>
    old === undefined ? protectedClaim({ ...object, status: { phase: 'Pending' } }) : object,
  validate: ({ spec }) => (spec ? validateClaimSpec(spec, 'spec') : []),
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Status'),
    column('Volume'),
    column('Capacity'),
    column('Access Modes'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    AGE_COLUMN,
    column('VolumeMode', 'string', 1),
  ],
  row: ({ metadata, spec, status }, { now }) => {
    const bound = Boolean(spec?.volumeName);
    return [
      metadata.name,
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      spec?.volumeName ?? '',
      bound ? (status?.capacity?.['storage'] ?? '') : '',
      bound ? accessModesText(status?.accessModes) : '',
      spec?.storageClassName ?? '',
      spec?.volumeAttributesClassName ?? '<unset>',
      ageOf(metadata.creationTimestamp, now),
      spec?.volumeMode ?? '<unset>',
    ];
  },
});

/** A claim is not removed while a Pod uses it. @upstream plugin StorageObjectInUseProtection */
function protectedClaim(object: PersistentVolumeClaim): PersistentVolumeClaim {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(PROTECTION)) return object;
  return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, PROTECTION] } };
}

/** @upstream ValidatePersistentVolumeClaimUpdate */
function validateUpdate(object: PersistentVolumeClaim, old: PersistentVolumeClaim): readonly FieldError[] {
  const [spec, before] = [object.spec, old.spec];
  if (!spec || !before) return [];
  const errors = [...validateClaimSpec(spec, 'spec')];
  const named = before.volumeName
    ? before
    : { ...before, ...(spec.volumeName && { volumeName: spec.volumeName }) };
  const bound = object.status?.phase === 'Bound';
  const same = bound ? { ...spec, ...(before.resources && { resources: before.resources }) } : spec;
  const classed =
    same.storageClassName !== undefined && named.storageClassName === undefined ? withoutClass(same) : same;
  if (!isEqual(classed, named)) {
    const difference = internalDiff(
      internalForm('PersistentVolumeClaimSpec', named),
      internalForm('PersistentVolumeClaimSpec', classed),
    );
    const text =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    errors.push(forbidden('spec', `${text}\n${difference}`));
  }
  const [now, then] = [spec.resources?.requests?.['storage'], before.resources?.requests?.['storage']];
  if (
    quantityNanos(now) < quantityNanos(then) &&
    quantityNanos(now) <= quantityNanos(old.status?.capacity?.['storage'])
  )
    errors.push(forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  return [...errors, ...immutable(spec.volumeMode === before.volumeMode, 'volumeMode', spec.volumeMode)];
}

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

function withoutClass({ storageClassName: _class, ...rest }: Spec): Spec {
  return rest;
}
