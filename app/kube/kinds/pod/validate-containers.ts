import {
  at,
  duplicate,
  forbidden,
  invalid,
  item,
  notFound,
  notSupported,
  required,
  type FieldError,
} from '../field-error.ts';
import { pushAll } from '../metadata.ts';
import { dnsLabelProblems, portNameProblems, portNumberProblems } from '../names.ts';
import { validateRequirements } from '../resource-names.ts';
import { retyped } from '../typed.decode.ts';
import type {
  Container,
  ContainerPort,
  EphemeralContainer,
  PodSpec,
  Volume,
  VolumeMount,
} from '../types.data.ts';
import { validateEnv, validateEnvFrom } from './validate-env.ts';
import { validateLifecycle, validateProbes } from './validate-probes.ts';
import { validateSecurityContext } from './validate-security.ts';
import { descendingPath } from './validate-volumes.ts';

type Volumes = ReadonlyMap<string, Volume>;

/** Checks the ordinary containers. @upstream validateContainers */
export function validateContainers(spec: PodSpec, volumes: Volumes, path: string): readonly FieldError[] {
  const containers = spec.containers ?? [];
  if (containers.length === 0) return [required(path)];
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const one = item(path, index);
    errors.push(...validateCommon(container, spec, volumes, one));
    if (names.has(container.name)) errors.push(duplicate(at(one, 'name'), container.name));
    names.add(container.name);
    errors.push(
      ...validateLifecycle(container.lifecycle, spec.terminationGracePeriodSeconds, at(one, 'lifecycle')),
    );
    errors.push(...validateProbes(container, spec.terminationGracePeriodSeconds, one));
    errors.push(...validateRestart(container, one));
  }
  return [...errors, ...validateHostPorts(containers, path)];
}

const INIT_ONLY = 'may not be set for init containers without restartPolicy=Always';

/** Checks containers that run before the others, and sidecars. @upstream validateInitContainers */
export function validateInitContainers(spec: PodSpec, volumes: Volumes, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const one = item(path, index);
    errors.push(...validateCommon(container, spec, volumes, one), ...validateRestart(container, one));
    if (names.has(container.name)) errors.push(duplicate(at(one, 'name'), container.name));
    else if (container.name) names.add(container.name);
    errors.push(...validateHostPorts([container], path));
    if (container.restartPolicy === 'Always') {
      errors.push(
        ...validateLifecycle(container.lifecycle, spec.terminationGracePeriodSeconds, at(one, 'lifecycle')),
      );
      errors.push(...validateProbes(container, spec.terminationGracePeriodSeconds, one));
    } else
      for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
        if (container[key] !== undefined) errors.push(forbidden(at(one, key), INIT_ONLY));
  }
  return errors;
}

function validateRestart({ restartPolicy }: Container, path: string): readonly FieldError[] {
  if (restartPolicy === undefined || ['Always', 'Never', 'OnFailure'].includes(restartPolicy)) return [];
  return [notSupported(at(path, 'restartPolicy'), restartPolicy, ['Always', 'Never', 'OnFailure'])];
}

const EPHEMERAL = 'cannot be set for an Ephemeral Container';
const NOT_FOR_EPHEMERAL = [
  'ports',
  'resources',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

/** Checks containers that were added for debugging. @upstream validateEphemeralContainers */
export function validateEphemeralContainers(
  spec: PodSpec,
  volumes: Volumes,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const others = new Set(
    [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name),
  );
  const names = new Set(others);
  for (const [index, ephemeral] of (spec.ephemeralContainers ?? []).entries()) {
    const one = item(path, index);
    const container = retyped<Container>(ephemeral);
    errors.push(...validateCommon(container, spec, volumes, one), ...validateImageSpace(container, one));
    if (names.has(container.name)) errors.push(duplicate(at(one, 'name'), container.name));
    names.add(container.name);
    if (ephemeral.targetContainerName && !others.has(ephemeral.targetContainerName))
      errors.push(notFound(at(one, 'targetContainerName'), ephemeral.targetContainerName));
    errors.push(...validateEphemeralFields(ephemeral, one));
  }
  return errors;
}

function validateEphemeralFields(container: EphemeralContainer, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const key of NOT_FOR_EPHEMERAL) {
    const value: unknown = Reflect.get(container, key);
    const empty = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
    if (!empty) errors.push(forbidden(at(path, key), EPHEMERAL));
  }
  for (const [index, { subPath, subPathExpr }] of (container.volumeMounts ?? []).entries()) {
    const mount = item(at(path, 'volumeMounts'), index);
    if (subPath) errors.push(forbidden(at(mount, 'subPath'), EPHEMERAL));
    if (subPathExpr) errors.push(forbidden(at(mount, 'subPathExpr'), EPHEMERAL));
  }
  return errors;
}

/** Only in Pods, not in templates: an image without blanks around it. */
export function validateImageSpace({ image = '' }: Container, path: string): readonly FieldError[] {
  return image === image.trim()
    ? []
    : [invalid(at(path, 'image'), image, 'must not have leading or trailing whitespace')];
}

function validateCommon(
  container: Container,
  spec: PodSpec,
  volumes: Volumes,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!container.name) errors.push(required(at(path, 'name')));
  else pushAll(errors, at(path, 'name'), container.name, dnsLabelProblems(container.name));
  if (!container.image) errors.push(required(at(path, 'image')));
  errors.push(...validateMessagePolicy(container, path));
  errors.push(
    ...validatePorts(container.ports, at(path, 'ports')),
    ...validateEnv(container.env, at(path, 'env')),
    ...validateEnvFrom(container.envFrom, at(path, 'envFrom')),
    ...validateMounts(container, volumes, at(path, 'volumeMounts')),
    ...validateDevices(container, volumes, at(path, 'volumeDevices')),
    ...validatePullPolicy(container.imagePullPolicy, at(path, 'imagePullPolicy')),
    ...validateRequirements(container.resources, at(path, 'resources')),
    ...validateResizePolicy(container, spec, at(path, 'resizePolicy')),
    ...validateSecurityContext(
      container.securityContext,
      at(path, 'securityContext'),
      spec.hostUsers !== false,
    ),
  );
  return errors;
}

function validateMessagePolicy(
  { terminationMessagePolicy: policy }: Container,
  path: string,
): readonly FieldError[] {
  const field = at(path, 'terminationMessagePolicy');
  if (!policy) return [required(field)];
  const supported = ['File', 'FallbackToLogsOnError'];
  return supported.includes(policy) ? [] : [notSupported(field, policy, supported)];
}

function validatePullPolicy(policy: string | undefined, path: string): readonly FieldError[] {
  if (!policy) return [required(path)];
  const supported = ['Always', 'IfNotPresent', 'Never'];
  return supported.includes(policy) ? [] : [notSupported(path, policy, supported)];
}

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** Checks a transport protocol. */
export function validateProtocol(protocol: string | undefined, path: string): readonly FieldError[] {
  if (!protocol) return [required(path)];
  return PROTOCOLS.includes(protocol) ? [] : [notSupported(path, protocol, PROTOCOLS)];
}

function validatePorts(ports: readonly ContainerPort[] | undefined, path: string): readonly FieldError[] {
  const names = new Set<string>();
  return (ports ?? []).flatMap((port, index) => {
    const one = item(path, index);
    const errors: FieldError[] = [];
    if (port.name) {
      const problems = portNameProblems(port.name);
      if (problems.length > 0) pushAll(errors, at(one, 'name'), port.name, problems);
      else if (names.has(port.name)) errors.push(duplicate(at(one, 'name'), port.name));
      else names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(at(one, 'containerPort')));
    else
      pushAll(errors, at(one, 'containerPort'), port.containerPort, portNumberProblems(port.containerPort));
    if (port.hostPort) pushAll(errors, at(one, 'hostPort'), port.hostPort, portNumberProblems(port.hostPort));
    return [...errors, ...validateProtocol(port.protocol, at(one, 'protocol'))];
  });
}

function validateHostPorts(containers: readonly Container[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, { ports }] of containers.entries())
    for (const [place, { hostPort, protocol, hostIP = '' }] of (ports ?? []).entries()) {
      if (!hostPort) continue;
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (seen.has(key))
        errors.push(duplicate(at(item(at(item(path, index), 'ports'), place), 'hostPort'), key));
      seen.add(key);
    }
  return errors;
}

function validateMounts(container: Container, volumes: Volumes, path: string): readonly FieldError[] {
  const paths = new Set<string>();
  const devices = container.volumeDevices ?? [];
  return (container.volumeMounts ?? []).flatMap((mount, index) => {
    const one = item(path, index);
    const errors: FieldError[] = [];
    if (!mount.name) errors.push(required(at(one, 'name')));
    if (!volumes.has(mount.name)) errors.push(notFound(at(one, 'name'), mount.name));
    if (!mount.mountPath) errors.push(required(at(one, 'mountPath')));
    if (paths.has(mount.mountPath))
      errors.push(invalid(at(one, 'mountPath'), mount.mountPath, 'must be unique'));
    paths.add(mount.mountPath);
    if (devices.some(({ name }) => name === mount.name))
      errors.push(invalid(at(one, 'name'), mount.name, 'must not already exist in volumeDevices'));
    if (devices.some(({ devicePath }) => devicePath === mount.mountPath))
      errors.push(
        invalid(at(one, 'mountPath'), mount.mountPath, 'must not already exist as a path in volumeDevices'),
      );
    return [...errors, ...validateSubPaths(mount, one, path), ...validatePropagation(mount, container, path)];
  });
}

/** The paths of these errors lack the index, in upstream too. */
function validateSubPaths(
  { subPath, subPathExpr }: VolumeMount,
  one: string,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (subPath) errors.push(...descendingPath(subPath, at(path, 'subPath')));
  if (!subPathExpr) return errors;
  if (subPath)
    errors.push(
      invalid(at(one, 'subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive'),
    );
  return [...errors, ...descendingPath(subPathExpr, at(path, 'subPathExpr'))];
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];

function validatePropagation(
  { mountPropagation: mode }: VolumeMount,
  container: Container,
  path: string,
): readonly FieldError[] {
  if (mode === undefined) return [];
  const field = at(path, 'mountPropagation');
  if (!PROPAGATIONS.includes(mode)) return [notSupported(field, mode, PROPAGATIONS)];
  const privileged = container.securityContext?.privileged === true;
  return mode === 'Bidirectional' && !privileged
    ? [forbidden(field, 'Bidirectional mount propagation is available only to privileged containers')]
    : [];
}

function validateDevices(container: Container, volumes: Volumes, path: string): readonly FieldError[] {
  const names = new Set<string>();
  return (container.volumeDevices ?? []).flatMap(({ name, devicePath }, index) => {
    const one = item(path, index);
    const errors: FieldError[] = [];
    const volume = volumes.get(name);
    if (!name) errors.push(required(at(one, 'name')));
    if (names.has(name)) errors.push(invalid(at(one, 'name'), name, 'must be unique'));
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral)
      errors.push(
        invalid(
          at(one, 'name'),
          name,
          'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
        ),
      );
    if (!volume) errors.push(notFound(at(one, 'name'), name));
    if (!devicePath) errors.push(required(at(one, 'devicePath')));
    names.add(name);
    return errors;
  });
}

function validateResizePolicy(
  { resizePolicy }: Container,
  { restartPolicy }: PodSpec,
  path: string,
): readonly FieldError[] {
  const seen = new Set<string>();
  return (resizePolicy ?? []).flatMap((policy, index) => {
    const errors: FieldError[] = [];
    if (seen.has(policy.resourceName)) errors.push(duplicate(item(path, index), policy.resourceName));
    seen.add(policy.resourceName);
    if (!policy.resourceName) errors.push(required(path));
    else if (!['cpu', 'memory'].includes(policy.resourceName))
      errors.push(notSupported(path, policy.resourceName, ['cpu', 'memory']));
    if (!policy.restartPolicy) errors.push(required(path));
    else if (!['NotRequired', 'RestartContainer'].includes(policy.restartPolicy))
      errors.push(notSupported(path, policy.restartPolicy, ['NotRequired', 'RestartContainer']));
    if (restartPolicy === 'Never' && policy.restartPolicy !== 'NotRequired')
      errors.push(
        invalid(path, policy.restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"),
      );
    return errors;
  });
}
