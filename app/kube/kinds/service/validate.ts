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
import { sloppyIp, validateCidr, validateIp, validateOrdinaryIp } from '../ip-fields.ts';
import { validatePortOrName } from '../int-or-percent.ts';
import { pushAll, validateLabels } from '../metadata.ts';
import {
  dnsLabelProblems,
  dnsSubdomainProblems,
  portNumberProblems,
  qualifiedNameProblems,
} from '../names.ts';
import { validateProtocol } from '../pod/validate-containers.ts';
import type { Service, ServicePort, ServiceSpec } from '../types.data.ts';
import { validateAddresses } from './validate-addresses.ts';
import { isExternallyAccessible } from './defaults.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const MAX_AFFINITY_SECONDS = 86_400;

/** Whether a Service has no address on purpose. */
export function isHeadless({ clusterIPs = [] }: ServiceSpec): boolean {
  return clusterIPs.length === 1 && clusterIPs[0] === 'None';
}

/** @upstream ValidateService */
export function validateService({ metadata, spec }: Service): readonly FieldError[] {
  if (!spec) return [];
  const ports = spec.ports ?? [];
  return [
    ...validateTopology(metadata.annotations ?? {}),
    ...(ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName'
      ? [required('spec.ports')]
      : []),
    ...validateTypeFields(spec),
    ...validatePorts(ports),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateAffinity(spec),
    ...validateAddresses(spec),
    ...validateExternalIps(spec),
    ...validateType(spec),
    ...validateRepeats(ports),
    ...validateSourceRanges(
      spec,
      metadata.annotations?.['service.beta.kubernetes.io/load-balancer-source-ranges'],
    ),
    ...validateLoadBalancer(spec),
    ...validateExternalPolicy(spec),
    ...validateInternalPolicy(spec),
  ];
}

function validateTypeFields(spec: ServiceSpec): readonly FieldError[] {
  if (spec.type === 'LoadBalancer' || spec.type === 'NodePort')
    return isHeadless(spec)
      ? [invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`)]
      : [];
  return spec.type === 'ExternalName' ? validateExternalName(spec) : [];
}

function validateExternalName({
  clusterIPs,
  ipFamilies,
  ipFamilyPolicy,
  externalName = '',
}: ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const text = 'may not be set for ExternalName services';
  if ((clusterIPs ?? []).length > 0) errors.push(forbidden('spec.clusterIPs', text));
  if ((ipFamilies ?? []).length > 0) errors.push(forbidden('spec.ipFamilies', text));
  if (ipFamilyPolicy !== undefined) errors.push(forbidden('spec.ipFamilyPolicy', text));
  const name = externalName.replace(/\.$/, '');
  if (name === '') errors.push(required('spec.externalName'));
  else pushAll(errors, 'spec.externalName', name, dnsSubdomainProblems(name));
  return errors;
}

function validatePorts(ports: readonly ServicePort[]): readonly FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const one = item('spec.ports', index);
    const errors: FieldError[] = [];
    if (port.name) {
      pushAll(errors, at(one, 'name'), port.name, dnsLabelProblems(port.name));
      if (names.has(port.name)) errors.push(duplicate(at(one, 'name'), port.name));
      names.add(port.name);
    } else if (ports.length > 1) errors.push(required(at(one, 'name')));
    pushAll(errors, at(one, 'port'), port.port, portNumberProblems(port.port));
    errors.push(...validateProtocol(port.protocol, at(one, 'protocol')));
    errors.push(...validatePortOrName(port.targetPort, at(one, 'targetPort')));
    if (port.appProtocol !== undefined)
      pushAll(errors, at(one, 'appProtocol'), port.appProtocol, qualifiedNameProblems(port.appProtocol));
    return errors;
  });
}

function validateAffinity({
  sessionAffinity: affinity,
  sessionAffinityConfig: config,
}: ServiceSpec): readonly FieldError[] {
  const field = 'spec.sessionAffinityConfig';
  if (!affinity) return [required('spec.sessionAffinity')];
  if (affinity === 'None')
    return config ? [forbidden(field, 'must not be set when session affinity is None')] : [];
  if (affinity !== 'ClientIP') return [notSupported('spec.sessionAffinity', affinity, ['ClientIP', 'None'])];
  const when = 'when session affinity type is ClientIP';
  if (!config) return [required(field, when)];
  if (!config.clientIP) return [required(at(field, 'clientIP'), when)];
  const seconds = config.clientIP.timeoutSeconds;
  if (seconds === undefined) return [required(`${field}.clientIP.timeoutSeconds`, when)];
  return seconds <= 0 || seconds > MAX_AFFINITY_SECONDS
    ? [
        invalid(
          `${field}.clientIP.timeoutSeconds`,
          seconds,
          `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`,
        ),
      ]
    : [];
}

function validateExternalIps({ externalIPs }: ServiceSpec): readonly FieldError[] {
  return (externalIPs ?? []).flatMap((ip, index) => {
    const one = item('spec.externalIPs', index);
    const errors = validateIp(ip, one);
    return errors.length > 0 ? errors : validateOrdinaryIp(ip, one);
  });
}

function validateType({ type, ports }: ServiceSpec): readonly FieldError[] {
  if (!type) return [required('spec.type')];
  if (!TYPES.includes(type)) return [notSupported('spec.type', type, TYPES)];
  if (type !== 'ClusterIP') return [];
  return (ports ?? []).flatMap(({ nodePort }, index) =>
    nodePort
      ? [forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")]
      : [],
  );
}

/** The same node port or the same port twice for one protocol. */
function validateRepeats(ports: readonly ServicePort[]): readonly FieldError[] {
  const [nodePorts, numbers] = [new Set<string>(), new Set<string>()];
  const repeatedNodePorts: FieldError[] = [];
  const repeated: FieldError[] = [];
  for (const [index, { protocol, nodePort, port }] of ports.entries()) {
    const one = item('spec.ports', index);
    if (nodePort) {
      if (nodePorts.has(`${protocol}/${nodePort}`))
        repeatedNodePorts.push(duplicate(at(one, 'nodePort'), nodePort));
      nodePorts.add(`${protocol}/${nodePort}`);
    }
    if (numbers.has(`${protocol}/${port}`))
      repeated.push(
        duplicate(one, {
          Name: '',
          Protocol: protocol,
          AppProtocol: null,
          Port: port,
          TargetPort: 0,
          NodePort: 0,
        }),
      );
    numbers.add(`${protocol}/${port}`);
  }
  return [...repeatedNodePorts, ...repeated];
}

function validateSourceRanges(
  { type, loadBalancerSourceRanges = [] }: ServiceSpec,
  annotation: string | undefined,
): readonly FieldError[] {
  const wrongType = type !== 'LoadBalancer';
  if (loadBalancerSourceRanges.length > 0) {
    const field = 'spec.LoadBalancerSourceRanges';
    const errors: FieldError[] = wrongType ? [forbidden(field, ONLY_LOAD_BALANCER)] : [];
    for (const [index, range] of loadBalancerSourceRanges.entries())
      errors.push(...validateCidr(range.trim(), item(field, index)));
    return errors;
  }
  if (annotation === undefined) return [];
  const field = 'metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]';
  const ranges = annotation.trim() === '' ? [] : annotation.split(',');
  return [
    ...(wrongType ? [forbidden(field, ONLY_LOAD_BALANCER)] : []),
    ...ranges.flatMap((range) => validateCidr(range.trim(), field)),
  ];
}

function validateLoadBalancer({
  type,
  allocateLoadBalancerNodePorts,
  loadBalancerClass,
}: ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (type !== 'LoadBalancer') {
    if (allocateLoadBalancerNodePorts !== undefined)
      errors.push(forbidden('spec.allocateLoadBalancerNodePorts', ONLY_LOAD_BALANCER));
  } else if (allocateLoadBalancerNodePorts === undefined)
    errors.push(required('allocateLoadBalancerNodePorts'));
  if (loadBalancerClass === undefined) return errors;
  if (type === 'LoadBalancer')
    pushAll(errors, 'spec.loadBalancerClass', loadBalancerClass, qualifiedNameProblems(loadBalancerClass));
  else errors.push(forbidden('spec.loadBalancerClass', ONLY_LOAD_BALANCER));
  return errors;
}

function validateExternalPolicy(spec: ServiceSpec): readonly FieldError[] {
  const { externalTrafficPolicy: policy, healthCheckNodePort: port = 0 } = spec;
  const errors: FieldError[] = [];
  const field = 'spec.externalTrafficPolicy';
  if (!isExternallyAccessible(spec)) {
    if (policy) errors.push(invalid(field, policy, 'may only be set for externally-accessible services'));
  } else if (!policy) errors.push(required(field));
  else if (!POLICIES.includes(policy)) errors.push(notSupported(field, policy, POLICIES));
  if (!needsHealthCheck(spec)) {
    if (port !== 0)
      errors.push(
        invalid(
          'spec.healthCheckNodePort',
          port,
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
        ),
      );
  } else if (port === 0) errors.push(required('spec.healthCheckNodePort'));
  else pushAll(errors, 'spec.healthCheckNodePort', port, portNumberProblems(port));
  return errors;
}

function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

function validateInternalPolicy({
  type,
  internalTrafficPolicy: policy,
  trafficDistribution,
}: ServiceSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (policy === undefined) {
    if (type === 'NodePort' || type === 'LoadBalancer' || type === 'ClusterIP')
      errors.push(required('spec.internalTrafficPolicy'));
  } else if (!POLICIES.includes(policy))
    errors.push(notSupported('spec.internalTrafficPolicy', policy, POLICIES));
  if (trafficDistribution !== undefined && !DISTRIBUTIONS.includes(trafficDistribution))
    errors.push(notSupported('spec.trafficDistribution', trafficDistribution, DISTRIBUTIONS));
  return errors;
}

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';

/** The old and the new name of one annotation must not disagree. */
function validateTopology(annotations: Readonly<Record<string, string>>): readonly FieldError[] {
  const [hints, mode] = [annotations[HINTS], annotations[MODE]];
  if (hints === undefined || mode === undefined || hints === mode) return [];
  return [
    invalid(
      item('metadata.annotations', MODE),
      mode,
      `must match annotations[${HINTS}] when both are specified`,
    ),
  ];
}

/** @upstream ValidateServiceUpdate */
export function validateServiceUpdate(service: Service, old: Service): readonly FieldError[] {
  const [spec, before] = [service.spec, old.spec];
  if (!spec || !before) return validateService(service);
  return [
    ...validateAddressChange(spec, before),
    ...validateFamilyChange(spec, before),
    ...validateClassChange(spec, before),
    ...(needsHealthCheck(spec) &&
    needsHealthCheck(before) &&
    spec.healthCheckNodePort !== before.healthCheckNodePort
      ? [forbidden('spec.healthCheckNodePort', 'field is immutable')]
      : []),
    ...validateService(service),
  ];
}

const ONCE_SET = 'may not change once set';

function validateAddressChange(spec: ServiceSpec, before: ServiceSpec): readonly FieldError[] {
  const [now, then] = [spec.clusterIPs ?? [], before.clusterIPs ?? []];
  if (
    spec.type === 'ExternalName' ||
    before.type === 'ExternalName' ||
    (isHeadless(spec) && isHeadless(before))
  )
    return [];
  if (now.length === then.length)
    return then.flatMap((ip, index) =>
      ip === now[index] ? [] : [invalid(item('spec.clusterIPs', index), now, ONCE_SET)],
    );
  const errors: FieldError[] = [];
  if (now.length === 0)
    errors.push(invalid('spec.clusterIPs[0]', null, 'primary clusterIP can not be unset'));
  else if (then.length > 0 && now[0] !== then[0]) errors.push(invalid('spec.clusterIPs[0]', now, ONCE_SET));
  if (now.length === 1 && then.length > 1 && spec.ipFamilyPolicy !== 'SingleStack')
    errors.push(
      invalid(
        'spec.ipFamilyPolicy',
        spec.ipFamilyPolicy ?? null,
        "must be set to 'SingleStack' when releasing the secondary clusterIP",
      ),
    );
  return errors;
}

function validateFamilyChange(spec: ServiceSpec, before: ServiceSpec): readonly FieldError[] {
  const [now, then] = [spec.ipFamilies ?? [], before.ipFamilies ?? []];
  if (
    spec.type === 'ExternalName' ||
    before.type === 'ExternalName' ||
    isHeadless(spec) ||
    isHeadless(before)
  )
    return [];
  if (now.length === then.length)
    return then.flatMap((family, index) =>
      family === now[index] ? [] : [invalid('spec.ipFamilies[0]', now, ONCE_SET)],
    );
  const errors: FieldError[] = [];
  if (now.length > 0 && then.length > 0 && now[0] !== then[0])
    errors.push(invalid('spec.ipFamilies[0]', spec.clusterIPs, ONCE_SET));
  if (now.length === 1 && then.length > 1 && spec.ipFamilyPolicy !== 'SingleStack')
    errors.push(
      invalid(
        'spec.ipFamilyPolicy',
        spec.ipFamilyPolicy ?? null,
        "must be set to 'SingleStack' when releasing the secondary ipFamily",
      ),
    );
  return errors;
}

function validateClassChange(spec: ServiceSpec, before: ServiceSpec): readonly FieldError[] {
  if (spec.type !== 'LoadBalancer' || before.type !== 'LoadBalancer') return [];
  return spec.loadBalancerClass === before.loadBalancerClass
    ? []
    : [invalid('spec.loadBalancerClass', spec.loadBalancerClass ?? null, ONCE_SET)];
}

const MODES = ['Proxy', 'VIP'];

/** @upstream ValidateLoadBalancerStatus */
export function validateServiceStatus({ spec, status }: Service): readonly FieldError[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  const field = 'status.loadBalancer.ingress';
  if (spec?.type !== 'LoadBalancer' && ingress.length > 0)
    return [forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'")];
  return ingress.flatMap(({ ip = '', hostname = '', ipMode }, index) => {
    const one = item(field, index);
    const errors = ip === '' ? [] : [...validateIp(ip, at(one, 'ip'))];
    if (ipMode === undefined) {
      if (ip !== '') errors.push(required(at(one, 'ipMode'), 'must be specified when `ip` is set'));
    } else if (ip === '')
      errors.push(forbidden(at(one, 'ipMode'), 'may not be specified when `ip` is not set'));
    else if (!MODES.includes(ipMode)) errors.push(notSupported(at(one, 'ipMode'), ipMode, MODES));
    if (hostname === '') return errors;
    pushAll(errors, at(one, 'hostname'), hostname, dnsSubdomainProblems(hostname));
    if (sloppyIp(hostname) !== undefined)
      errors.push(invalid(at(one, 'hostname'), hostname, 'must be a DNS name, not an IP address'));
    return errors;
  });
}
