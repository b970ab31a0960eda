import { at, forbidden, invalid, notSupported, required, type FieldError } from '../field-error.ts';
import { internalForm } from '../internal-form.ts';
import { isZero, validateAtMostHundred, validateCountOrPercent } from '../int-or-percent.ts';
import { immutable, notNegative } from '../metadata.ts';
import { isEqual } from '../plain.ts';
import type { Deployment, DeploymentStrategy } from '../types.data.ts';
import { validateCounts, validateSelector, validateWorkloadTemplate } from '../workload-validation.ts';

/** @upstream pkg/apis/apps/validation ValidateDeploymentSpec */
export function validateDeployment({ spec }: Deployment): readonly FieldError[] {
  if (!spec) return [];
  const errors = [
    ...validateCounts(spec, ['replicas'], 'spec'),
    ...validateSelector(spec.selector, 'spec.selector', 'deployment'),
    ...validateWorkloadTemplate(
      spec.template,
      spec.selector,
      'spec.template',
      'activeDeadlineSeconds in ReplicaSet is not Supported',
    ),
    ...validateStrategy(spec.strategy, 'spec.strategy'),
    ...validateCounts(spec, ['minReadySeconds', 'revisionHistoryLimit'], 'spec'),
  ];
  const { progressDeadlineSeconds: deadline, minReadySeconds: ready = 0 } = spec;
  if (deadline === undefined) return errors;
  errors.push(...notNegative(deadline, 'spec.progressDeadlineSeconds'));
  if (deadline <= ready)
    errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  return errors;
}

function validateStrategy(strategy: DeploymentStrategy | undefined, path: string): readonly FieldError[] {
  const { type, rollingUpdate } = strategy ?? {};
  if (type === 'Recreate')
    return rollingUpdate
      ? [forbidden(at(path, 'rollingUpdate'), "may not be specified when strategy `type` is 'Recreate'")]
      : [];
  if (type !== 'RollingUpdate')
    return [
      notSupported(path, internalForm('apps.DeploymentStrategy', strategy), ['Recreate', 'RollingUpdate']),
    ];
  if (!rollingUpdate)
    return [required(at(path, 'rollingUpdate'), 'this should be defaulted and never be nil')];
  return validateRollingUpdate(rollingUpdate, at(path, 'rollingUpdate'));
}

function validateRollingUpdate(
  { maxUnavailable, maxSurge }: NonNullable<DeploymentStrategy['rollingUpdate']>,
  path: string,
): readonly FieldError[] {
  const errors = [
    ...validateCountOrPercent(maxUnavailable, at(path, 'maxUnavailable')),
    ...validateCountOrPercent(maxSurge, at(path, 'maxSurge')),
  ];
  if (isZero(maxUnavailable) && isZero(maxSurge))
    errors.push(
      invalid(at(path, 'maxUnavailable'), maxUnavailable ?? 0, 'may not be 0 when `maxSurge` is 0'),
    );
  return [...errors, ...validateAtMostHundred(maxUnavailable, at(path, 'maxUnavailable'))];
}

/** The selector stays what it is. @upstream deploymentStrategy.ValidateUpdate */
export function validateDeploymentUpdate(object: Deployment, old: Deployment): readonly FieldError[] {
  const same = isEqual(object.spec?.selector, old.spec?.selector);
  return [...validateDeployment(object), ...immutable(same, 'spec.selector', object.spec?.selector ?? null)];
}

const COUNTS = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
] as const;

/** @upstream ValidateDeploymentStatusUpdate */
export function validateDeploymentStatus({ status }: Deployment): readonly FieldError[] {
  if (!status) return [];
  const errors = [...validateCounts(status, COUNTS, 'status')];
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  const most = 'cannot be greater than status.replicas';
  if (updatedReplicas > replicas) errors.push(invalid('status.updatedReplicas', updatedReplicas, most));
  if (readyReplicas > replicas) errors.push(invalid('status.readyReplicas', readyReplicas, most));
  if (availableReplicas > replicas) errors.push(invalid('status.availableReplicas', availableReplicas, most));
  if (availableReplicas > readyReplicas)
    errors.push(
      invalid('status.availableReplicas', availableReplicas, 'cannot be greater than readyReplicas'),
    );
  return errors;
}
