import type { Service, ServicePort } from '../kinds/types.data.ts';

/** An environment variable. */
export type EnvPair = readonly [name: string, value: string];

/**
 * The variables by which a container learns of one Service, in exact order; none for a Service without its own address.
 * @upstream pkg/kubelet/envvars/envvars.go FromServices
 */
export function serviceVariables({ metadata, spec }: Pick<Service, 'metadata' | 'spec'>): readonly EnvPair[] {
  const { clusterIP = '', ports = [] } = spec;
  const [first] = ports;
  if (clusterIP === '' || clusterIP === 'None' || !first) return [];
  const prefix = variableName(metadata.name);
  return [
    [`${prefix}_SERVICE_HOST`, clusterIP],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
    ...ports.flatMap(({ name, port }): EnvPair[] =>
      name === undefined || name === ''
        ? []
        : [[`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port)]],
    ),
    [`${prefix}_PORT`, portUrl(clusterIP, first)],
    ...ports.flatMap((port) => portVariables(prefix, clusterIP, port)),
  ];
}

function portVariables(prefix: string, address: string, port: ServicePort): readonly EnvPair[] {
  const name = `${prefix}_PORT_${port.port}_${protocolOf(port).toUpperCase()}`;
  return [
    [name, portUrl(address, port)],
    [`${name}_PROTO`, protocolOf(port)],
    [`${name}_PORT`, String(port.port)],
    [`${name}_ADDR`, address],
  ];
}

function portUrl(address: string, port: ServicePort): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${protocolOf(port)}://${host}:${port.port}`;
}

/** Objects that never went through defaulting may lack the protocol. */
function protocolOf({ protocol }: Partial<ServicePort>): string {
  return (protocol ?? 'TCP').toLowerCase();
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}

/** The variables of Services, made once for each version of one. */
export class ServiceVariables {
  readonly #made = new WeakMap<Service, readonly EnvPair[]>();

  of(service: Service): readonly EnvPair[] {
    const variables = this.#made.get(service) ?? serviceVariables(service);
    this.#made.set(service, variables);
    return variables;
  }
}

/**
 * The variables of all Services that a Pod of this namespace learns of. Real ones come out of a hash map, in another order
 * for each container; here the Pod's UID decides the order of Services, so that the same world prints the same.
 */
export function allServiceVariables(
  services: readonly Service[],
  namespace: string,
  uid: string,
  links: boolean,
  variables = new ServiceVariables(),
): readonly EnvPair[] {
  const known = services.filter(
    ({ metadata }) =>
      (links && metadata.namespace === namespace) ||
      (metadata.namespace === 'default' && metadata.name === 'kubernetes'),
  );
  const byName = new Map<string, Service>();
  // A Service of the Pod's own namespace hides the one of that name in default.
  for (const service of known)
    if (!byName.has(service.metadata.name) || service.metadata.namespace === namespace)
      byName.set(service.metadata.name, service);
  const shuffled = [...byName.values()].toSorted(
    (one, other) =>
      mix(`${uid}/${one.metadata.name}`) - mix(`${uid}/${other.metadata.name}`) ||
      (one.metadata.name < other.metadata.name ? -1 : 1),
  );
  return shuffled.flatMap((service) => variables.of(service));
}

function mix(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  return (hash ^ (hash >>> 15)) >>> 0;
}
