import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { invalid, item, required, type FieldError } from '../field-error.ts';
import { validateCidr } from '../ip-fields.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { isEqual } from '../plain.ts';
import { resource } from '../resource.ts';
import type { ServiceCIDR } from '../types.data.ts';

/** ServiceCIDRs. @upstream pkg/registry/networking/servicecidr/strategy.go */
export const servicecidr = defineKind<ServiceCIDR>({
  resource: resource('networking.k8s.io/v1', 'ServiceCIDR', 'servicecidrs', { cluster: true }),
  wire: 'networking.ServiceCIDR',
  subresources: ['status'],
  prepare: (object, old) => (old === undefined ? { ...object, status: {} } : object),
  validate: validateRange,
  validateUpdate: (object, old) =>
    isEqual(object.spec?.cidrs, old.spec?.cidrs)
      ? []
      : [invalid('spec.cidrs', object.spec?.cidrs, 'field is immutable')],
  columns: [NAME_COLUMN, column('CIDRs'), AGE_COLUMN],
  row: ({ metadata, spec }, { now }) => [
    metadata.name,
    (spec?.cidrs ?? []).join(','),
    ageOf(metadata.creationTimestamp, now),
  ],
});

/** @upstream ValidateServiceCIDR */
function validateRange({ spec }: ServiceCIDR): readonly FieldError[] {
  const cidrs = spec?.cidrs ?? [];
  if (cidrs.length === 0) return [required('spec.cidrs', 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid('spec', spec, 'may only hold up to 2 values')];
  return cidrs.flatMap((cidr, index) => validateCidr(cidr, item('spec.cidrs', index)));
}
