import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { at, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { immutable } from '../metadata.ts';
import { isEqual } from '../plain.ts';
import { resource } from '../resource.ts';
import { validateAmount, validateQuotaResourceName } from '../resource-names.ts';
import type { ResourceQuota, ResourceQuotaSpec } from '../types.data.ts';

const SCOPES = [
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'PriorityClass',
  'Terminating',
  'VolumeAttributesClass',
];
const BEST_EFFORT_RESOURCES = ['pods'];
const POD_RESOURCES = [
  'pods',
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  'ephemeral-storage',
];

/** ResourceQuotas. @upstream pkg/registry/core/resourcequota/strategy.go */
export const resourcequota = defineKind<ResourceQuota>({
  resource: resource('v1', 'ResourceQuota', 'resourcequotas', { short: ['quota'] }),
  wire: 'ResourceQuota',
  subresources: ['status'],
  deleteShowsObject: true,
  prepare: (object, old) => (old === undefined ? { ...object, status: {} } : object),
  validate: ({ spec = {} }) => validateSpec(spec),
  validateUpdate: ({ spec = {} }, old) => [
    ...validateSpec(spec),
    ...immutable(sameScopes(spec, old.spec ?? {}), 'spec.scopes', spec.scopes ?? null),
  ],
  validateStatus: ({ status = {} }) => [
    ...validateHard(status.hard, 'status.hard'),
    ...validateHard(status.used, 'status.used'),
  ],
  columns: [NAME_COLUMN, column('Request'), column('Limit'), AGE_COLUMN],
  row: ({ metadata, status }, { now }) => {
    const hard = status?.hard ?? {};
    const used = status?.used ?? {};
    const cells = Object.keys(hard).toSorted();
    const text = (limits: boolean): string =>
      cells
        .filter((name) => name.startsWith('limits.') === limits)
        .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
        .join(', ');
    return [metadata.name, text(false), text(true), ageOf(metadata.creationTimestamp, now)];
  },
});

function sameScopes(spec: ResourceQuotaSpec, old: ResourceQuotaSpec): boolean {
  return isEqual([...(spec.scopes ?? [])].toSorted(), [...(old.scopes ?? [])].toSorted());
}

/** @upstream ValidateResourceQuotaSpec */
function validateSpec(spec: ResourceQuotaSpec): readonly FieldError[] {
  return [...validateHard(spec.hard, 'spec.hard'), ...validateScopes(spec), ...validateScopeSelector(spec)];
}

function validateHard(
  hard: Readonly<Record<string, string>> | undefined,
  path: string,
): readonly FieldError[] {
  return Object.entries(hard ?? {}).flatMap(([name, amount]) => {
    const field = item(path, name);
    return [...validateQuotaResourceName(name, field), ...validateAmount(name, amount, field)];
  });
}

function validateScopes({ scopes = [], hard = {} }: ResourceQuotaSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const list: readonly string[] = scopes;
  if (list.length === 0) return errors;
  for (const scope of list) {
    if (!SCOPES.includes(scope)) errors.push(notSupported('spec.scopes', scope, SCOPES));
    for (const name of Object.keys(hard))
      if (!isScopedResource(scope, name))
        errors.push(invalid('spec.scopes', list, 'unsupported scope applied to resource'));
  }
  const both = (a: string, b: string): boolean => list.includes(a) && list.includes(b);
  if (both('BestEffort', 'NotBestEffort') || both('Terminating', 'NotTerminating'))
    errors.push(invalid('spec.scopes', list, 'conflicting scopes'));
  return errors;
}

function isScopedResource(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return BEST_EFFORT_RESOURCES.includes(name);
  if (scope === 'VolumeAttributesClass')
    return name === 'persistentvolumeclaims' || name.endsWith('.storage');
  return !SCOPES.includes(scope) || POD_RESOURCES.includes(name);
}

function validateScopeSelector({ scopeSelector }: ResourceQuotaSpec): readonly FieldError[] {
  return (scopeSelector?.matchExpressions ?? []).flatMap(({ scopeName, operator, values = [] }, index) => {
    const path = item('spec.scopeSelector.matchExpressions', index);
    const errors: FieldError[] = [];
    if (!SCOPES.includes(scopeName)) errors.push(notSupported(at(path, 'scopeName'), scopeName, SCOPES));
    if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
      errors.push(
        required(
          at(path, 'values'),
          "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
        ),
      );
    if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
      errors.push(
        invalid(
          at(path, 'values'),
          values,
          "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector",
        ),
      );
    return errors;
  });
}
