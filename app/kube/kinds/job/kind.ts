import { humanDuration } from '../../../base/duration.ts';
import { ageOf } from '../age.ts';
import { defineKind } from '../define.decode.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type Cell, type KindContext } from '../kind.ts';
import { dnsSubdomainProblems } from '../names.ts';
import { maskTrailingDash } from '../metadata.ts';
import { filled, withPart } from '../plain.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { specWarnings } from '../pod/warnings.ts';
import { resource } from '../resource.ts';
import type { Job, JobSpec } from '../types.data.ts';
import { templateCells, TEMPLATE_COLUMNS } from '../workload.ts';
import { validateJob, validateJobUpdate } from './validate.ts';

/** Jobs. @upstream pkg/registry/batch/job/strategy.go */
export const job = defineKind<Job>({
  resource: resource('batch/v1', 'Job', 'jobs', { all: true }),
  wire: 'batch.Job',
  generation: true,
  orphansByDefault: true,
  subresources: ['status'],
  nameProblems: (name, prefix) => dnsSubdomainProblems(prefix ? maskTrailingDash(name) : name),
  defaults: (object) => withPart(withTemplateLabels(object), 'spec', defaultJobSpec(object.spec)),
  canonical: withTemplateLabels,
  prepare: (object, old) => (old === undefined ? withSelector({ ...object, status: {} }) : object),
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  warnings: ({ spec }) => (spec.template?.spec ? specWarnings(spec.template.spec, 'spec.template.spec') : []),
  fieldNames: ['status.successful'],
  fields: ({ status }) => ({ 'status.successful': String(status?.succeeded ?? 0) }),
  columns: [
    NAME_COLUMN,
    column('Status'),
    column('Completions'),
    column('Duration'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  row: jobRow,
});

/** Fills in what a Job's spec leaves open. @upstream pkg/apis/batch/v1/defaults.go SetDefaults_Job */
export function defaultJobSpec(spec: JobSpec): JobSpec {
  const single = spec.completions === undefined && spec.parallelism === undefined;
  const counted = filled(spec, {
    ...(single && { completions: 1 }),
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
  });
  return counted.template ? withPart(counted, 'template', defaultTemplate(counted.template)) : counted;
}

/** A Job without labels has those of its template, also those that were made for it: reading it fills them in again. */
function withTemplateLabels(object: Job): Job {
  const labels = object.spec?.template?.metadata?.labels;
  if (!labels || Object.keys(object.metadata.labels ?? {}).length > 0) return object;
  return { ...object, metadata: { ...object.metadata, labels } };
}

/** A Job finds its Pods by its own UID, unless it says that it knows better. */
function withSelector(object: Job): Job {
  const { uid, name } = object.metadata;
  if (object.spec.manualSelector === true) return object;
  const { template, selector } = object.spec;
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const matchLabels = { ...selector?.matchLabels, 'batch.kubernetes.io/controller-uid': uid };
  const metadata = { ...template.metadata, labels: sorted({ ...template.metadata?.labels, ...labels }) };
  return {
    ...object,
    spec: { ...object.spec, selector: { ...selector, matchLabels }, template: { ...template, metadata } },
  };
}

function sorted(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** @upstream printers.go printJob */
function jobRow({ metadata, spec, status }: Job, { now }: KindContext): readonly Cell[] {
  return [
    metadata.name,
    jobStatus(status, metadata.deletionTimestamp !== undefined),
    completionsText(spec, status),
    durationText(status, now),
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec.template, spec.selector),
  ];
}

function jobStatus(status: Job['status'] | undefined, deleted: boolean): string {
  const has = (type: string): boolean =>
    (status?.conditions ?? []).some((one) => one.type === type && one.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (deleted) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return has('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completionsText(
  { completions, parallelism = 1 }: JobSpec,
  status: Job['status'] | undefined,
): string {
  const succeeded = status?.succeeded ?? 0;
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText(status: Job['status'] | undefined, now: number): string {
  const { startTime, completionTime } = status ?? {};
  if (!startTime) return '';
  const end = completionTime ? Date.parse(completionTime) : now;
  return humanDuration((end - Date.parse(startTime)) / 1000);
}
