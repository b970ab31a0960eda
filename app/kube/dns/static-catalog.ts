import type { DnsCatalog, DnsEndpoints, DnsService } from './catalog.ts';

/** Everything a catalog is made of, when it does not change. */
export interface CatalogObjects {
  readonly namespaces: readonly string[];
  readonly services: readonly DnsService[];
  readonly endpoints: readonly DnsEndpoints[];
  readonly pods: readonly { readonly namespace: string; readonly ip: string }[];
  readonly serial?: number;
  readonly synced?: boolean;
}

/** A catalog of given objects. */
export function staticCatalog(objects: CatalogObjects): DnsCatalog {
  const { namespaces, services, endpoints, pods } = objects;
  return {
    synced: objects.synced ?? true,
    serial: objects.serial ?? 0,
    hasNamespace: (name) => namespaces.includes(name),
    service: (namespace, name) => services.find((one) => one.namespace === namespace && one.name === name),
    endpoints: (namespace, service) =>
      endpoints.filter((one) => one.namespace === namespace && one.service === service),
    serviceWithIp: (ip) => services.find(({ clusterIPs }) => clusterIPs.includes(ip)),
    endpointsWithIp: (ip) =>
      endpoints.filter(({ addresses }) => addresses.some((address) => address.ip === ip)),
    podNamespaces: (ip) => pods.filter((pod) => pod.ip === ip).map(({ namespace }) => namespace),
  };
}
