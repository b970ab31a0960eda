import { invalid, type FieldError } from './field-error.ts';
import { notNegative, pushAll } from './metadata.ts';
import { percentProblems, portNameProblems, portNumberProblems } from './names.ts';

/** A whole number of at least zero, or a percentage. @upstream pkg/apis/apps/validation ValidatePositiveIntOrPercent */
export function validateCountOrPercent(
  value: number | string | undefined,
  path: string,
): readonly FieldError[] {
  if (value === undefined) return [];
  if (typeof value === 'number') return notNegative(value, path);
  return percentProblems(value).map((problem) => invalid(path, value, problem));
}

/** The number of a percentage; undefined for other texts. */
export function percentOf(value: number | string | undefined): number | undefined {
  return typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

/** At most 100 when it is a percentage. */
export function validateAtMostHundred(
  value: number | string | undefined,
  path: string,
): readonly FieldError[] {
  const percent = percentOf(value);
  return percent !== undefined && percent > 100
    ? [invalid(path, value, 'must not be greater than 100%')]
    : [];
}

/** Zero, however it is written. */
export function isZero(value: number | string | undefined): boolean {
  return value === undefined || value === 0 || percentOf(value) === 0;
}

/** The number or name of a port. @upstream pkg/apis/core/validation ValidatePortNumOrName */
export function validatePortOrName(port: number | string | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (typeof port === 'string') pushAll(errors, path, port, portNameProblems(port));
  else pushAll(errors, path, port ?? 0, portNumberProblems(port ?? 0));
  return errors;
}
