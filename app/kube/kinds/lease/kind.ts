import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { invalid } from '../field-error.ts';
import { notNegative } from '../metadata.ts';
import { without } from '../plain.ts';
import { resource } from '../resource.ts';
import type { Lease } from '../types.data.ts';

/** Leases: who leads, which kubelet lives. @upstream pkg/registry/coordination/lease/strategy.go */
export const lease = defineKind<Lease>({
  resource: resource('coordination.k8s.io/v1', 'Lease', 'leases'),
  wire: 'coordination.Lease',
  fleeting: true,
  createOnUpdate: true,
  needsVersion: true,
  // The strategy belongs to a feature that is switched off.
  prepare: (object) =>
    object.spec ? { ...object, spec: without(without(object.spec, 'strategy'), 'preferredHolder') } : object,
  validate: ({ spec }) => [
    ...(spec?.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0
      ? [invalid('spec.leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0')]
      : []),
    ...notNegative(spec?.leaseTransitions, 'spec.leaseTransitions'),
  ],
  columns: [NAME_COLUMN, column('Holder'), AGE_COLUMN],
  row: ({ metadata, spec }, { now }) => [
    metadata.name,
    spec?.holderIdentity ?? '',
    ageOf(metadata.creationTimestamp, now),
  ],
});
