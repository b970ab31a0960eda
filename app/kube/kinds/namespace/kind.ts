import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { maskTrailingDash, validateFinalizer } from '../metadata.ts';
import { dnsLabelProblems } from '../names.ts';
import { invalid, type FieldError } from '../field-error.ts';
import { resource } from '../resource.ts';
import type { Namespace } from '../types.data.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Namespaces. @upstream pkg/registry/core/namespace/strategy.go */
export const namespace = defineKind<Namespace>({
  resource: resource('v1', 'Namespace', 'namespaces', { short: ['ns'], cluster: true }),
  wire: 'Namespace',
  subresources: ['status', 'finalize'],
  noDeleteCollection: true,
  deleteShowsObject: false,
  nameProblems: (name, prefix) => dnsLabelProblems(prefix ? maskTrailingDash(name) : name),
  defaults: (object) =>
    object.metadata.name && object.metadata.labels?.[NAME_LABEL] !== object.metadata.name
      ? {
          ...object,
          metadata: {
            ...object.metadata,
            labels: { ...object.metadata.labels, [NAME_LABEL]: object.metadata.name },
          },
        }
      : object,
  prepare: (object, old) => {
    if (old) return { ...object, ...(old.spec && { spec: old.spec }) };
    const finalizers = object.spec?.finalizers ?? [];
    const kept = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
    return { ...object, spec: { finalizers: kept }, status: { phase: 'Active' } };
  },
  validate: ({ spec }) => validateSpec(spec),
  validateUpdate: () => [],
  validateStatus,
  parts: {
    finalize: {
      select: (object, old) => ({ ...old, metadata: object.metadata, spec: object.spec ?? {} }),
      validate: ({ spec }) => validateSpec(spec),
    },
  },
  fieldNames: ['status.phase'],
  fields: ({ status }) => ({ 'status.phase': status?.phase ?? '' }),
  columns: [NAME_COLUMN, column('Status'), AGE_COLUMN],
  row: ({ metadata, status }, { now }) => [
    metadata.name,
    status?.phase ?? '',
    ageOf(metadata.creationTimestamp, now),
  ],
});

function validateSpec(spec: Namespace['spec']): readonly FieldError[] {
  return (spec?.finalizers ?? []).flatMap((one) => validateFinalizer(one, 'spec.finalizers'));
}

/** @upstream ValidateNamespaceStatusUpdate */
function validateStatus({ metadata, status }: Namespace): readonly FieldError[] {
  const phase = status?.phase ?? '';
  const wanted = metadata.deletionTimestamp === undefined ? 'Active' : 'Terminating';
  if (phase === wanted) return [];
  const when = wanted === 'Active' ? 'is empty' : 'is not empty';
  return [invalid('status.Phase', phase, `may only be '${wanted}' if \`deletionTimestamp\` ${when}`)];
}
