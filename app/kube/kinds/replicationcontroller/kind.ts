import { defineKind } from '../define.decode.ts';
import { invalid, notSupported, required, type FieldError } from '../field-error.ts';
import { filled } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate } from '../pod/validate.ts';
import { specWarnings } from '../pod/warnings.ts';
import { resource } from '../resource.ts';
import { formatSelector, fromMap, matches } from '../selectors.ts';
import type { ReplicationController, ReplicationControllerSpec } from '../types.data.ts';
import { containerCells, nameWarnings, REPLICA_COLUMNS, replicaCells } from '../workload.ts';
import { validateCounts } from '../workload-validation.ts';

/** ReplicationControllers, from before ReplicaSets. @upstream pkg/registry/core/replicationcontroller/strategy.go */
export const replicationcontroller = defineKind<ReplicationController>({
  resource: resource('v1', 'ReplicationController', 'replicationcontrollers', { short: ['rc'], all: true }),
  wire: 'ReplicationController',
  generation: true,
  orphansByDefault: true,
  subresources: ['status', 'scale'],
  scale: {
    replicas: ({ spec }) => spec?.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => selectorText(spec?.selector),
    scaled: (object, replicas) => ({ ...object, spec: { ...object.spec, replicas } }),
  },
  defaults: defaultController,
  prepare: (object, old) => (old === undefined ? { ...object, status: { replicas: 0 } } : object),
  validate: validateController,
  validateUpdate: validateController,
  warnings: ({ metadata, spec }, old) => [
    ...(old ? [] : nameWarnings(metadata.name)),
    ...(spec?.template?.spec ? specWarnings(spec.template.spec, 'spec.template.spec') : []),
  ],
  fieldNames: ['status.replicas'],
  fields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
  columns: REPLICA_COLUMNS,
  row: (object, { now }) => [
    ...replicaCells(object, now),
    ...containerCells(object.spec?.template),
    selectorText(object.spec?.selector) || '<none>',
  ],
});

const EMPTY: ReplicationControllerSpec = { replicas: 1 };

function selectorText(selector: Readonly<Record<string, string>> | undefined): string {
  return formatSelector({
    requirements: fromMap(selector).requirements.map((one) => ({ ...one, operator: '=' as const })),
  });
}

function defaultController(object: ReplicationController): ReplicationController {
  const labels = object.spec?.template?.metadata?.labels;
  const spec: ReplicationControllerSpec = filled<ReplicationControllerSpec>(object.spec ?? EMPTY, {
    replicas: 1,
    ...(labels && { selector: labels }),
  });
  const template = spec.template && defaultTemplate(spec.template);
  const labelled = labels && Object.keys(object.metadata.labels ?? {}).length === 0;
  return {
    ...object,
    ...(labelled && { metadata: { ...object.metadata, labels } }),
    spec: template ? { ...spec, template } : spec,
  };
}

/** @upstream ValidateReplicationControllerSpec */
function validateController({ spec = EMPTY }: ReplicationController): readonly FieldError[] {
  const errors = [...validateCounts(spec, ['minReadySeconds'], 'spec')];
  const selector = spec.selector ?? {};
  if (Object.keys(selector).length === 0) errors.push(required('spec.selector'));
  errors.push(...validateCounts(spec, ['replicas'], 'spec'));
  const { template } = spec;
  if (!template) return [...errors, required('spec.template')];
  const labels = template.metadata?.labels;
  if (!matches(fromMap(selector), labels))
    errors.push(
      invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'),
    );
  errors.push(...validateTemplate(template, 'spec.template'));
  const policy = template.spec?.restartPolicy;
  if (policy !== undefined && policy !== 'Always')
    errors.push(notSupported('spec.template.spec.restartPolicy', policy, ['Always']));
  return errors;
}
