import { defineKind } from '../define.decode.ts';
import { filled, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { resource } from '../resource.ts';
import type { ReplicaSet } from '../types.data.ts';
import { immutable } from '../metadata.ts';
import { isEqual } from '../plain.ts';
import { specWarnings } from '../pod/warnings.ts';
import { validateCounts, validateSelector, validateWorkloadTemplate } from '../workload-validation.ts';
import { invalid, type FieldError } from '../field-error.ts';
import { nameWarnings, REPLICA_COLUMNS, replicaCells, scaleSelector, templateCells } from '../workload.ts';

/** ReplicaSets. @upstream pkg/registry/apps/replicaset/strategy.go */
export const replicaset = defineKind<ReplicaSet>({
  resource: resource('apps/v1', 'ReplicaSet', 'replicasets', { short: ['rs'], all: true }),
  wire: 'apps.ReplicaSet',
  generation: true,
  subresources: ['status', 'scale'],
  scale: {
    replicas: ({ spec }) => spec?.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => scaleSelector(spec?.selector),
    scaled: (object, replicas) => ({ ...object, ...(object.spec && { spec: { ...object.spec, replicas } }) }),
  },
  defaults: (object) => {
    const { spec } = object;
    if (!spec) return object;
    const counted = filled(spec, { replicas: 1 });
    const { template } = counted;
    return withPart(
      object,
      'spec',
      template ? withPart(counted, 'template', defaultTemplate(template)) : counted,
    );
  },
  prepare: (object, old) => (old === undefined ? { ...object, status: { replicas: 0 } } : object),
  validate: validateReplicaSet,
  validateUpdate: (object, old) => [
    ...validateReplicaSet(object),
    ...immutable(
      isEqual(object.spec?.selector, old.spec?.selector),
      'spec.selector',
      object.spec?.selector ?? null,
    ),
  ],
  validateStatus: validateReplicaSetStatus,
  warnings: (object, old) => [
    ...(old ? [] : nameWarnings(object.metadata.name)),
    ...(object.spec?.template?.spec ? specWarnings(object.spec.template.spec, 'spec.template.spec') : []),
  ],
  columns: REPLICA_COLUMNS,
  row: (object, { now }) => [
    ...replicaCells(object, now),
    ...templateCells(object.spec?.template, object.spec?.selector),
  ],
});

/** @upstream pkg/apis/apps/validation ValidateReplicaSetSpec */
function validateReplicaSet({ spec }: ReplicaSet): readonly FieldError[] {
  if (!spec) return [];
  return [
    ...validateCounts(spec, ['replicas', 'minReadySeconds'], 'spec'),
    ...validateSelector(spec.selector, 'spec.selector', 'deployment'),
    ...validateWorkloadTemplate(
      spec.template,
      spec.selector,
      'spec.template',
      'activeDeadlineSeconds in ReplicaSet is not Supported',
    ),
  ];
}

const COUNTS = [
  'replicas',
  'fullyLabeledReplicas',
  'readyReplicas',
  'availableReplicas',
  'observedGeneration',
] as const;

/** @upstream ValidateReplicaSetStatus */
function validateReplicaSetStatus({ status }: ReplicaSet): readonly FieldError[] {
  if (!status) return [];
  const errors = [...validateCounts(status, COUNTS, 'status')];
  for (const key of ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const)
    if ((status[key] ?? 0) > status.replicas)
      errors.push(invalid(`status.${key}`, status[key], 'cannot be greater than status.replicas'));
  if ((status.availableReplicas ?? 0) > (status.readyReplicas ?? 0))
    errors.push(
      invalid('status.availableReplicas', status.availableReplicas, 'cannot be greater than readyReplicas'),
    );
  return errors;
}
