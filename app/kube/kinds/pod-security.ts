import type { Container, PodSpec, Volume } from './types.data.ts';

/** How much a namespace lets its Pods do. */
export type SecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** One rule that a Pod breaks, and what in it does so. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

type Check = (spec: PodSpec, containers: readonly Container[]) => Violation | undefined;

const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];
const FREE_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
  'image',
];

/** The rules of a level that a Pod breaks, in their order. @upstream k8s.io/pod-security-admission/policy */
export function podViolations(level: SecurityLevel, spec: PodSpec): readonly Violation[] {
  if (level === 'privileged') return [];
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const checks =
    level === 'baseline' ? [...SHARED, capabilitiesBaseline, seccompBaseline] : [...SHARED, ...RESTRICTED];
  return checks.flatMap((check) => check(spec, containers) ?? []);
}

function quoted(names: readonly string[]): string {
  return [...new Set(names)].map((name) => JSON.stringify(name)).join(', ');
}

/** `container "a"`, or `containers "a", "b"`. */
function subject(word: string, names: readonly string[]): string {
  return `${names.length === 1 ? word : `${word}s`} ${quoted(names)}`;
}

function breaking(
  containers: readonly Container[],
  isBad: (container: Container) => boolean,
): readonly string[] {
  return containers.filter(isBad).map(({ name }) => name);
}

const hostNamespaces: Check = ({ hostNetwork, hostPID, hostIPC }) => {
  const used = Object.entries({ hostNetwork, hostPID, hostIPC }).flatMap(([key, on]) =>
    on === true ? [`${key}=true`] : [],
  );
  return used.length === 0 ? undefined : { reason: 'host namespaces', detail: used.join(', ') };
};

const hostPath: Check = ({ volumes = [] }) => {
  const names = volumes.filter((volume) => volume.hostPath).map(({ name }) => name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: subject('volume', names) };
};

const hostPorts: Check = (_spec, containers) => {
  const used = containers.map(({ name, ports = [] }) => ({
    name,
    ports: ports.flatMap(({ hostPort }) => (hostPort ? [hostPort] : [])),
  }));
  const names = used.filter(({ ports }) => ports.length > 0).map(({ name }) => name);
  const ports = [...new Set(used.flatMap((one) => one.ports))].toSorted((a, b) => a - b);
  if (names.length === 0) return undefined;
  const verb = names.length === 1 ? 'uses' : 'use';
  const noun = ports.length === 1 ? 'hostPort' : 'hostPorts';
  return { reason: 'hostPort', detail: `${subject('container', names)} ${verb} ${noun} ${ports.join(', ')}` };
};

const privileged: Check = (_spec, containers) => {
  const names = breaking(containers, ({ securityContext }) => securityContext?.privileged === true);
  return names.length === 0
    ? undefined
    : {
        reason: 'privileged',
        detail: `${subject('container', names)} must not set securityContext.privileged=true`,
      };
};

const procMount: Check = (_spec, containers) => {
  const names = breaking(
    containers,
    ({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default',
  );
  return names.length === 0
    ? undefined
    : {
        reason: 'procMount',
        detail: `${subject('container', names)} must not set securityContext.procMount to "Unmasked"`,
      };
};

const sysctls: Check = ({ securityContext }) => {
  const bad = (securityContext?.sysctls ?? [])
    .map(({ name }) => name)
    .filter((name) => !SAFE_SYSCTLS.includes(name));
  return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.toSorted().join(', ') };
};

function added(containers: readonly Container[], allowed: readonly string[]): string | undefined {
  const used = containers.map(({ name, securityContext }) => ({
    name,
    bad: (securityContext?.capabilities?.add ?? []).filter((one) => !allowed.includes(one)),
  }));
  const names = used.filter(({ bad }) => bad.length > 0).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const list = [...new Set(used.flatMap(({ bad }) => bad))].toSorted();
  return `${subject('container', names)} must not include ${quoted(list)} in securityContext.capabilities.add`;
}

const capabilitiesBaseline: Check = (_spec, containers) => {
  const detail = added(containers, BASELINE_CAPABILITIES);
  return detail === undefined ? undefined : { reason: 'non-default capabilities', detail };
};

const seccompBaseline: Check = ({ securityContext }, containers) => {
  const names = breaking(containers, (one) => one.securityContext?.seccompProfile?.type === 'Unconfined');
  const pod = securityContext?.seccompProfile?.type === 'Unconfined' ? ['pod'] : [];
  const who = [...pod, ...(names.length > 0 ? [subject('container', names)] : [])];
  if (who.length === 0) return undefined;
  return {
    reason: 'seccompProfile',
    detail: `${who.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`,
  };
};

const SHARED: readonly Check[] = [hostNamespaces, hostPath, hostPorts, privileged, procMount, sysctls];

const escalation: Check = (_spec, containers) => {
  const names = breaking(
    containers,
    ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
  );
  return names.length === 0
    ? undefined
    : {
        reason: 'allowPrivilegeEscalation != false',
        detail: `${subject('container', names)} must set securityContext.allowPrivilegeEscalation=false`,
      };
};

const capabilitiesRestricted: Check = (_spec, containers) => {
  const names = breaking(
    containers,
    ({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes('ALL'),
  );
  const details = [
    ...(names.length > 0
      ? [`${subject('container', names)} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...[added(containers, ['NET_BIND_SERVICE'])].filter((one) => one !== undefined),
  ];
  return details.length === 0
    ? undefined
    : { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

const restrictedVolumes: Check = ({ volumes = [] }) => {
  const typed = volumes.map((volume) => ({ name: volume.name, type: volumeType(volume) }));
  const bad = typed.filter(({ type }) => !FREE_VOLUMES.includes(type));
  if (bad.length === 0) return undefined;
  const types = quoted(bad.map(({ type }) => type).toSorted());
  const one = bad.length === 1;
  return {
    reason: 'restricted volume types',
    detail: `${subject(
      'volume',
      bad.map(({ name }) => name),
    )} ${one ? 'uses' : 'use'} restricted volume type${one ? '' : 's'} ${types}`,
  };
};

function volumeType(volume: Volume): string {
  return Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
}

const runAsNonRoot: Check = ({ securityContext }, containers) => {
  const explicit = breaking(containers, (one) => one.securityContext?.runAsNonRoot === false);
  const reason = 'runAsNonRoot != true';
  const details = [
    ...(securityContext?.runAsNonRoot === false
      ? ['pod must not set securityContext.runAsNonRoot=false']
      : []),
    ...(explicit.length > 0
      ? [`${subject('container', explicit)} must not set securityContext.runAsNonRoot=false`]
      : []),
  ];
  if (details.length > 0) return { reason, detail: details.join(' and ') };
  if (securityContext?.runAsNonRoot === true) return undefined;
  const silent = breaking(containers, (one) => one.securityContext?.runAsNonRoot === undefined);
  return silent.length === 0
    ? undefined
    : { reason, detail: `pod or ${subject('container', silent)} must set securityContext.runAsNonRoot=true` };
};

const runAsUser: Check = ({ securityContext }, containers) => {
  const names = breaking(containers, (one) => one.securityContext?.runAsUser === 0);
  const who = [
    ...(securityContext?.runAsUser === 0 ? ['pod'] : []),
    ...(names.length > 0 ? [subject('container', names)] : []),
  ];
  return who.length === 0
    ? undefined
    : { reason: 'runAsUser=0', detail: `${who.join(' and ')} must not set runAsUser=0` };
};

const seccompRestricted: Check = (spec, containers) => {
  const { securityContext } = spec;
  const isGood = (type: string | undefined): boolean => type === 'RuntimeDefault' || type === 'Localhost';
  const unconfined = seccompBaseline(spec, containers);
  if (unconfined) return unconfined;
  if (isGood(securityContext?.seccompProfile?.type)) return undefined;
  const silent = breaking(containers, (one) => !isGood(one.securityContext?.seccompProfile?.type));
  return silent.length === 0
    ? undefined
    : {
        reason: 'seccompProfile',
        detail: `pod or ${subject('container', silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
      };
};

const RESTRICTED: readonly Check[] = [
  escalation,
  capabilitiesRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
];
