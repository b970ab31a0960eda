import { at, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { internalForm } from '../internal-form.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { immutable } from '../metadata.ts';
import { domainPathProblems } from '../names.ts';
import { isEqual } from '../plain.ts';
import { validateTemplate } from '../pod/validate.ts';
import { fromLabelSelector, matches } from '../selectors.ts';
import { retyped } from '../typed.decode.ts';
import type { Job, JobSpec, PodSpec, PodTemplateSpec } from '../types.data.ts';
import { validateCounts } from '../workload-validation.ts';

/** @upstream pkg/apis/batch/validation ValidateJob */
export function validateJob({ metadata, spec }: Job): readonly FieldError[] {
  return [...validateGeneratedSelector(metadata, spec), ...validateSelected(spec)];
}

function validateSelected(spec: JobSpec): readonly FieldError[] {
  const errors = [...validateJobSpec(spec, 'spec')];
  if (!spec.selector) errors.push(required('spec.selector'));
  else errors.push(...validateLabelSelector(spec.selector, 'spec.selector'));
  const labels = spec.template?.metadata?.labels;
  if (!matches(fromLabelSelector(spec.selector), labels))
    errors.push(
      invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`'),
    );
  return errors;
}

const UID = 'batch.kubernetes.io/controller-uid';

function validateGeneratedSelector(metadata: Job['metadata'], spec: JobSpec): readonly FieldError[] {
  if (spec.manualSelector === true || !spec.selector) return [];
  const labels = spec.template?.metadata?.labels ?? {};
  const wanted = [
    ['controller-uid', metadata.uid],
    ['job-name', metadata.name],
    [UID, metadata.uid],
    ['batch.kubernetes.io/job-name', metadata.name],
  ] as const;
  const errors = wanted.flatMap(([key, value]) => {
    const field = item('spec.template.metadata.labels', key);
    if (labels[key] === undefined) return [required(field, `must be '${value}'`)];
    return labels[key] === value ? [] : [invalid(field, labels, `must be '${value}'`)];
  });
  const generated =
    isEqual(spec.selector.matchLabels, { [UID]: metadata.uid }) ||
    isEqual(spec.selector.matchLabels, { 'controller-uid': metadata.uid });
  if (!generated) errors.push(invalid('spec.selector', spec.selector, '`selector` not auto-generated'));
  return errors;
}

/** Checks a Job's spec, also inside a CronJob. @upstream validateJobSpec */
export function validateJobSpec(spec: JobSpec, path: string): readonly FieldError[] {
  const errors = [
    ...validateCounts(
      spec,
      [
        'parallelism',
        'completions',
        'activeDeadlineSeconds',
        'backoffLimit',
        'ttlSecondsAfterFinished',
        'backoffLimitPerIndex',
        'maxFailedIndexes',
      ],
      path,
    ),
    ...validateModes(spec, path),
    ...validateTemplate(spec.template, at(path, 'template')),
  ];
  return [...errors, ...validateRestart(spec, at(path, 'template'))];
}

function validateModes(spec: JobSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { managedBy, completionMode, completions, parallelism = 0, podReplacementPolicy } = spec;
  if (managedBy !== undefined) errors.push(...validateManagedBy(managedBy, at(path, 'managedBy')));
  if (completionMode !== undefined) {
    if (completionMode !== 'NonIndexed' && completionMode !== 'Indexed')
      errors.push(notSupported(at(path, 'completionMode'), completionMode, ['NonIndexed', 'Indexed']));
    if (completionMode === 'Indexed') {
      if (completions === undefined)
        errors.push(required(at(path, 'completions'), 'when completion mode is Indexed'));
      if (parallelism > 100_000)
        errors.push(
          invalid(
            at(path, 'parallelism'),
            parallelism,
            'must be less than or equal to 100000 when completion mode is Indexed',
          ),
        );
    }
  }
  if (podReplacementPolicy !== undefined && !['Failed', 'TerminatingOrFailed'].includes(podReplacementPolicy))
    errors.push(
      notSupported(at(path, 'podReplacementPolicy'), podReplacementPolicy, ['Failed', 'TerminatingOrFailed']),
    );
  return errors;
}

function validateManagedBy(value: string, path: string): readonly FieldError[] {
  return domainPathProblems(value).map((problem) => invalid(path, value, problem));
}

function validateRestart({ template, podFailurePolicy }: JobSpec, path: string): readonly FieldError[] {
  const field = `${path}.spec.restartPolicy`;
  const policy = template?.spec?.restartPolicy;
  if (policy === undefined) return [];
  if (policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')];
  if (policy !== 'OnFailure' && policy !== 'Never')
    return [notSupported(field, policy, ['OnFailure', 'Never'])];
  return podFailurePolicy && policy !== 'Never'
    ? [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}

/** @upstream ValidateJobUpdate */
export function validateJobUpdate(object: Job, old: Job): readonly FieldError[] {
  const [spec, before] = [object.spec, old.spec];
  return [
    ...validateGeneratedSelector(object.metadata, spec),
    // The rules of a new Job and those of an update both look at the whole spec.
    ...validateSelected(spec),
    ...validateSelected(spec),
    ...validateCompletions(spec, before),
    ...immutable(isEqual(spec.selector, before.selector), 'spec.selector', spec.selector ?? null),
    ...validateTemplateChange(object, old),
    ...immutable(spec.completionMode === before.completionMode, 'spec.completionMode', spec.completionMode),
    ...immutable(
      isEqual(spec.podFailurePolicy, before.podFailurePolicy),
      'spec.podFailurePolicy',
      spec.podFailurePolicy ?? null,
    ),
    ...immutable(
      spec.backoffLimitPerIndex === before.backoffLimitPerIndex,
      'spec.backoffLimitPerIndex',
      spec.backoffLimitPerIndex ?? null,
    ),
    ...immutable(spec.managedBy === before.managedBy, 'spec.managedBy', spec.managedBy ?? null),
  ];
}

function validateCompletions(spec: JobSpec, before: JobSpec): readonly FieldError[] {
  const same = spec.completions === before.completions;
  if (before.completionMode !== 'Indexed')
    return immutable(same, 'spec.completions', spec.completions ?? null);
  if (same || spec.completions === spec.parallelism) return [];
  return [
    invalid(
      'spec.completions',
      spec.completions ?? null,
      'can only be modified in tandem with spec.parallelism',
    ),
  ];
}

/** While a Job is suspended and has not begun, where its Pods run may still change. */
function validateTemplateChange(object: Job, old: Job): readonly FieldError[] {
  const movable = old.spec.suspend === true && !old.status?.startTime;
  const now = movable ? withPlacement(object.spec.template, old.spec.template) : object.spec.template;
  if (isEqual(now, old.spec.template)) return [];
  return [
    invalid('spec.template', internalForm('PodTemplateSpec', object.spec.template), 'field is immutable'),
  ];
}

function withPlacement(template: PodTemplateSpec, old: PodTemplateSpec): PodTemplateSpec {
  const keys = ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates'];
  const rest = Object.entries(template.spec ?? {}).filter(([key]) => !keys.includes(key));
  const placed = Object.entries(old.spec ?? {}).filter(([key]) => keys.includes(key));
  const spec = Object.fromEntries([...rest, ...placed]);
  return { ...template, spec: retyped<PodSpec>(spec) };
}

/** A Job's spec inside a CronJob has no selector of its own. */
export function validateNoSelector(
  { selector, manualSelector }: JobSpec,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (selector) errors.push(invalid(at(path, 'selector'), selector, '`selector` will be auto-generated'));
  if (manualSelector === true)
    errors.push({
      reason: 'FieldValueNotSupported',
      field: at(path, 'manualSelector'),
      message: 'Unsupported value: true: supported values: "nil", "false"',
    });
  return errors;
}
