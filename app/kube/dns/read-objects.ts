import type { EndpointSlice, Service } from '../kinds/types.data.ts';
import type { DnsEndpoints, DnsPort, DnsService } from './catalog.ts';

/** The label by which a slice belongs to its Service. */
const SERVICE_NAME = 'kubernetes.io/service-name';

const NO_PORT: readonly DnsPort[] = [{ name: '', protocol: '', port: -1 }];

/** @upstream coredns plugin/kubernetes/object ToService */
export function dnsService({ metadata, spec }: Service): DnsService {
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    type: spec.type,
    clusterIPs: spec.clusterIPs && spec.clusterIPs.length > 0 ? spec.clusterIPs : [spec.clusterIP ?? ''],
    externalName: spec.externalName ?? '',
    ports:
      spec.ports && spec.ports.length > 0
        ? spec.ports.map(({ name, protocol, port }) => ({ name: name ?? '', protocol, port }))
        : NO_PORT,
  };
}

/** @upstream coredns plugin/kubernetes/object EndpointSliceToEndpoints */
export function dnsEndpoints({ metadata, endpoints, ports }: EndpointSlice): DnsEndpoints {
  const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  return {
    namespace: metadata.namespace ?? '',
    service: metadata.labels?.[SERVICE_NAME] ?? '',
    addresses: ready.flatMap(({ addresses, hostname }) =>
      addresses.map((ip) => ({ ip, hostname: hostname ?? '' })),
    ),
    ports:
      ports && ports.length > 0
        ? ports.map(({ name, protocol, port }) => ({
            name: name ?? '',
            protocol: protocol ?? '',
            port: port ?? -1,
          }))
        : NO_PORT,
  };
}
