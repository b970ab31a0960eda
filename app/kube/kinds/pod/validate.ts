import { at, forbidden, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { validateIp } from '../ip-fields.ts';
import { pushAll, validateAnnotations, validateLabels } from '../metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems, qualifiedNameProblems, rangeText } from '../names.ts';
import { formatQuantity, quantityNanos } from '../quantity.ts';
import { validateRequirements } from '../resource-names.ts';
import type { Pod, PodDNSConfig, PodSpec, PodTemplateSpec } from '../types.data.ts';
import {
  validateContainers,
  validateEphemeralContainers,
  validateImageSpace,
  validateInitContainers,
} from './validate-containers.ts';
import { validateAffinity, validateSpread, validateTolerations } from './validate-scheduling.ts';
import { validateOs, validatePodSecurity } from './validate-security.ts';
import { validateVolumes } from './validate-volumes.ts';

const MAX_SECONDS = 2_147_483_647;

/** Checks a new Pod. @upstream ValidatePodCreate */
export function validatePod(pod: Pod): readonly FieldError[] {
  const { spec } = pod;
  const errors = [...validatePodAlways(pod)];
  if ((spec?.ephemeralContainers ?? []).length > 0)
    errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  if (spec?.nodeName && (spec.schedulingGates ?? []).length > 0)
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  return errors;
}

/** Checks what holds for Pods at any time. @upstream validatePodMetadataAndSpec */
export function validatePodAlways(pod: Pod): readonly FieldError[] {
  const spec: PodSpec = pod.spec ?? {
    containers: [],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: '',
    terminationGracePeriodSeconds: 30,
  };
  return [
    ...validatePodAnnotations(pod, 'metadata.annotations'),
    ...validatePodSpec(spec, 'spec', true),
    ...(spec.containers ?? []).flatMap((one, index) =>
      validateImageSpace(one, item('spec.containers', index)),
    ),
    ...(spec.initContainers ?? []).flatMap((one, index) =>
      validateImageSpace(one, item('spec.initContainers', index)),
    ),
  ];
}

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

function validatePodAnnotations(
  {
    metadata,
    spec,
  }: { readonly spec?: PodSpec | undefined; readonly metadata?: PodTemplateSpec['metadata'] | undefined },
  path: string,
): readonly FieldError[] {
  const annotations = metadata?.annotations ?? {};
  const errors: FieldError[] = [];
  const mirror = annotations['kubernetes.io/config.mirror'];
  if (mirror !== undefined && !spec?.nodeName)
    errors.push(
      invalid(
        item(path, 'kubernetes.io/config.mirror'),
        mirror,
        'must set spec.nodeName if mirror pod annotation is set',
      ),
    );
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !(/^-?[0-9]+$/.test(cost) && Math.abs(Number(cost)) <= MAX_SECONDS))
    errors.push(invalid(item(path, DELETION_COST), cost, 'must be a 32bit integer'));
  return errors;
}

/** Checks the template of a controller. @upstream ValidatePodTemplateSpec */
export function validateTemplate(template: PodTemplateSpec | undefined, path: string): readonly FieldError[] {
  const spec = template?.spec;
  const errors = [
    ...validateLabels(template?.metadata?.labels, at(path, 'labels')),
    ...validateAnnotations(template?.metadata?.annotations, at(path, 'annotations')),
    ...validatePodAnnotations(template ?? {}, at(path, 'annotations')),
    ...(spec ? validatePodSpec(spec, at(path, 'spec'), false) : [required(`${path}.spec.containers`)]),
  ];
  if ((spec?.ephemeralContainers ?? []).length > 0)
    errors.push(
      forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'),
    );
  return errors;
}

/** Checks a Pod's spec wherever it stands. @upstream ValidatePodSpec */
export function validatePodSpec(spec: PodSpec, path: string, isPod: boolean): readonly FieldError[] {
  const { known, errors: volumeErrors } = validateVolumes(spec.volumes, at(path, 'volumes'));
  return [
    ...volumeErrors,
    ...validateContainers(spec, known, at(path, 'containers')),
    ...validateInitContainers(spec, known, at(path, 'initContainers')),
    ...validateEphemeralContainers(spec, known, at(path, 'ephemeralContainers')),
    ...validatePodResources(spec, at(path, 'resources')),
    ...validateHostPorts(spec, path, isPod),
    ...oneOfList(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], at(path, 'restartPolicy')),
    ...oneOfList(
      spec.dnsPolicy,
      ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'],
      at(path, 'dnsPolicy'),
    ),
    ...validateLabels(spec.nodeSelector, at(path, 'nodeSelector')),
    ...validatePodSecurity(spec, at(path, 'securityContext')),
    ...validateAffinity(spec.affinity, at(path, 'affinity')),
    ...validateDns(spec, at(path, 'dnsConfig')),
    ...validateGates(spec, path),
    ...validateSpread(spec.topologySpreadConstraints, at(path, 'topologySpreadConstraints')),
    ...validateHostUsers(spec, path),
    ...validateNames(spec, path),
    ...validateTolerations(spec.tolerations, at(path, 'tolerations')),
    ...validateHostAliases(spec, at(path, 'hostAliases')),
    ...validateClasses(spec, path),
    ...validateOs(spec, path),
  ];
}

function oneOfList(
  value: string | undefined,
  supported: readonly string[],
  path: string,
): readonly FieldError[] {
  if (!value) return [required(path)];
  return supported.includes(value) ? [] : [notSupported(path, value, supported)];
}

function validatePodResources(spec: PodSpec, path: string): readonly FieldError[] {
  const { resources } = spec;
  if (!resources) return [];
  const errors = [...validateRequirements(resources, path, 'pod')];
  for (const name of ['cpu', 'memory']) {
    const values = spec.containers.flatMap((one) => one.resources?.requests?.[name] ?? []);
    const first = values[0];
    if (first === undefined) continue;
    const sum = values.reduce((total, value) => total + quantityNanos(value), 0n);
    const wanted = resources.requests?.[name] ?? '0';
    if (sum > quantityNanos(wanted))
      errors.push(
        invalid(
          item(at(path, 'requests'), name),
          wanted,
          `must be greater than or equal to aggregate container requests of ${formatQuantity(sum, first)}`,
        ),
      );
  }
  for (const [index, container] of spec.containers.entries())
    for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
      const most = resources.limits?.[name];
      if (most !== undefined && quantityNanos(limit) > quantityNanos(most))
        errors.push(
          invalid(
            `${path}.containers[${index}][${name}].limits`,
            limit,
            `must be less than or equal to pod limits of ${most}`,
          ),
        );
    }
  return errors;
}

function validateHostPorts(spec: PodSpec, path: string, isPod: boolean): readonly FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return (spec.containers ?? []).flatMap(({ ports }, index) =>
    (ports ?? []).flatMap(({ hostPort = 0, containerPort }, place) =>
      (isPod || hostPort !== 0) && hostPort !== containerPort
        ? [
            invalid(
              `${path}.containers[${index}].ports[${place}].hostPort`,
              hostPort,
              'must match `containerPort` when `hostNetwork` is true',
            ),
          ]
        : [],
    ),
  );
}

function validateDns({ dnsConfig, dnsPolicy }: PodSpec, path: string): readonly FieldError[] {
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if ((dnsConfig.nameservers ?? []).length === 0)
      return [
        required(
          at(path, 'nameservers'),
          'must provide at least one DNS nameserver when `dnsPolicy` is None',
        ),
      ];
  }
  return dnsConfig ? validateDnsConfig(dnsConfig, path) : [];
}

function validateDnsConfig(
  { nameservers = [], searches = [], options = [] }: PodDNSConfig,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (nameservers.length > 3)
    errors.push(invalid(at(path, 'nameservers'), nameservers, 'must not have more than 3 nameservers'));
  for (const [index, one] of nameservers.entries())
    errors.push(...validateIp(one, item(at(path, 'nameservers'), index)));
  if (searches.length > 32)
    errors.push(invalid(at(path, 'searches'), searches, 'must not have more than 32 search paths'));
  if (searches.join(' ').length > 2048)
    errors.push(
      invalid(
        at(path, 'searches'),
        searches,
        'must not have more than 2048 characters (including spaces) in the search list',
      ),
    );
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue;
    const name = search.replace(/\.$/, '');
    // Underscores are forgiven in search domains.
    pushAll(
      errors,
      item(at(path, 'searches'), index),
      name,
      dnsSubdomainProblems(name.replaceAll('_', '-')).length === 0 ? [] : dnsSubdomainProblems(name),
    );
  }
  for (const [index, option] of options.entries())
    if (!option.name) errors.push(required(item(at(path, 'options'), index), 'must not be empty'));
  return errors;
}

function validateGates({ readinessGates, schedulingGates }: PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, { conditionType }] of (readinessGates ?? []).entries())
    pushAll(
      errors,
      `${item(at(path, 'readinessGates'), index)}.conditionType`,
      conditionType,
      qualifiedNameProblems(conditionType),
    );
  const seen = new Set<string>();
  for (const [index, { name }] of (schedulingGates ?? []).entries()) {
    const one = item(at(path, 'schedulingGates'), index);
    pushAll(errors, one, name, qualifiedNameProblems(name));
    if (seen.has(name))
      errors.push({
        reason: 'FieldValueDuplicate',
        field: one,
        message: `Duplicate value: ${JSON.stringify(name)}`,
      });
    seen.add(name);
  }
  return errors;
}

function validateHostUsers(spec: PodSpec, path: string): readonly FieldError[] {
  if (spec.hostUsers !== false) return [];
  const text = 'when `pod.Spec.HostUsers` is false';
  return [
    ...(spec.hostNetwork === true ? [forbidden(at(path, 'hostNetwork'), text)] : []),
    ...(spec.hostPID === true ? [forbidden(at(path, 'HostPID'), text)] : []),
    ...(spec.hostIPC === true ? [forbidden(at(path, 'HostIPC'), text)] : []),
  ];
}

function validateNames(spec: PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { serviceAccountName, nodeName, activeDeadlineSeconds: deadline, hostname, subdomain } = spec;
  if (serviceAccountName)
    pushAll(
      errors,
      at(path, 'serviceAccountName'),
      serviceAccountName,
      dnsSubdomainProblems(serviceAccountName),
    );
  if (nodeName) pushAll(errors, at(path, 'nodeName'), nodeName, dnsSubdomainProblems(nodeName));
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_SECONDS))
    errors.push(invalid(at(path, 'activeDeadlineSeconds'), deadline, rangeText(1, MAX_SECONDS)));
  if (hostname) pushAll(errors, at(path, 'hostname'), hostname, dnsLabelProblems(hostname));
  if (subdomain) pushAll(errors, at(path, 'subdomain'), subdomain, dnsLabelProblems(subdomain));
  return errors;
}

function validateHostAliases({ hostAliases }: PodSpec, path: string): readonly FieldError[] {
  return (hostAliases ?? []).flatMap(({ ip, hostnames }, index) => {
    const one = item(path, index);
    const errors = [...validateIp(ip, at(one, 'ip'))];
    for (const [place, name] of (hostnames ?? []).entries())
      pushAll(errors, item(at(one, 'hostnames'), place), name, dnsSubdomainProblems(name));
    return errors;
  });
}

function validateClasses(spec: PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { priorityClassName, runtimeClassName, preemptionPolicy, overhead } = spec;
  if (priorityClassName)
    pushAll(
      errors,
      at(path, 'priorityClassName'),
      priorityClassName,
      dnsSubdomainProblems(priorityClassName),
    );
  if (runtimeClassName !== undefined)
    pushAll(errors, at(path, 'runtimeClassName'), runtimeClassName, dnsSubdomainProblems(runtimeClassName));
  if (preemptionPolicy !== undefined)
    errors.push(
      ...oneOfList(preemptionPolicy, ['PreemptLowerPriority', 'Never'], at(path, 'preemptionPolicy')),
    );
  if (overhead) errors.push(...validateRequirements({ limits: overhead }, at(path, 'overhead')));
  return errors;
}
