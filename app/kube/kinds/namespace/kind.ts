import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { maskTrailingDash } from '../metadata.ts';
import { dnsLabelProblems } from '../names.ts';
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
  fieldNames: ['status.phase'],
  fields: ({ status }) => ({ 'status.phase': status?.phase ?? '' }),
  columns: [NAME_COLUMN, column('Status'), AGE_COLUMN],
  row: ({ metadata, status }, { now }) => [
    metadata.name,
    status?.phase ?? '',
    ageOf(metadata.creationTimestamp, now),
  ],
});
