import type { EndpointSlice, Service } from '../kinds/types.data.ts';
import { endpointsOf, SERVICE_NAME_LABEL, type Endpoint } from './endpoint.ts';
import { servicePorts, type IpFamily, type ServicePort } from './service-port.ts';

/** One port with its endpoints. */
export interface TrackedPort {
  readonly port: ServicePort;
  readonly endpoints: readonly Endpoint[];
}

/** What a proxy writes rules from: all ports by `ns/svc:port/PROTOCOL`, and which of them changed since the last sync. */
export interface ProxyState {
  readonly ports: ReadonlyMap<string, TrackedPort>;
  readonly changed: ReadonlySet<string>;
}

/**
 * Follows Services and EndpointSlices and gives, at each sync, the ports as they are now and what changed. Only what
 * changed is computed again.
 * @upstream pkg/proxy/servicechangetracker.go, endpointschangetracker.go
 */
export class ChangeTracker {
  readonly #node: string;
  readonly #family: IpFamily;
  readonly #services = new Map<string, Service>();
  readonly #slices = new Map<string, Map<string, EndpointSlice>>();
  readonly #ports = new Map<string, TrackedPort>();
  /** Keys in `#ports` of each Service. */
  readonly #keys = new Map<string, readonly string[]>();
  readonly #dirty = new Set<string>();

  constructor(node: string, family: IpFamily) {
    this.#node = node;
    this.#family = family;
  }

  /** Something has changed since the last `apply`. */
  get pending(): boolean {
    return this.#dirty.size > 0;
  }

  /** A Service is new or has changed. */
  putService(service: Service): void {
    const key = keyOf(service.metadata);
    this.#services.set(key, service);
    this.#dirty.add(key);
  }

  /** A Service is gone. */
  removeService(service: Service): void {
    const key = keyOf(service.metadata);
    this.#services.delete(key);
    this.#dirty.add(key);
  }

  /** An EndpointSlice is new or has changed. */
  putSlice(slice: EndpointSlice): void {
    const key = serviceOf(slice);
    if (key === undefined || slice.addressType !== this.#family) return;
    const slices = this.#slices.get(key) ?? new Map<string, EndpointSlice>();
    slices.set(slice.metadata.name ?? '', slice);
    this.#slices.set(key, slices);
    this.#dirty.add(key);
  }

  /** An EndpointSlice is gone. */
  removeSlice(slice: EndpointSlice): void {
    const key = serviceOf(slice);
    const slices = key === undefined ? undefined : this.#slices.get(key);
    if (key === undefined || slices?.delete(slice.metadata.name ?? '') !== true) return;
    if (slices.size === 0) this.#slices.delete(key);
    this.#dirty.add(key);
  }

  /** Takes the changes over and says what they were. */
  apply(): ProxyState {
    const changed = new Set<string>();
    for (const key of [...this.#dirty].toSorted()) this.#recompute(key, changed);
    this.#dirty.clear();
    return { ports: this.#ports, changed };
  }

  /** The ports as of the last `apply`. */
  ports(): readonly ServicePort[] {
    return [...this.#ports.values()].map(({ port }) => port);
  }

  /** Endpoints of this node that are ready, by Service: what health check node ports report. */
  localReady(namespace: string, service: string): number {
    const addresses = new Set<string>();
    for (const key of this.#keys.get(`${namespace}/${service}`) ?? [])
      for (const { ip, ready, isLocal } of this.#ports.get(key)?.endpoints ?? [])
        if (ready && isLocal) addresses.add(ip);
    return addresses.size;
  }

  #recompute(key: string, changed: Set<string>): void {
    const service = this.#services.get(key);
    const slices = [...(this.#slices.get(key)?.values() ?? [])];
    const ports = service ? servicePorts(service, this.#family) : [];
    const before = this.#keys.get(key) ?? [];
    const after = ports.map((port) => `${port.name}/${port.protocol}`);
    for (const gone of before) {
      changed.add(gone);
      if (!after.includes(gone)) this.#ports.delete(gone);
    }
    for (const [index, port] of ports.entries()) {
      const name = after[index] ?? '';
      this.#ports.set(name, { port, endpoints: endpointsOf(slices, port, this.#node) });
      changed.add(name);
    }
    if (after.length > 0) this.#keys.set(key, after);
    else this.#keys.delete(key);
  }
}

function keyOf(metadata: { readonly namespace?: string; readonly name?: string }): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

function serviceOf(slice: EndpointSlice): string | undefined {
  const name = slice.metadata.labels?.[SERVICE_NAME_LABEL];
  return name === undefined ? undefined : `${slice.metadata.namespace ?? ''}/${name}`;
}
