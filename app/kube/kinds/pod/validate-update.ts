import { at, forbidden, invalid, item, required, type FieldError } from '../field-error.ts';
import { internalDiff, internalForm } from '../internal-form.ts';
import { validateMetadata, subdomainName, pushAll, immutable } from '../metadata.ts';
import { dnsSubdomainProblems, rangeText } from '../names.ts';
import { isEqual } from '../plain.ts';
import type { Container, ContainerStatus, Pod, PodSpec, Toleration } from '../types.data.ts';
import { validateTolerations } from './validate-scheduling.ts';
import { validatePodAlways } from './validate.ts';

const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');
const MAX_SECONDS = 2_147_483_647;

/** Checks what an update of a Pod changes: nearly nothing may. @upstream ValidatePodUpdate */
export function validatePodUpdate(pod: Pod, old: Pod): readonly FieldError[] {
  const [spec, before] = [pod.spec, old.spec];
  const errors = [...validateMetadata(pod.metadata, true, subdomainName), ...validatePodAlways(pod)];
  if (!spec || !before) return errors;
  for (const key of ['containers', 'initContainers'] as const) {
    const found = validateImages(spec[key] ?? [], before[key] ?? [], at('spec', key));
    errors.push(...found.errors);
    if (found.stop) return errors;
  }
  const deadline = validateDeadline(spec, before);
  errors.push(...deadline.errors);
  if (deadline.stop) return errors;
  errors.push(...validateAddedTolerations(spec.tolerations ?? [], before.tolerations ?? []));
  errors.push(...validateRemovedGates(spec, before));
  if (isEqual(spec, before)) return errors;
  const rest = unchangeable(spec, before);
  if (isEqual(rest, before)) return errors;
  const difference = internalDiff(internalForm('PodSpec', before), internalForm('PodSpec', rest));
  return [
    ...errors,
    forbidden('spec', `pod updates may not change fields other than ${CHANGEABLE}\n${difference}`),
  ];
}

function validateImages(
  containers: readonly Container[],
  before: readonly Container[],
  path: string,
): { readonly errors: readonly FieldError[]; readonly stop: boolean } {
  if (containers.length !== before.length)
    return { errors: [forbidden(path, 'pod updates may not add or remove containers')], stop: true };
  const errors = containers.flatMap(({ image = '' }, index) => {
    if (image === '') return [required(at(item(path, index), 'image'))];
    return image === image.trim()
      ? []
      : [invalid(at(item(path, index), 'image'), image, 'must not have leading or trailing whitespace')];
  });
  return { errors, stop: false };
}

function validateDeadline(
  { activeDeadlineSeconds: now }: PodSpec,
  { activeDeadlineSeconds: before }: PodSpec,
): { readonly errors: readonly FieldError[]; readonly stop: boolean } {
  const field = 'spec.activeDeadlineSeconds';
  if (now === undefined)
    return {
      errors:
        before === undefined
          ? []
          : [invalid(field, null, 'must not update from a positive integer to nil value')],
      stop: false,
    };
  if (now < 0 || now > MAX_SECONDS)
    return { errors: [invalid(field, now, rangeText(0, MAX_SECONDS))], stop: true };
  if (before !== undefined && before < now)
    return { errors: [invalid(field, now, 'must be less than or equal to previous value')], stop: true };
  return { errors: [], stop: false };
}

function validateAddedTolerations(
  now: readonly Toleration[],
  before: readonly Toleration[],
): readonly FieldError[] {
  const bare = ({ tolerationSeconds: _seconds, ...rest }: Toleration): object => rest;
  const kept = before.every((old) => now.some((one) => isEqual(bare(old), bare(one))));
  if (!kept)
    return [
      forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'),
    ];
  return validateTolerations(now, 'spec.tolerations');
}

function validateRemovedGates(
  { schedulingGates: now = [] }: PodSpec,
  { schedulingGates: before = [] }: PodSpec,
): readonly FieldError[] {
  return now.flatMap(({ name }, index) =>
    before.some((old) => old.name === name)
      ? []
      : [
          forbidden(
            `spec.schedulingGates[${index}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

/** The new spec with everything that may change set back. */
function unchangeable(spec: PodSpec, before: PodSpec): PodSpec {
  const images = (containers: readonly Container[], old: readonly Container[]): readonly Container[] =>
    containers.map((container, index) => ({ ...container, image: old[index]?.image ?? '' }));
  const {
    activeDeadlineSeconds: _deadline,
    tolerations: _tolerations,
    schedulingGates: _gates,
    ...rest
  } = spec;
  const grace = before.terminationGracePeriodSeconds < 0 && spec.terminationGracePeriodSeconds === 1;
  return {
    ...rest,
    containers: images(spec.containers, before.containers),
    ...(spec.initContainers && { initContainers: images(spec.initContainers, before.initContainers ?? []) }),
    ...(before.activeDeadlineSeconds !== undefined && {
      activeDeadlineSeconds: before.activeDeadlineSeconds,
    }),
    ...(before.tolerations && { tolerations: before.tolerations }),
    ...(before.schedulingGates && { schedulingGates: before.schedulingGates }),
    ...(grace && { terminationGracePeriodSeconds: before.terminationGracePeriodSeconds }),
  };
}

/** Checks what a status update changes. @upstream ValidatePodStatusUpdate */
export function validatePodStatus(pod: Pod, old: Pod): readonly FieldError[] {
  const [now, before] = [pod.status, old.status];
  const errors: FieldError[] = [];
  const nominated = now?.nominatedNodeName ?? '';
  if (nominated !== '' && nominated !== before?.nominatedNodeName)
    pushAll(errors, 'status.nominatedNodeName', nominated, dnsSubdomainProblems(nominated));
  errors.push(
    ...immutable((now?.qosClass ?? '') === (before?.qosClass ?? ''), 'status.qosClass', now?.qosClass ?? ''),
  );
  const policy = old.spec?.restartPolicy ?? 'Always';
  const sidecars = (old.spec?.initContainers ?? [])
    .filter((one) => one.restartPolicy === 'Always')
    .map(({ name }) => name);
  errors.push(
    ...validateTransitions(
      now?.containerStatuses,
      before?.containerStatuses,
      policy,
      [],
      'status.containerStatuses',
    ),
  );
  errors.push(
    ...validateTransitions(
      now?.initContainerStatuses,
      before?.initContainerStatuses,
      policy,
      sidecars,
      'status.initContainerStatuses',
    ),
  );
  return errors;
}

function validateTransitions(
  now: readonly ContainerStatus[] | undefined,
  before: readonly ContainerStatus[] | undefined,
  policy: string,
  sidecars: readonly string[],
  path: string,
): readonly FieldError[] {
  if (policy === 'Always') return [];
  return (before ?? []).flatMap((old, index) => {
    const ended = old.state?.terminated;
    if (!ended || (ended.exitCode !== 0 && policy === 'OnFailure') || sidecars.includes(old.name)) return [];
    const revived = (now ?? []).some((one) => one.name === old.name && !one.state?.terminated);
    return revived
      ? [forbidden(at(item(path, index), 'state'), 'may not be transitioned to non-terminated state')]
      : [];
  });
}
