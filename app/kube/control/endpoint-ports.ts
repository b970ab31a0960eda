import type { Pod, Service, ServicePort } from '../kinds/types.data.ts';
import { isPodReady, isPodTerminal } from './pod-state.ts';

/** A port of an endpoint, with the name by which the Service knows it. */
export interface ResolvedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'SCTP' | 'TCP' | 'UDP';
  readonly appProtocol?: string;
}

/** The ports of a Service as one Pod has them; ports that the Pod has no container port for are missing. */
export function endpointPorts(service: Service, pod: Pod): readonly ResolvedPort[] {
  return (service.spec.ports ?? []).flatMap((servicePort) => {
    const port = targetPort(servicePort, pod);
    const { name = '', protocol, appProtocol } = servicePort;
    return port === undefined
      ? []
      : [{ name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

/** @upstream k8s.io/endpointslice/util/controller_utils.go FindPort */
function targetPort({ targetPort: target, port, protocol }: ServicePort, { spec }: Pod): number | undefined {
  if (typeof target === 'number') return target === 0 ? port : target;
  for (const { ports = [] } of spec.containers)
    for (const one of ports)
      if (one.name === target && (one.protocol ?? 'TCP') === protocol) return one.containerPort;
  return undefined;
}

/** Whether a Pod can be an endpoint at all: it has an address and has not ended. */
export function canBeEndpoint(pod: Pod, terminating: boolean): boolean {
  if (isPodTerminal(pod) || (pod.status.podIP ?? '') === '') return false;
  return terminating || pod.metadata.deletionTimestamp === undefined;
}

/** The host name under which a headless Service knows a Pod, if it does. */
export function endpointHostname(
  { metadata: service }: Service,
  { metadata, spec }: Pod,
): string | undefined {
  const named = (spec.hostname ?? '') !== '' && spec.subdomain === service.name;
  return named && metadata.namespace === service.namespace ? spec.hostname : undefined;
}

/** Whether a change of a Pod matters to its endpoints. @upstream k8s.io/endpointslice/util podEndpointsChanged */
export function endpointChanged(after: Pod | undefined, before: Pod | undefined): boolean {
  if (!after || !before) return true;
  return (
    after.metadata.deletionTimestamp !== before.metadata.deletionTimestamp ||
    after.metadata.labels !== before.metadata.labels ||
    isPodReady(after) !== isPodReady(before) ||
    isPodTerminal(after) !== isPodTerminal(before) ||
    after.status.podIP !== before.status.podIP ||
    after.spec.nodeName !== before.spec.nodeName ||
    after.spec.hostname !== before.spec.hostname
  );
}
