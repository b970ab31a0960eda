import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { resource } from '../resource.ts';
import type { ReplicaSet } from '../types.data.ts';
import { scaleSelector, templateCells, TEMPLATE_COLUMNS } from '../workload.ts';

/** ReplicaSets. @upstream pkg/registry/apps/replicaset/strategy.go */
export const replicaset = defineKind<ReplicaSet>({
  resource: resource('apps/v1', 'ReplicaSet', 'replicasets', { short: ['rs'], all: true }),
  wire: 'apps.ReplicaSet',
  generation: true,
  subresources: ['status', 'scale'],
  scale: {
    replicas: ({ spec }) => spec?.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => scaleSelector(spec?.selector),
    scaled: (object, replicas) => ({ ...object, ...(object.spec && { spec: { ...object.spec, replicas } }) }),
  },
  defaults: (object) => {
    const { spec } = object;
    if (!spec) return object;
    const counted = filled(spec, { replicas: 1 });
    const { template } = counted;
    return withPart(
      object,
      'spec',
      template ? withPart(counted, 'template', defaultTemplate(template)) : counted,
    );
  },
  prepare: (object, old) => (old === undefined ? { ...object, status: { replicas: 0 } } : object),
  columns: [
    NAME_COLUMN,
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name,
    spec?.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec?.template, spec?.selector),
  ],
});
