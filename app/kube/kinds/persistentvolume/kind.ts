import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { forbidden, item, notSupported, required, type FieldError } from '../field-error.ts';
import { internalDiff, internalForm } from '../internal-form.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, isEqual, withPart } from '../plain.ts';
import { ACCESS_MODES, accessModesText, VOLUME_MODES } from '../persistentvolumeclaim/spec.ts';
import { validateNodeSelector } from '../pod/validate-scheduling.ts';
import { validateHostPath, validateStorageName } from '../pod/validate-volumes.ts';
import { quantityNanos } from '../quantity.ts';
import { resource } from '../resource.ts';
import { validateAmount } from '../resource-names.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../types.data.ts';

const PROTECTION = 'kubernetes.io/pv-protection';
const RECLAIM = ['Delete', 'Recycle', 'Retain'];
const SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
] as const;

/** PersistentVolumes. @upstream pkg/registry/core/persistentvolume/strategy.go */
export const persistentvolume = defineKind<PersistentVolume>({
  resource: resource('v1', 'PersistentVolume', 'persistentvolumes', { short: ['pv'], cluster: true }),
  wire: 'PersistentVolume',
  subresources: ['status'],
  deleteShowsObject: true,
  defaults: defaultVolume,
  prepare: (object, old, { now }) => {
    if (old !== undefined) return object;
    const finalizers = object.metadata.finalizers ?? [];
    const guarded = finalizers.includes(PROTECTION) ? finalizers : [...finalizers, PROTECTION];
    const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
    return {
      ...object,
      metadata: { ...object.metadata, finalizers: guarded },
      status: { phase: 'Pending', lastPhaseTransitionTime: time },
    };
  },
  validate: ({ spec }) => (spec ? validateSpec(spec) : []),
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Capacity'),
    column('Access Modes'),
    column('Reclaim Policy'),
    column('Status'),
    column('Claim'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    column('Reason'),
    AGE_COLUMN,
    column('VolumeMode', 'string', 1),
  ],
  row: ({ metadata, spec, status }, { now }) => {
    const claim = spec?.claimRef;
    return [
      metadata.name,
      spec?.capacity?.['storage'] ?? '',
      accessModesText(spec?.accessModes),
      spec?.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : '',
      spec?.storageClassName ?? '',
      spec?.volumeAttributesClassName ?? '<unset>',
      status?.reason ?? '',
      ageOf(metadata.creationTimestamp, now),
      spec?.volumeMode ?? '<unset>',
    ];
  },
});

function defaultVolume(object: PersistentVolume): PersistentVolume {
  if (!object.spec) return object;
  const spec = filled(object.spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
  const { hostPath } = spec;
  return withPart(
    object,
    'spec',
    hostPath ? withPart(spec, 'hostPath', filled(hostPath, { type: '' })) : spec,
  );
}

/** @upstream ValidatePersistentVolumeSpec */
function validateSpec(spec: PersistentVolumeSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const modes: readonly string[] = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required('spec.accessModes'));
  for (const mode of modes)
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported('spec.accessModes', mode, ACCESS_MODES));
  if (modes.includes('ReadWriteOncePod') && modes.length > 1)
    errors.push(forbidden('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'));
  errors.push(...validateCapacity(spec));
  const { persistentVolumeReclaimPolicy: policy, storageClassName, volumeMode, nodeAffinity } = spec;
  if (policy && !RECLAIM.includes(policy))
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM));
  if (nodeAffinity?.required)
    errors.push(...validateNodeSelector(nodeAffinity.required, 'spec.nodeAffinity.required'));
  errors.push(...validateSources(spec));
  if (storageClassName) errors.push(...validateStorageName(storageClassName, 'spec.storageClassName'));
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode))
    errors.push(notSupported('spec.volumeMode', volumeMode, VOLUME_MODES));
  return errors;
}

function validateCapacity({ capacity }: PersistentVolumeSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = Object.keys(capacity ?? {});
  if (names.length === 0) errors.push(required('spec.capacity'));
  if (names.length !== 1 || names[0] !== 'storage')
    errors.push(notSupported('spec.capacity', capacity ?? null, ['storage']));
  for (const [name, amount] of Object.entries(capacity ?? {})) {
    const field = item('spec.capacity', name);
    if (quantityNanos(amount) <= 0n)
      errors.push({
        reason: 'FieldValueInvalid',
        field,
        message: `Invalid value: ${JSON.stringify(amount)}: must be greater than zero`,
      });
    errors.push(...validateAmount(name, amount, field));
  }
  return errors;
}

function validateSources(spec: PersistentVolumeSpec): readonly FieldError[] {
  const given = SOURCES.filter((source) => spec[source] !== undefined);
  if (given.length === 0) return [required('spec', 'must specify a volume type')];
  const errors = given
    .slice(1)
    .map((source) => forbidden(`spec.${source}`, 'may not specify more than 1 volume type'));
  if (spec.hostPath) errors.push(...validateHostPath(spec.hostPath, 'spec.hostPath'));
  if (spec.local && !spec.nodeAffinity)
    errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
  return errors;
}

/** @upstream ValidatePersistentVolumeUpdate */
function validateUpdate(object: PersistentVolume, old: PersistentVolume): readonly FieldError[] {
  const [spec, before] = [object.spec, old.spec];
  if (!spec || !before) return [];
  const errors = [...validateSpec(spec)];
  const sources = (one: PersistentVolumeSpec): object =>
    Object.fromEntries(SOURCES.map((source) => [source, one[source]]));
  if (!isEqual(sources(spec), sources(before))) {
    const difference = internalDiff(
      internalForm('PersistentVolumeSource', before),
      internalForm('PersistentVolumeSource', spec),
    );
    errors.push(
      forbidden(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${difference}`,
      ),
    );
  }
  return errors;
}
