import { at, forbidden, invalid, notSupported, required, type FieldError } from './field-error.ts';
import { isEmptySelector, validateLabelSelector } from './label-selector.ts';
import { notNegative } from './metadata.ts';
import { validateTemplate } from './pod/validate.ts';
import { fromLabelSelector, matches } from './selectors.ts';
import type { LabelSelector, PodTemplateSpec } from './types.data.ts';

/** The words for an empty selector, which differ from kind to kind. */
export function validateSelector(
  selector: LabelSelector | undefined,
  path: string,
  kind: string,
): readonly FieldError[] {
  if (!selector) return [required(path)];
  const errors = [...validateLabelSelector(selector, path)];
  if (isEmptySelector(selector))
    errors.push(invalid(path, selector, `empty selector is invalid for ${kind}`));
  if (hasInvalidTerms(errors)) errors.push(invalid(path, selector, 'invalid label selector'));
  return errors;
}

function hasInvalidTerms(errors: readonly FieldError[]): boolean {
  return errors.some(({ field }) => field.includes('matchLabels') || field.includes('matchExpressions'));
}

/** The template of a workload: selected by it, restarted for ever; most kinds do not look at it under a broken selector. @upstream ValidatePodTemplateSpecForReplicaSet */
export function validateWorkloadTemplate(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
  path: string,
  noDeadline: string,
  unlessBroken = true,
  validate: typeof validateTemplate = validateTemplate,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const labels = template?.metadata?.labels;
  const broken = validateLabelSelector(selector, '').length > 0;
  if (broken && unlessBroken) return [];
  const empty = !!selector && isEmptySelector(selector);
  if (!broken && !empty && !(selector && matches(fromLabelSelector(selector), labels)))
    errors.push(
      invalid(
        at(at(path, 'metadata'), 'labels'),
        labels ?? null,
        '`selector` does not match template `labels`',
      ),
    );
  errors.push(...validate(template, path));
  const policy = template?.spec?.restartPolicy;
  if (policy !== undefined && policy !== 'Always')
    errors.push(notSupported(`${path}.spec.restartPolicy`, policy, ['Always']));
  if (template?.spec?.activeDeadlineSeconds !== undefined)
    errors.push(forbidden(`${path}.spec.activeDeadlineSeconds`, noDeadline));
  return errors;
}

/** Whole numbers of a spec that may not be negative. */
export function validateCounts<Spec extends object>(
  spec: Spec,
  keys: readonly (keyof Spec & string)[],
  path: string,
): readonly FieldError[] {
  return keys.flatMap((key) => {
    const value: unknown = spec[key];
    return typeof value === 'number' ? notNegative(value, at(path, key)) : [];
  });
}
