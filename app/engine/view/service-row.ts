import { objectKey } from '../../kube/kinds/object.ts';
import type { EndpointSlice, Service } from '../../kube/kinds/types.data.ts';
import type { ServiceRow } from './rows.ts';

/** Key of the Service that a slice belongs to, if it names one. */
export function serviceOfSlice(slice: EndpointSlice): string | undefined {
  const name = slice.metadata.labels?.['kubernetes.io/service-name'];
  return name === undefined ? undefined : objectKey('Service', name, slice.metadata.namespace);
}

/** A Service with its members as the graph draws it. */
export function serviceRow(service: Service, slices: readonly EndpointSlice[]): ServiceRow {
  const { name, namespace = '' } = service.metadata;
  const spec = service.spec;
  const ingress = service.status.loadBalancer?.ingress ?? [];
  return {
    kind: 'Service',
    key: objectKey('Service', name, namespace),
    name,
    namespace,
    type: spec.type,
    clusterIp: spec.clusterIP ?? '',
    ports: (spec.ports ?? []).map((port) => ({
      ...(port.name !== undefined && { name: port.name }),
      port: port.port,
      targetPort: port.targetPort,
      ...(port.nodePort !== undefined && { nodePort: port.nodePort }),
      protocol: port.protocol,
    })),
    selector: spec.selector ?? {},
    externalIps: [...(spec.externalIPs ?? []), ...ingress.map(({ ip, hostname }) => ip ?? hostname ?? '')],
    ...(spec.externalName !== undefined && { externalName: spec.externalName }),
    endpoints: slices.flatMap(members).toSorted((a, b) => Number(b.ready) - Number(a.ready)),
  };
}

function members(slice: EndpointSlice): ServiceRow['endpoints'][number][] {
  return (slice.endpoints ?? []).flatMap((endpoint) =>
    endpoint.addresses.flatMap((ip) =>
      (slice.ports ?? []).map((port) => ({
        ip,
        port: port.port ?? 0,
        ...(endpoint.targetRef?.kind === 'Pod' && {
          pod: objectKey('Pod', endpoint.targetRef.name ?? '', endpoint.targetRef.namespace),
        }),
        ready: endpoint.conditions?.ready ?? true,
        terminating: endpoint.conditions?.terminating ?? false,
      })),
    ),
  );
}
