import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, isEqual, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { resource } from '../resource.ts';
import type { DaemonSet, DaemonSetUpdateStrategy } from '../types.data.ts';
import { templateCells, TEMPLATE_COLUMNS } from '../workload.ts';

/** DaemonSets. @upstream pkg/registry/apps/daemonset/strategy.go */
export const daemonset = defineKind<DaemonSet>({
  resource: resource('apps/v1', 'DaemonSet', 'daemonsets', { short: ['ds'], all: true }),
  wire: 'apps.DaemonSet',
  generation: true,
  subresources: ['status'],
  defaults: defaultDaemonSet,
  prepare: (object, old) => {
    if (old === undefined)
      return {
        ...object,
        status: {
          currentNumberScheduled: 0,
          numberMisscheduled: 0,
          desiredNumberScheduled: 0,
          numberReady: 0,
        },
      };
    return object;
  },
  columns: [
    NAME_COLUMN,
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    column('Up-to-date', 'integer'),
    column('Available', 'integer'),
    column('Node Selector'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name,
    status?.desiredNumberScheduled ?? 0,
    status?.currentNumberScheduled ?? 0,
    status?.numberReady ?? 0,
    status?.updatedNumberScheduled ?? 0,
    status?.numberAvailable ?? 0,
    nodeSelector(spec?.template.spec?.nodeSelector),
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec?.template, spec?.selector),
  ],
});

function nodeSelector(selector: Readonly<Record<string, string>> | undefined): string {
  const terms = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`);
  return terms.length === 0 ? '<none>' : terms.toSorted().join(',');
}

/** @upstream pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet */
function defaultDaemonSet(object: DaemonSet): DaemonSet {
  const { spec } = object;
  if (!spec) return object;
  const templated = withPart(spec, 'template', defaultTemplate(spec.template));
  const filledIn = filled(templated, { revisionHistoryLimit: 10 });
  const strategy = defaultStrategy(filledIn.updateStrategy);
  const same = isEqual(strategy, filledIn.updateStrategy);
  return withPart(object, 'spec', same ? filledIn : { ...filledIn, updateStrategy: strategy });
}

function defaultStrategy(strategy: DaemonSetUpdateStrategy = {}): DaemonSetUpdateStrategy {
  const typed = filled(strategy, { type: 'RollingUpdate' });
  if (typed.type !== 'RollingUpdate') return typed;
  return { ...typed, rollingUpdate: filled(typed.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 }) };
}
