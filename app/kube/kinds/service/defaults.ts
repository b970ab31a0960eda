import { filled, mapped, withPart } from '../plain.ts';
import type { Service, ServicePort, ServiceSpec } from '../types.data.ts';

/** Fills in what a Service leaves open. @upstream pkg/apis/core/v1/defaults.go SetDefaults_Service */
export function defaultService(service: Service): Service {
  const spec = service.spec;
  if (!spec) return service;
  const typed = filled(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  const ported = withPart(typed, 'ports', mapped(typed.ports, defaultPort));
  const done = defaultPolicies(defaultAffinity(ported.ports === undefined ? typed : ported));
  return withModes(withPart(service, 'spec', done), done.type);
}

function defaultPort(port: ServicePort): ServicePort {
  const named = filled(port, { protocol: 'TCP' });
  return named.targetPort === undefined || named.targetPort === 0 || named.targetPort === ''
    ? { ...named, targetPort: named.port }
    : named;
}

const AFFINITY_SECONDS = 10_800;

function defaultAffinity(spec: ServiceSpec): ServiceSpec {
  if (spec.sessionAffinity === 'None') {
    if (spec.sessionAffinityConfig === undefined) return spec;
    const { sessionAffinityConfig: _dropped, ...rest } = spec;
    return rest;
  }
  if (spec.sessionAffinity !== 'ClientIP') return spec;
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (seconds !== undefined) return spec;
  return { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } };
}

function defaultPolicies(spec: ServiceSpec): ServiceSpec {
  const internal = ['ClusterIP', 'NodePort', 'LoadBalancer'].includes(spec.type);
  return filled(spec, {
    ...(isExternallyAccessible(spec) && !spec.externalTrafficPolicy && { externalTrafficPolicy: 'Cluster' }),
    ...(internal && { internalTrafficPolicy: 'Cluster' }),
    ...(spec.type === 'LoadBalancer' && { allocateLoadBalancerNodePorts: true }),
  });
}

/** Whether a Service can be reached from outside: by node port, load balancer or external addresses. */
export function isExternallyAccessible({ type, externalIPs }: ServiceSpec): boolean {
  return (
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && (externalIPs ?? []).length > 0)
  );
}

function withModes(service: Service, type: string): Service {
  const ingress = service.status?.loadBalancer?.ingress;
  if (type !== 'LoadBalancer' || !ingress) return service;
  const moded = mapped(ingress, (one) => (one.ip ? filled(one, { ipMode: 'VIP' }) : one));
  return moded === ingress
    ? service
    : {
        ...service,
        status: { ...service.status, loadBalancer: { ...service.status?.loadBalancer, ingress: moded } },
      };
}
