import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { maskTrailingDash } from '../metadata.ts';
import { dnsLabelProblems } from '../names.ts';
import { filled, mapped, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { specWarnings } from '../pod/warnings.ts';
import { resource } from '../resource.ts';
import type { StatefulSet, StatefulSetSpec } from '../types.data.ts';
import { containerCells, scaleSelector, TEMPLATE_COLUMNS } from '../workload.ts';
import { validateStatefulSet, validateStatefulSetStatus, validateStatefulSetUpdate } from './validate.ts';

/** StatefulSets. @upstream pkg/registry/apps/statefulset/strategy.go */
export const statefulset = defineKind<StatefulSet>({
  resource: resource('apps/v1', 'StatefulSet', 'statefulsets', { short: ['sts'], all: true }),
  wire: 'apps.StatefulSet',
  generation: true,
  subresources: ['status', 'scale'],
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => scaleSelector(spec.selector),
    scaled: (object, replicas) => ({ ...object, spec: { ...object.spec, replicas } }),
  },
  nameProblems: (name, prefix) => dnsLabelProblems(prefix ? maskTrailingDash(name) : name),
  defaults: (object) => withPart(object, 'spec', defaultSpec(object.spec)),
  prepare: (object, old) =>
    old === undefined ? { ...object, status: { replicas: 0, availableReplicas: 0 } } : object,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  validateStatus: validateStatefulSetStatus,
  warnings: ({ spec }) => (spec.template.spec ? specWarnings(spec.template.spec, 'spec.template.spec') : []),
  columns: [NAME_COLUMN, column('Ready'), AGE_COLUMN, ...TEMPLATE_COLUMNS.slice(0, 2)],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name,
    `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    ageOf(metadata.creationTimestamp, now),
    ...containerCells(spec.template),
  ],
});

/** @upstream pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet */
function defaultSpec(spec: StatefulSetSpec): StatefulSetSpec {
  const counted = filled(spec, {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
  });
  const templated = withPart(counted, 'template', defaultTemplate(counted.template));
  const typed = filled(templated.updateStrategy ?? {}, { type: 'RollingUpdate' });
  const rolling =
    typed.type === 'RollingUpdate'
      ? { ...typed, rollingUpdate: filled(typed.rollingUpdate ?? {}, { partition: 0 }) }
      : typed;
  const policy = filled(templated.persistentVolumeClaimRetentionPolicy ?? {}, {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
  const claims = mapped(templated.volumeClaimTemplates, (claim) => ({
    ...claim,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...(claim.spec && { spec: filled(claim.spec, { volumeMode: 'Filesystem' }) }),
    status: filled(claim.status ?? {}, { phase: 'Pending' }),
  }));
  return {
    ...templated,
    updateStrategy: rolling,
    persistentVolumeClaimRetentionPolicy: policy,
    ...(claims && { volumeClaimTemplates: claims }),
  };
}
