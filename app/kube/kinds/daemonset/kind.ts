import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { filled, isEqual, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { at, invalid, required, type FieldError } from '../field-error.ts';
import { isZero, validateAtMostHundred, validateCountOrPercent } from '../int-or-percent.ts';
import { internalForm } from '../internal-form.ts';
import { immutable } from '../metadata.ts';
import { specWarnings } from '../pod/warnings.ts';
import { resource } from '../resource.ts';
import { validateCounts, validateSelector, validateWorkloadTemplate } from '../workload-validation.ts';
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
    const templated = withGeneration(object, old);
    if (old === undefined)
      return {
        ...templated,
        status: {
          currentNumberScheduled: 0,
          numberMisscheduled: 0,
          desiredNumberScheduled: 0,
          numberReady: 0,
        },
      };
    return templated;
  },
  validate: validateDaemonSet,
  validateUpdate: (object, old) => [
    ...validateDaemonSet(object),
    ...immutable(
      isEqual(object.spec?.selector, old.spec?.selector),
      'spec.selector',
      object.spec?.selector ?? null,
    ),
  ],
  validateStatus: ({ status }) => (status ? validateCounts(status, COUNTS, 'status') : []),
  warnings: ({ spec }) => (spec?.template.spec ? specWarnings(spec.template.spec, 'spec.template.spec') : []),
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

const COUNTS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
] as const;
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** The generation of the template is kept in an annotation, as an old field of the API was. */
function withGeneration(object: DaemonSet, old: DaemonSet | undefined): DaemonSet {
  const before = Number(old?.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
  const same = old !== undefined && isEqual(object.spec?.template, old.spec?.template);
  const annotations = {
    ...object.metadata.annotations,
    [TEMPLATE_GENERATION]: String(same ? before : before + 1),
  };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** @upstream pkg/apis/apps/validation ValidateDaemonSetSpec */
function validateDaemonSet({ spec }: DaemonSet): readonly FieldError[] {
  if (!spec) return [];
  return [
    ...validateSelector(spec.selector, 'spec.selector', 'daemonset'),
    ...validateWorkloadTemplate(
      spec.template,
      spec.selector,
      'spec.template',
      'activeDeadlineSeconds in DaemonSet is not Supported',
      false,
    ),
    ...validateCounts(spec, ['minReadySeconds'], 'spec'),
    ...validateStrategy(spec.updateStrategy, 'spec.updateStrategy'),
    ...validateCounts(spec, ['revisionHistoryLimit'], 'spec'),
  ];
}

function validateStrategy(
  strategy: DaemonSetUpdateStrategy | undefined,
  path: string,
): readonly FieldError[] {
  if (strategy?.type === 'OnDelete') return [];
  if (strategy?.type !== 'RollingUpdate') {
    const message = `Unsupported value: ${JSON.stringify(internalForm('apps.DaemonSetUpdateStrategy', strategy))}: supported values: "RollingUpdate", "OnDelete"`;
    return [{ reason: 'FieldValueNotSupported', field: path, message }];
  }
  const rolling = at(path, 'rollingUpdate');
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate ?? {};
  const errors = [
    ...validateCountOrPercent(maxUnavailable, at(rolling, 'maxUnavailable')),
    ...validateCountOrPercent(maxSurge, at(rolling, 'maxSurge')),
  ];
  if (!isZero(maxUnavailable) && !isZero(maxSurge))
    errors.push(invalid(at(rolling, 'maxSurge'), maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (isZero(maxUnavailable) && isZero(maxSurge))
    errors.push(required(at(rolling, 'maxUnavailable'), 'cannot be 0 when maxSurge is 0'));
  return [...errors, ...validateAtMostHundred(maxUnavailable, at(rolling, 'maxUnavailable'))];
}
