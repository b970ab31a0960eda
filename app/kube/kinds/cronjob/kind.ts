import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { at, invalid, notSupported, required, type FieldError } from '../field-error.ts';
import { defaultJobSpec } from '../job/kind.ts';
import { validateJobSpec, validateNoSelector } from '../job/validate.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../kind.ts';
import { notNegative } from '../metadata.ts';
import { filled, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { resource } from '../resource.ts';
import type { CronJob, CronJobSpec } from '../types.data.ts';
import { templateCells, TEMPLATE_COLUMNS } from '../workload.ts';
import { scheduleProblem } from './schedule.ts';
import { TIME_ZONES } from './time-zones.data.ts';

/** CronJobs. @upstream pkg/registry/batch/cronjob/strategy.go */
export const cronjob = defineKind<CronJob>({
  resource: resource('batch/v1', 'CronJob', 'cronjobs', { short: ['cj'], all: true }),
  wire: 'batch.CronJob',
  generation: true,
  subresources: ['status'],
  defaults: defaultCronJob,
  prepare: (object, old) => (old === undefined ? { ...object, status: {} } : object),
  validate: (object) => [...validateName(object), ...validateSpec(object)],
  validateUpdate: validateSpec,
  columns: [
    NAME_COLUMN,
    column('Schedule'),
    column('Timezone'),
    column('Suspend', 'boolean'),
    column('Active', 'integer'),
    column('Last Schedule'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  row: ({ metadata, spec, status }, { now }) => [
    metadata.name,
    spec?.schedule ?? '',
    spec?.timeZone ?? '<none>',
    spec?.suspend === true ? 'True' : 'False',
    (status?.active ?? []).length,
    status?.lastScheduleTime ? ageOf(status.lastScheduleTime, now) : '<none>',
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec?.jobTemplate.spec?.template, spec?.jobTemplate.spec?.selector),
  ],
});

function defaultCronJob(object: CronJob): CronJob {
  if (!object.spec) return object;
  const spec = filled(object.spec, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  const inner = spec.jobTemplate.spec;
  if (!inner?.template) return withPart(object, 'spec', spec);
  const templated = withPart(inner, 'template', defaultTemplate(inner.template));
  return withPart(
    object,
    'spec',
    withPart(spec, 'jobTemplate', withPart(spec.jobTemplate, 'spec', templated)),
  );
}

const MAX_NAME = 52;

/** The name of a CronJob leaves room for the suffix of its Jobs. */
function validateName({ metadata }: CronJob): readonly FieldError[] {
  return metadata.name.length > MAX_NAME
    ? [invalid('metadata.name', metadata.name, `must be no more than ${MAX_NAME} characters`)]
    : [];
}

/** @upstream pkg/apis/batch/validation validateCronJobSpec */
function validateSpec({ spec }: CronJob): readonly FieldError[] {
  if (!spec) return [];
  const errors: FieldError[] = [];
  if (!spec.schedule) errors.push(required('spec.schedule'));
  else errors.push(...validateSchedule(spec));
  errors.push(...notNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'));
  const policy = spec.concurrencyPolicy;
  if (!policy) errors.push(required('spec.concurrencyPolicy'));
  else if (!['Allow', 'Forbid', 'Replace'].includes(policy))
    errors.push(notSupported('spec.concurrencyPolicy', policy, ['Allow', 'Forbid', 'Replace']));
  const path = 'spec.jobTemplate.spec';
  const template = spec.jobTemplate.spec;
  if (template)
    errors.push(...validateNoSelector(template, path), ...validateJobSpec(defaultJobSpec(template), path));
  for (const key of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const)
    errors.push(...notNegative(spec[key], at('spec', key)));
  return errors;
}

function validateSchedule({ schedule, timeZone }: CronJobSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const problem = scheduleProblem(schedule);
  if (schedule.includes('TZ'))
    errors.push(
      invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'),
    );
  else if (problem !== undefined) errors.push(invalid('spec.schedule', schedule, problem));
  if (timeZone === undefined) return errors;
  const field = 'spec.timeZone';
  if (timeZone === '')
    return [...errors, invalid(field, timeZone, 'timeZone must be nil or non-empty string')];
  if (timeZone.toLowerCase() === 'local')
    return [
      ...errors,
      invalid(
        field,
        timeZone,
        'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
      ),
    ];
  return TIME_ZONES.includes(timeZone)
    ? errors
    : [...errors, invalid(field, timeZone, `unknown time zone ${timeZone}`)];
}
