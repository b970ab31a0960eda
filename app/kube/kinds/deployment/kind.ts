import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, isEqual, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { resource } from '../resource.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './validate.ts';
import { specWarnings } from '../pod/warnings.ts';
import { nameWarnings } from '../workload.ts';
import type { Deployment, DeploymentStrategy } from '../types.data.ts';
import { scaleSelector, templateCells, TEMPLATE_COLUMNS } from '../workload.ts';

/** Deployments. @upstream pkg/registry/apps/deployment/strategy.go */
export const deployment = defineKind<Deployment>({
  resource: resource('apps/v1', 'Deployment', 'deployments', { short: ['deploy'], all: true }),
  wire: 'apps.Deployment',
  generation: (object, old) =>
    !isEqual(object.spec, old.spec) ||
    !isEqual(object.metadata.annotations ?? {}, old.metadata.annotations ?? {}),
  subresources: ['status', 'scale'],
  statusKeepsLabels: true,
  scale: {
    replicas: ({ spec }) => spec?.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => scaleSelector(spec?.selector),
    scaled: (object, replicas) => ({ ...object, ...(object.spec && { spec: { ...object.spec, replicas } }) }),
  },
  defaults: defaultDeployment,
  prepare: (object, old) => (old === undefined ? { ...object, status: {} } : object),
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  validateStatus: validateDeploymentStatus,
  warnings: (object, old) => [
    ...(old ? [] : nameWarnings(object.metadata.name)),
    ...(object.spec?.template.spec ? specWarnings(object.spec.template.spec, 'spec.template.spec') : []),
  ],
  columns: [
    NAME_COLUMN,
    column('Ready'),
    column('Up-to-date'),
    column('Available'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name,
    `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
    status?.updatedReplicas ?? 0,
    status?.availableReplicas ?? 0,
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec?.template, spec?.selector),
  ],
});

/** @upstream pkg/apis/apps/v1/defaults.go SetDefaults_Deployment */
function defaultDeployment(object: Deployment): Deployment {
  const { spec } = object;
  if (!spec) return object;
  const counted = filled(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  const templated = withPart(counted, 'template', defaultTemplate(counted.template));
  return withPart(object, 'spec', withPart(templated, 'strategy', defaultStrategy(templated.strategy)));
}

function defaultStrategy(strategy: DeploymentStrategy = {}): DeploymentStrategy {
  const typed = filled(strategy, { type: 'RollingUpdate' });
  if (typed.type !== 'RollingUpdate') return typed;
  const rolling = filled(typed.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' });
  return withPart(typed, 'rollingUpdate', rolling);
}
