import type { Endpoint as SliceEndpoint, EndpointSlice } from '../kinds/types.data.ts';

/**
 * One endpoint of one Service port as the proxies see it.
 * @upstream pkg/proxy/endpoint.go BaseEndpointInfo
 */
export interface Endpoint {
  /** `10.244.3.4:80`, `[fd00::1]:80`: endpoints are told apart and put in order by this text. */
  readonly address: string;
  readonly ip: string;
  readonly port: number;
  readonly isLocal: boolean;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
}

/** The label that ties a slice to its Service. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** The endpoints that a Service's slices list for one of its ports, each once, in order of their text. */
export function endpointsOf(
  slices: readonly EndpointSlice[],
  port: { readonly portName: string; readonly protocol: string },
  nodeName: string,
): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const slice of slices)
    for (const slicePort of slice.ports ?? []) {
      const same =
        (slicePort.name ?? '') === port.portName && (slicePort.protocol ?? 'TCP') === port.protocol;
      if (!same || slicePort.port === undefined) continue;
      for (const endpoint of slice.endpoints ?? []) {
        const made = endpointAt(endpoint, slicePort.port, nodeName);
        if (made && (!found.has(made.address) || made.isLocal)) found.set(made.address, made);
      }
    }
  return [...found.values()].toSorted((a, b) => (a.address < b.address ? -1 : 1));
}

function endpointAt(endpoint: SliceEndpoint, port: number, nodeName: string): Endpoint | undefined {
  const [ip] = endpoint.addresses ?? [];
  if (ip === undefined) return undefined;
  const { ready, serving, terminating } = endpoint.conditions ?? {};
  return {
    address: ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`,
    ip,
    port,
    isLocal: endpoint.nodeName !== undefined && endpoint.nodeName === nodeName,
    ready: ready ?? true,
    serving: serving ?? true,
    terminating: terminating ?? false,
    zoneHints: (endpoint.hints?.forZones ?? []).map(({ name }) => name),
    nodeHints: (endpoint.hints?.forNodes ?? []).map(({ name }) => name),
  };
}
