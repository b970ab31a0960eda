import { invalid, type FieldError } from '../../kinds/field-error.ts';
import type { ServiceSpec } from '../../kinds/types.data.ts';

/** SingleStack is one address and one family. */
export function singleStackErrors({
  ipFamilies = [],
  ipFamilyPolicy,
  clusterIPs = [],
}: ServiceSpec): readonly FieldError[] {
  const policy = ipFamilyPolicy ?? 'SingleStack';
  if (policy !== 'SingleStack') return [];
  const refused = (what: string): FieldError =>
    invalid(
      'spec.ipFamilyPolicy',
      policy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  return [
    ...(clusterIPs.length > 1 ? [refused('cluster IPs')] : []),
    ...(ipFamilies.length > 1 ? [refused('IP families')] : []),
  ];
}

/** The cluster has IPv4 only. */
export function missingFamilies({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): readonly FieldError[] {
  const message = 'this cluster is not configured for dual-stack services';
  return [
    ...(ipFamilyPolicy === 'RequireDualStack'
      ? [invalid('spec.ipFamilyPolicy', ipFamilyPolicy, message)]
      : []),
    ...ipFamilies.flatMap((family, index) =>
      family === 'IPv6'
        ? [invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')]
        : [],
    ),
  ];
}

/** An address tells its family where none is given. */
export function missingAddressFamilies({
  ipFamilies = [],
  clusterIPs = [],
}: ServiceSpec): readonly FieldError[] {
  return clusterIPs.flatMap((ip, index) =>
    index >= ipFamilies.length && ip.includes(':')
      ? [invalid(`spec.clusterIPs[${index}]`, clusterIPs, 'IPv6 is not configured on this cluster')]
      : [],
  );
}

/** Types that have a cluster IP. */
export function needsAddress({ type }: ServiceSpec): boolean {
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer';
}

/** Whether every port gets a node port. */
export function needsNodePort({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

/** Types that may have node ports. */
export function hasNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** Whether load balancers ask for the health of each node. */
export function needsHealthPort({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

/** Whether traffic comes from outside. */
export function isExternal({ type, externalIPs }: ServiceSpec): boolean {
  return (
    type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && (externalIPs ?? []).length > 0)
  );
}

/** Whether two lists have the same items in the same order. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** Whether an update left the node ports as they were, by place. */
export function samePorts(before: ServiceSpec, now: ServiceSpec): boolean {
  const list = (spec: ServiceSpec): readonly number[] =>
    (spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0);
  const [old, fresh] = [list(before), list(now)];
  return fresh.every((port, index) => port === 0 || port === old[index]);
}
