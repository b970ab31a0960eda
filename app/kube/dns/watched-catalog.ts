import type { Core } from '../../base/core.ts';
import type { Informers } from '../informer.ts';
import type { EndpointSlice } from '../kinds/types.data.ts';
import { ENDPOINT_SLICES, NAMESPACES, PODS, SERVICES } from '../resource-type.ts';
import type { DnsCatalog } from './catalog.ts';
import { dnsEndpoints, dnsService } from './read-objects.ts';

/** A catalog that follows the API server. Pods are watched only where the server must know them (`pods verified`). */
export function watchedCatalog(
  informers: Informers,
  core: Core,
  watchPods: boolean,
): DnsCatalog & { stop(): void } {
  const namespaces = informers.of(NAMESPACES);
  const services = informers.of(SERVICES);
  const slices = informers.of(ENDPOINT_SLICES);
  const pods = watchPods ? informers.of(PODS) : undefined;
  const byService = slices.index('dns/service', ({ metadata }) => [
    `${metadata.namespace ?? ''}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
  ]);
  const byAddress = slices.index('dns/address', readyAddresses);
  const byClusterIp = services.index('dns/cluster-ip', ({ spec }) => spec.clusterIPs ?? []);
  const byPodIp = pods?.index('dns/pod-ip', ({ status }) =>
    status.podIP === undefined ? [] : [status.podIP],
  );
  let changedAt = core.now();
  const touch = (): void => {
    changedAt = core.now();
  };
  const leave = [services.listen(touch), slices.listen(touch), ...(pods ? [pods.listen(touch)] : [])];
  return {
    synced: true,
    get serial() {
      return Math.floor((core.epoch + changedAt) / 1000);
    },
    hasNamespace: (name) => namespaces.find({ name }) !== undefined,
    service: (namespace, name) => {
      const found = services.find({ namespace, name });
      return found && dnsService(found);
    },
    endpoints: (namespace, service) => byService.get(`${namespace}/${service}`).map(dnsEndpoints),
    serviceWithIp: (ip) => byClusterIp.get(ip).map(dnsService)[0],
    endpointsWithIp: (ip) => byAddress.get(ip).map(dnsEndpoints),
    podNamespaces: (ip) => (byPodIp?.get(ip) ?? []).map(({ metadata }) => metadata.namespace ?? ''),
    stop: () => leave.forEach((stop) => stop()),
  };
}

function readyAddresses(slice: EndpointSlice): readonly string[] {
  return dnsEndpoints(slice).addresses.map(({ ip }) => ip);
}
