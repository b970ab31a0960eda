import { at, forbidden, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { validateCountOrPercent } from '../int-or-percent.ts';
import { internalForm } from '../internal-form.ts';
import { notNegative, pushAll, validateAnnotations, validateLabels } from '../metadata.ts';
import { dnsLabelProblems } from '../names.ts';
import { validateClaimSpec } from '../persistentvolumeclaim/spec.ts';
import { isEqual } from '../plain.ts';
import type { PodTemplateSpec, StatefulSet, StatefulSetSpec } from '../types.data.ts';
import { validateCounts, validateSelector, validateWorkloadTemplate } from '../workload-validation.ts';

/** @upstream pkg/apis/apps/validation ValidateStatefulSetSpec */
export function validateStatefulSet({ spec }: StatefulSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { podManagementPolicy: management, serviceName } = spec;
  if (!management) errors.push(required('spec.podManagementPolicy'));
  else if (management !== 'OrderedReady' && management !== 'Parallel')
    errors.push(invalid('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"));
  errors.push(...validateStrategy(spec, 'spec.updateStrategy'), ...validateRetention(spec));
  errors.push(...validateCounts(spec, ['replicas', 'minReadySeconds'], 'spec'));
  if (spec.ordinals) errors.push(...notNegative(spec.ordinals.start, 'spec.ordinals.start'));
  errors.push(...validateCounts(spec, ['revisionHistoryLimit'], 'spec'));
  errors.push(...validateSelector(spec.selector, 'spec.selector', 'statefulset'));
  errors.push(
    ...validateWorkloadTemplate(
      spec.template,
      spec.selector,
      'spec.template',
      'activeDeadlineSeconds in StatefulSet is not Supported',
      true,
      validateTemplateNotes,
    ),
  );
  for (const [index, claim] of (spec.volumeClaimTemplates ?? []).entries())
    if (claim.spec)
      errors.push(...validateClaimSpec(claim.spec, at(item('spec.volumeClaimTemplates', index), 'spec')));
  if (serviceName) pushAll(errors, 'spec.serviceName', serviceName, dnsLabelProblems(serviceName));
  return errors;
}

/** The containers are looked at only in the Pods: they may mount claims that the template does not know. */
function validateTemplateNotes(template: PodTemplateSpec | undefined, path: string): readonly FieldError[] {
  return [
    ...validateLabels(template?.metadata?.labels, at(path, 'labels')),
    ...validateAnnotations(template?.metadata?.annotations, at(path, 'annotations')),
  ];
}

function validateStrategy({ updateStrategy }: StatefulSetSpec, path: string): readonly FieldError[] {
  const { type, rollingUpdate } = updateStrategy ?? {};
  if (!type) return [required(path)];
  if (type === 'OnDelete')
    return rollingUpdate
      ? [
          invalid(
            at(path, 'rollingUpdate'),
            internalForm('apps.RollingUpdateStatefulSetStrategy', rollingUpdate),
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
      : [];
  if (type !== 'RollingUpdate')
    return [
      invalid(
        path,
        internalForm('apps.StatefulSetUpdateStrategy', updateStrategy),
        "must be 'RollingUpdate' or 'OnDelete'",
      ),
    ];
  const rolling = at(path, 'rollingUpdate');
  return [
    ...notNegative(rollingUpdate?.partition, at(rolling, 'partition')),
    ...validateCountOrPercent(rollingUpdate?.maxUnavailable, at(rolling, 'maxUnavailable')),
  ];
}

const RETENTION = ['Retain', 'Delete'];

function validateRetention({
  persistentVolumeClaimRetentionPolicy: policy,
}: StatefulSetSpec): readonly FieldError[] {
  const path = 'spec.persistentVolumeClaimRetentionPolicy';
  return (['whenDeleted', 'whenScaled'] as const).flatMap((key) => {
    const value = policy?.[key];
    return value === undefined || RETENTION.includes(value)
      ? []
      : [notSupported(at(path, key), value, RETENTION)];
  });
}

const CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;
const ONLY =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** @upstream ValidateStatefulSetUpdate */
export function validateStatefulSetUpdate(object: StatefulSet, old: StatefulSet): readonly FieldError[] {
  const rest = (spec: StatefulSetSpec): object =>
    Object.fromEntries(Object.entries(spec).filter(([key]) => !CHANGEABLE.some((one) => one === key)));
  const changed = !isEqual(rest(object.spec), rest(old.spec));
  return [...validateStatefulSet(object), ...(changed ? [forbidden('spec', ONLY)] : [])];
}

const COUNTS = [
  'replicas',
  'readyReplicas',
  'currentReplicas',
  'updatedReplicas',
  'observedGeneration',
  'collisionCount',
] as const;

/** @upstream ValidateStatefulSetStatus */
export function validateStatefulSetStatus({ status }: StatefulSet): readonly FieldError[] {
  const errors = [...validateCounts(status, COUNTS, 'status')];
  for (const key of ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const)
    if ((status[key] ?? 0) > status.replicas)
      errors.push(invalid(`status.${key}`, status[key], 'cannot be greater than status.replicas'));
  if ((status.availableReplicas ?? 0) > (status.readyReplicas ?? 0))
    errors.push(
      invalid(
        'status.availableReplicas',
        status.availableReplicas,
        'cannot be greater than status.readyReplicas',
      ),
    );
  return errors;
}
