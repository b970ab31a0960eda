import {
  at,
  duplicate,
  forbidden,
  invalid,
  item,
  notSupported,
  required,
  type FieldError,
} from '../field-error.ts';
import { internalForm } from '../internal-form.ts';
import { rangeText } from '../names.ts';
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from '../types.data.ts';
import { descendingPath } from './validate-volumes.ts';

const MAX_ID = 2_147_483_647;

function validateId(id: number | undefined, path: string): readonly FieldError[] {
  return id !== undefined && (id < 0 || id > MAX_ID) ? [invalid(path, id, rangeText(0, MAX_ID))] : [];
}

/** Checks a container's security context. @upstream ValidateSecurityContext */
export function validateSecurityContext(
  context: SecurityContext | undefined,
  path: string,
  hostUsers: boolean,
): readonly FieldError[] {
  if (!context) return [];
  const errors = [
    ...validateId(context.runAsUser, at(path, 'runAsUser')),
    ...validateId(context.runAsGroup, at(path, 'runAsGroup')),
  ];
  const { procMount } = context;
  if (procMount !== undefined && procMount !== 'Default' && procMount !== 'Unmasked')
    errors.push(notSupported(at(path, 'procMount'), procMount, ['Default', 'Unmasked']));
  if (hostUsers && procMount === 'Unmasked')
    errors.push(invalid(at(path, 'procMount'), procMount, '`hostUsers` must be false to use `Unmasked`'));
  errors.push(...validateSeccomp(context.seccompProfile, at(path, 'seccompProfile')));
  if (context.allowPrivilegeEscalation === false) errors.push(...validateEscalation(context, path));
  return [...errors, ...validateAppArmor(context.appArmorProfile, at(path, 'appArmorProfile'))];
}

function validateEscalation(context: SecurityContext, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const shown = internalForm('SecurityContext', context);
  if (context.privileged === true)
    errors.push(
      invalid(path, shown, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'),
    );
  if ((context.capabilities?.add ?? []).includes('CAP_SYS_ADMIN'))
    errors.push(
      invalid(
        path,
        shown,
        'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
      ),
    );
  return errors;
}

const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function validateSeccomp(profile: SeccompProfile | undefined, path: string): readonly FieldError[] {
  if (!profile) return [];
  const errors: FieldError[] = [];
  if (!profile.type) errors.push(required(at(path, 'type'), 'type is required when seccompProfile is set'));
  else if (!PROFILES.includes(profile.type))
    errors.push(notSupported(at(path, 'type'), profile.type, PROFILES));
  const { localhostProfile } = profile;
  if (profile.type !== 'Localhost') {
    if (localhostProfile !== undefined)
      errors.push(
        invalid(
          at(path, 'localhostProfile'),
          internalForm('SeccompProfile', profile),
          'can only be set when seccomp type is Localhost',
        ),
      );
  } else if (localhostProfile === undefined)
    errors.push(required(at(path, 'localhostProfile'), 'must be set when seccomp type is Localhost'));
  else errors.push(...descendingPath(localhostProfile, at(path, 'localhostProfile')));
  return errors;
}

function validateAppArmor(profile: AppArmorProfile | undefined, path: string): readonly FieldError[] {
  if (!profile) return [];
  const field = at(path, 'localhostProfile');
  const { type, localhostProfile } = profile;
  if (!type) return [required(at(path, 'type'), 'type is required when appArmorProfile is set')];
  if (!PROFILES.includes(type)) return [notSupported(at(path, 'type'), type, PROFILES)];
  if (type !== 'Localhost')
    return localhostProfile === undefined
      ? []
      : [invalid(field, localhostProfile, 'can only be set when AppArmor type is Localhost')];
  if (!localhostProfile) return [required(field, 'must be set when AppArmor type is Localhost')];
  return localhostProfile === localhostProfile.trim()
    ? []
    : [invalid(field, localhostProfile, 'must not be padded with whitespace')];
}

/** Checks the security context of a whole Pod. @upstream validatePodSpecSecurityContext */
export function validatePodSecurity(spec: PodSpec, path: string): readonly FieldError[] {
  const context = spec.securityContext;
  if (!context) return [];
  const errors = [
    ...validateId(context.fsGroup, at(path, 'fsGroup')),
    ...validateId(context.runAsUser, at(path, 'runAsUser')),
    ...validateId(context.runAsGroup, at(path, 'runAsGroup')),
    ...(context.supplementalGroups ?? []).flatMap((id, index) =>
      validateId(id, item(at(path, 'supplementalGroups'), index)),
    ),
  ];
  if (spec.shareProcessNamespace === true && spec.hostPID === true)
    errors.push(
      invalid(
        at(path, 'shareProcessNamespace'),
        true,
        'ShareProcessNamespace and HostPID cannot both be enabled',
      ),
    );
  errors.push(...validateSysctls(context, spec, at(path, 'sysctls')));
  return [...errors, ...validatePolicies(context, path)];
}

function validatePolicies(context: PodSecurityContext, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const choice = (
    key: 'fsGroupChangePolicy' | 'supplementalGroupsPolicy' | 'seLinuxChangePolicy',
    supported: readonly string[],
  ): void => {
    const value = context[key];
    if (value !== undefined && !supported.includes(value))
      errors.push(notSupported(at(path, key), value, supported));
  };
  choice('fsGroupChangePolicy', ['Always', 'OnRootMismatch']);
  errors.push(...validateSeccomp(context.seccompProfile, at(path, 'seccompProfile')));
  errors.push(...validateAppArmor(context.appArmorProfile, at(path, 'appArmorProfile')));
  choice('supplementalGroupsPolicy', ['Merge', 'Strict']);
  choice('seLinuxChangePolicy', ['MountOption', 'Recursive']);
  return errors;
}

const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = new RegExp(`^(${SEGMENT}[./])*${SEGMENT}$`);
const SYSCTL_TEXT = String.raw`must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$`;

function validateSysctls(
  { sysctls }: PodSecurityContext,
  spec: PodSpec,
  path: string,
): readonly FieldError[] {
  const seen = new Set<string>();
  return (sysctls ?? []).flatMap(({ name }, index) => {
    const field = at(item(path, index), 'name');
    const errors: FieldError[] = [];
    if (!name) errors.push(required(field));
    else if (name.length > 253 || !SYSCTL.test(name)) errors.push(invalid(field, name, SYSCTL_TEXT));
    else if (seen.has(name)) errors.push(duplicate(field, name));
    if (spec.hostNetwork === true && /^net[./]/.test(name ?? ''))
      errors.push(invalid(field, name, "may not be specified when 'hostNetwork' is true"));
    if (spec.hostIPC === true && /^(kernel[./](shm|msg|sem)|fs[./]mqueue)/.test(name ?? ''))
      errors.push(invalid(field, name, "may not be specified when 'hostIPC' is true"));
    seen.add(name);
    return errors;
  });
}

/** What a Pod for Windows cannot have. @upstream validateWindows */
export function validateOs(spec: PodSpec, path: string): readonly FieldError[] {
  const name = spec.os?.name;
  if (spec.os === undefined) return [];
  if (!name) return [required(at(at(path, 'os'), 'name'), 'cannot be empty')];
  if (name !== 'linux' && name !== 'windows')
    return [notSupported(at(path, 'os'), name, ['linux', 'windows'])];
  return name === 'windows' ? validateWindows(spec, path) : validateLinux(spec, path);
}

function validateLinux(spec: PodSpec, path: string): readonly FieldError[] {
  const text = 'windows options cannot be set for a linux pod';
  const errors: FieldError[] = [];
  if (spec.securityContext?.windowsOptions)
    errors.push(forbidden(at(at(path, 'securityContext'), 'windowsOptions'), text));
  for (const [index, { securityContext }] of (spec.containers ?? []).entries())
    if (securityContext?.windowsOptions)
      errors.push(forbidden(`${item(at(path, 'containers'), index)}.securityContext.windowsOptions`, text));
  return errors;
}

const POD_WIDE = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const SPEC_WIDE = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;
const CONTAINER_WIDE = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;
const NOT_FOR_WINDOWS = 'cannot be set for a windows pod';

function validateWindows(spec: PodSpec, path: string): readonly FieldError[] {
  const context = at(path, 'securityContext');
  const pod = POD_WIDE.filter((key) => spec.securityContext?.[key] !== undefined).map((key) =>
    forbidden(at(context, key), NOT_FOR_WINDOWS),
  );
  const whole = SPEC_WIDE.filter((key) => spec[key] === true).map((key) =>
    forbidden(at(path, key), NOT_FOR_WINDOWS),
  );
  const containers = (spec.containers ?? []).flatMap(({ securityContext }, index) =>
    CONTAINER_WIDE.filter((key) => securityContext?.[key] !== undefined).map((key) =>
      forbidden(at(at(item(at(path, 'containers'), index), 'securityContext'), key), NOT_FOR_WINDOWS),
    ),
  );
  return [...pod, ...whole, ...containers];
}
