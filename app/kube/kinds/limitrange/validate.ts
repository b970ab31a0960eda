import { at, duplicate, forbidden, invalid, item, required, type FieldError } from '../field-error.ts';
import { pushAll } from '../metadata.ts';
import { qualifiedNameProblems } from '../names.ts';
import { quantityNanos } from '../quantity.ts';
import { mayOvercommit, validateResourceName, validateContainerResourceName } from '../resource-names.ts';
import type { LimitRange, LimitRangeItem } from '../types.data.ts';

type Amounts = Readonly<Record<string, string>>;
const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const NANO = 1_000_000_000n;

/** @upstream pkg/apis/core/validation ValidateLimitRange */
export function validateLimitRange({ spec }: LimitRange): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, limit] of (spec?.limits ?? []).entries()) {
    const path = item('spec.limits', index);
    const wrongType = validateType(limit.type, path);
    errors.push(...wrongType);
    if (wrongType.length > 0) continue;
    if (seen.has(limit.type)) errors.push(duplicate(at(path, 'type'), limit.type));
    seen.add(limit.type);
    errors.push(...validateItem(limit, path));
  }
  return errors;
}

function validateType(type: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const field = at(path, 'type');
  pushAll(errors, field, type, qualifiedNameProblems(type));
  if (errors.length === 0 && !type.includes('/') && !TYPES.includes(type))
    errors.push(invalid(field, type, 'must be a standard limit type or fully qualified'));
  return errors;
}

function validateItem(limit: LimitRangeItem, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const kinds = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;
  for (const key of kinds) {
    if (key.startsWith('default') && limit.type === 'Pod') continue;
    for (const name of Object.keys(limit[key] ?? {}).toSorted())
      errors.push(...validateName(name, limit.type, item(at(path, key), name)));
  }
  if (limit.type === 'Pod') {
    for (const key of ['default', 'defaultRequest'] as const)
      if (Object.keys(limit[key] ?? {}).length > 0)
        errors.push(forbidden(at(path, key), "may not be specified when `type` is 'Pod'"));
  }
  if (limit.type === 'PersistentVolumeClaim' && !limit.min?.['storage'] && !limit.max?.['storage'])
    errors.push(
      required(
        at(path, 'limits'),
        'either minimum or maximum storage value is required, but neither was provided',
      ),
    );
  const names = new Set(kinds.flatMap((key) => Object.keys(limit[key] ?? {})));
  for (const name of names) errors.push(...validateAmounts(limit, name, path));
  return errors;
}

function validateName(name: string, type: string, path: string): readonly FieldError[] {
  return type === 'Pod' || type === 'Container'
    ? validateContainerResourceName(name, path)
    : validateResourceName(name, path);
}

/** Minimum ≤ default request ≤ default ≤ maximum, and a ratio that can be kept. */
function validateAmounts(limit: LimitRangeItem, name: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const one = (amounts: Amounts | undefined): string | undefined => amounts?.[name];
  const [min, max] = [one(limit.min), one(limit.max)];
  const isPod = limit.type === 'Pod';
  const request = isPod ? undefined : one(limit.defaultRequest);
  const fallback = isPod ? undefined : one(limit.default);
  const above = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && quantityNanos(a) > quantityNanos(b);
  const field = (key: string): string => item(at(path, key), name);
  if (above(min, max))
    errors.push(invalid(field('min'), min, `min value ${min} is greater than max value ${max}`));
  if (above(min, request))
    errors.push(
      invalid(
        field('defaultRequest'),
        request,
        `min value ${min} is greater than default request value ${request}`,
      ),
    );
  if (above(request, max))
    errors.push(
      invalid(
        field('defaultRequest'),
        request,
        `default request value ${request} is greater than max value ${max}`,
      ),
    );
  if (above(request, fallback))
    errors.push(
      invalid(
        field('defaultRequest'),
        request,
        `default request value ${request} is greater than default limit value ${fallback}`,
      ),
    );
  if (above(min, fallback))
    errors.push(invalid(field('default'), min, `min value ${min} is greater than default value ${fallback}`));
  if (above(fallback, max))
    errors.push(invalid(field('default'), max, `default value ${fallback} is greater than max value ${max}`));
  const ratio = one(limit.maxLimitRequestRatio);
  if (ratio !== undefined) errors.push(...validateRatio(ratio, min, max, field('maxLimitRequestRatio')));
  // What cannot be overcommitted has one and the same default for both.
  if (
    !mayOvercommit(name) &&
    fallback !== undefined &&
    request !== undefined &&
    quantityNanos(fallback) !== quantityNanos(request)
  )
    errors.push(
      invalid(
        field('defaultRequest'),
        request,
        `default value ${fallback} must equal to defaultRequest value ${request} in ${name}`,
      ),
    );
  return errors;
}

function validateRatio(
  ratio: string,
  min: string | undefined,
  max: string | undefined,
  field: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (quantityNanos(ratio) < NANO) errors.push(invalid(field, ratio, `ratio ${ratio} is less than 1`));
  if (min === undefined || max === undefined) return errors;
  const limit = Number(quantityNanos(max)) / Number(quantityNanos(min));
  if (Number(quantityNanos(ratio)) / Number(NANO) > limit)
    errors.push(invalid(field, ratio, `ratio ${ratio} is greater than max/min = ${limit.toFixed(6)}`));
  return errors;
}
