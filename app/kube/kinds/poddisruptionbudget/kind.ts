import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { invalid, notSupported, type FieldError } from '../field-error.ts';
import { validateAtMostHundred, validateCountOrPercent } from '../int-or-percent.ts';
import { internalForm } from '../internal-form.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { pathSegmentName } from '../metadata.ts';
import { resource } from '../resource.ts';
import type { PodDisruptionBudget } from '../types.data.ts';
import { validateCounts } from '../workload-validation.ts';

const NEW_STATUS = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** PodDisruptionBudgets. @upstream pkg/registry/policy/poddisruptionbudget/strategy.go */
export const poddisruptionbudget = defineKind<PodDisruptionBudget>({
  resource: resource('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', { short: ['pdb'] }),
  wire: 'policy.PodDisruptionBudget',
  generation: true,
  nameProblems: pathSegmentName,
  needsVersion: true,
  subresources: ['status'],
  prepare: (object, old) => (old === undefined ? { ...object, status: NEW_STATUS } : object),
  validate: validateBudget,
  validateStatus: ({ status }) =>
    status
      ? validateCounts(
          status,
          ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'],
          'status',
        )
      : [],
  columns: [
    NAME_COLUMN,
    column('Min Available'),
    column('Max Unavailable'),
    column('Allowed Disruptions', 'integer'),
    AGE_COLUMN,
  ],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name,
    String(spec?.minAvailable ?? 'N/A'),
    String(spec?.maxUnavailable ?? 'N/A'),
    status?.disruptionsAllowed ?? 0,
    ageOf(metadata.creationTimestamp, now),
  ],
});

/** @upstream pkg/apis/policy/validation ValidatePodDisruptionBudgetSpec */
function validateBudget({ spec = {} }: PodDisruptionBudget): readonly FieldError[] {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy, selector } = spec;
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    errors.push(
      invalid(
        'spec',
        internalForm('policy.PodDisruptionBudgetSpec', spec),
        'minAvailable and maxUnavailable cannot be both set',
      ),
    );
  errors.push(
    ...validateCountOrPercent(minAvailable, 'spec.minAvailable'),
    ...validateAtMostHundred(minAvailable, 'spec.minAvailable'),
    ...validateCountOrPercent(maxUnavailable, 'spec.maxUnavailable'),
    ...validateAtMostHundred(maxUnavailable, 'spec.maxUnavailable'),
    ...validateLabelSelector(selector, 'spec.selector'),
  );
  if (policy !== undefined && !POLICIES.includes(policy))
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES));
  return errors;
}
