import { canonicalCidr, ipFamily } from '../../base/ip.ts';
import type { Service, ServicePort as SpecPort } from '../kinds/types.data.ts';

/** One of the two families of addresses. */
export type IpFamily = 'IPv4' | 'IPv6';

/**
 * One port of one Service as the proxies see it, with the addresses of one family.
 * @upstream pkg/proxy/serviceport.go BaseServicePortInfo
 */
export interface ServicePort {
  /** `ns/svc:port`, or `ns/svc` for an unnamed port: how rules call it. */
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly portName: string;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly clusterIP: string;
  readonly port: number;
  readonly nodePort: number;
  readonly externalIPs: readonly string[];
  /** Load balancer addresses that arrive at the node unchanged (ipMode VIP). */
  readonly loadBalancerVIPs: readonly string[];
  readonly sourceRanges: readonly string[];
  /** Seconds of session affinity; undefined without. */
  readonly affinitySeconds: number | undefined;
  readonly externalLocal: boolean;
  readonly internalLocal: boolean;
  readonly healthCheckNodePort: number;
}

/** Whether traffic from outside can be meant for the port at all. */
export function externallyAccessible({ nodePort, loadBalancerVIPs, externalIPs }: ServicePort): boolean {
  return nodePort !== 0 || loadBalancerVIPs.length > 0 || externalIPs.length > 0;
}

/** Whether endpoints of the whole cluster serve some of the port's traffic. */
export function usesClusterEndpoints(port: ServicePort): boolean {
  return !port.internalLocal || externallyAccessible(port);
}

/** Whether some of the port's traffic is only for endpoints of the node. */
export function usesLocalEndpoints(port: ServicePort): boolean {
  return port.internalLocal || (port.externalLocal && externallyAccessible(port));
}

/** The ports of a Service that a proxy serves; none for headless ones, ExternalNames and those of another proxy. */
export function servicePorts(service: Service, family: IpFamily): readonly ServicePort[] {
  const { spec, metadata } = service;
  const clusterIP = addressesOf([spec.clusterIP ?? '', ...(spec.clusterIPs ?? [])], family)[0];
  const elsewhere = metadata.labels?.['service.kubernetes.io/service-proxy-name'] !== undefined;
  if (spec.type === 'ExternalName' || clusterIP === undefined || elsewhere) return [];
  const rest = sharedParts(service, family);
  return (spec.ports ?? []).map((port) => portOf(service, port, clusterIP, rest));
}

type SharedParts = Pick<
  ServicePort,
  | 'externalIPs'
  | 'loadBalancerVIPs'
  | 'sourceRanges'
  | 'affinitySeconds'
  | 'externalLocal'
  | 'internalLocal'
  | 'healthCheckNodePort'
>;

function portOf(service: Service, port: SpecPort, clusterIP: string, rest: SharedParts): ServicePort {
  const namespace = service.metadata.namespace ?? '';
  const { name } = service.metadata;
  const portName = port.name ?? '';
  return {
    name: portName === '' ? `${namespace}/${name}` : `${namespace}/${name}:${portName}`,
    namespace,
    service: name ?? '',
    portName,
    // Objects may reach a proxy without having passed the API server's defaults.
    protocol: port.protocol ?? 'TCP',
    clusterIP,
    port: port.port,
    nodePort: port.nodePort ?? 0,
    ...rest,
  };
}

function sharedParts({ spec, status }: Service, family: IpFamily): SharedParts {
  const externalIPs = addressesOf(spec.externalIPs ?? [], family);
  const external =
    spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  const externalLocal = external && spec.externalTrafficPolicy === 'Local';
  const vips = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, ipMode }) =>
    ip !== undefined && (ipMode ?? 'VIP') === 'VIP' ? [ip] : [],
  );
  const checked = spec.type === 'LoadBalancer' && externalLocal;
  return {
    externalIPs,
    loadBalancerVIPs: addressesOf(vips, family),
    sourceRanges: rangesOf(spec.loadBalancerSourceRanges ?? [], family),
    affinitySeconds:
      spec.sessionAffinity === 'ClientIP'
        ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800)
        : undefined,
    externalLocal,
    internalLocal: spec.internalTrafficPolicy === 'Local',
    healthCheckNodePort: checked ? (spec.healthCheckNodePort ?? 0) : 0,
  };
}

function addressesOf(addresses: readonly string[], family: IpFamily): readonly string[] {
  return addresses.filter((address) => address !== '' && address !== 'None' && isOf(address, family));
}

/** Ranges of the family, blanks around them cut off. */
function rangesOf(ranges: readonly string[], family: IpFamily): readonly string[] {
  return ranges.flatMap((range) => {
    const cidr = canonicalCidr(range.trim());
    return cidr !== undefined && isOf(cidr, family) ? [cidr] : [];
  });
}

function isOf(address: string, family: IpFamily): boolean {
  return ipFamily(address) === (family === 'IPv4' ? 4 : 6);
}
