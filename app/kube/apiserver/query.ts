import { bad, good, type Result } from '../../base/result.ts';
import type { ApiRequest, Status } from '../client.ts';
import { invalid, notSupported, tooLong, type FieldError } from '../kinds/field-error.ts';
import type { Call } from './api.ts';
import { invalidStatus } from './status.ts';

type Options = Pick<Call, 'dryRun' | 'fieldManager' | 'fieldValidation'>;
type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions' | 'ListOptions';

/** The first value of a query parameter. */
export function queryValue(request: ApiRequest, name: string): string {
  return request.query[name]?.[0] ?? '';
}

/** Whether a query parameter says yes. */
export function queryFlag(request: ApiRequest, name: string): boolean {
  const value = request.query[name]?.[0];
  return value !== undefined && value !== 'false' && value !== '0';
}

/** Reads what comes with a write: dry run, field manager, field validation. @upstream apimachinery/pkg/apis/meta/v1/validation */
export function writeOptions(
  request: ApiRequest,
  kind: OptionsKind,
  isApply = false,
): Result<Options, Status> {
  const dryRun = request.query['dryRun'] ?? [];
  const fieldManager = queryValue(request, 'fieldManager');
  const validation = queryValue(request, 'fieldValidation');
  const errors = [
    ...(kind === 'PatchOptions' ? patchErrors(request, fieldManager, isApply) : []),
    ...managerErrors(fieldManager),
    ...dryRunErrors(dryRun),
    ...validationErrors(validation),
  ];
  if (errors.length > 0) return bad(optionsInvalid(kind, errors));
  return good({
    dryRun: dryRun.length > 0,
    fieldManager: fieldManager === '' ? defaultManager(request) : fieldManager,
    fieldValidation: validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
  });
}

/** 422 on the options of a request. */
export function optionsInvalid(kind: OptionsKind, errors: readonly FieldError[]): Status {
  return invalidStatus({ group: 'meta.k8s.io', kind }, '', errors);
}

/** The checks of dryRun alone, which deletes have too. */
export function dryRunErrors(dryRun: readonly string[]): readonly FieldError[] {
  if (dryRun.length === 0 || (dryRun.length === 1 && dryRun[0] === 'All')) return [];
  return [notSupported('dryRun', dryRun, ['All'])];
}

function patchErrors(request: ApiRequest, manager: string, isApply: boolean): readonly FieldError[] {
  if (isApply && manager === '')
    return [
      {
        reason: 'FieldValueRequired',
        field: 'fieldManager',
        message: 'Required value: is required for apply patch',
      },
    ];
  if (!isApply && request.query['force'] !== undefined)
    return [
      {
        reason: 'FieldValueForbidden',
        field: 'force',
        message: 'Forbidden: may not be specified for non-apply patch',
      },
    ];
  return [];
}

function managerErrors(manager: string): readonly FieldError[] {
  if (manager.length > 128) return [tooLong('fieldManager', 128)];
  const odd = manager.split('').find((char) => char < ' ');
  return odd === undefined
    ? []
    : [invalid('fieldManager', manager, 'should only contain printable characters')];
}

function validationErrors(value: string): readonly FieldError[] {
  if (['', 'Ignore', 'Strict', 'Warn'].includes(value)) return [];
  return [notSupported('fieldValidation', value, ['', 'Ignore', 'Strict', 'Warn'])];
}

/** Who writes without naming a manager is known by the first word of the user agent. */
function defaultManager(request: ApiRequest): string {
  const agent = request.headers['user-agent'] ?? request.user;
  const slash = agent.indexOf('/');
  return slash < 0 ? agent : agent.slice(0, slash);
}
