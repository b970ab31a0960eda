import { at, forbidden, invalid, item, required, type FieldError } from './field-error.ts';
import { pushAll, validateLabels } from './metadata.ts';
import { labelKeyProblems, labelValueProblems } from './names.ts';
import type { LabelSelector, LabelSelectorRequirement } from './types.data.ts';

/** Checks a label selector. @upstream apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelector */
export function validateLabelSelector(
  selector: LabelSelector | undefined | null,
  path: string,
): readonly FieldError[] {
  if (!selector) return [];
  return [
    ...validateLabels(selector.matchLabels, at(path, 'matchLabels')),
    ...(selector.matchExpressions ?? []).flatMap((one, index) =>
      validateRequirement(one, item(at(path, 'matchExpressions'), index)),
    ),
  ];
}

function validateRequirement(
  { key, operator, values = [] }: LabelSelectorRequirement,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const valuesPath = at(path, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0)
      errors.push(required(valuesPath, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(
        forbidden(valuesPath, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
      );
  } else errors.push(invalid(at(path, 'operator'), operator, 'not a valid selector operator'));
  pushAll(errors, at(path, 'key'), key, labelKeyProblems(key));
  for (const [index, value] of values.entries())
    pushAll(errors, item(valuesPath, index), value, labelValueProblems(value));
  return errors;
}

/** Whether a selector asks for nothing in particular. */
export function isEmptySelector(selector: LabelSelector | undefined | null): boolean {
  return (
    !selector ||
    (Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0)
  );
}
