/** A Service as DNS sees it. */
export interface DnsService {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  /** `None` in the first place means headless. */
  readonly clusterIPs: readonly string[];
  readonly externalName: string;
  /** At least one: a Service without ports has one that is no port, -1. */
  readonly ports: readonly DnsPort[];
}

/** A named port; -1 stands for none. */
export interface DnsPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

/** An address that is ready, with the host name that its Pod asked for. */
export interface DnsAddress {
  readonly ip: string;
  readonly hostname: string;
}

/** One EndpointSlice as DNS sees it: ready addresses only. */
export interface DnsEndpoints {
  readonly namespace: string;
  readonly service: string;
  readonly addresses: readonly DnsAddress[];
  readonly ports: readonly DnsPort[];
}

/** What the DNS server knows of the cluster. */
export interface DnsCatalog {
  /** Whether the first lists have arrived from the API server. */
  readonly synced: boolean;
  /** Seconds since 1970 of the last change: the serial of the zone. */
  readonly serial: number;
  hasNamespace(name: string): boolean;
  service(namespace: string, name: string): DnsService | undefined;
  endpoints(namespace: string, service: string): readonly DnsEndpoints[];
  serviceWithIp(ip: string): DnsService | undefined;
  endpointsWithIp(ip: string): readonly DnsEndpoints[];
  /** Namespaces of the Pods that have an address. */
  podNamespaces(ip: string): readonly string[];
}

/** Whether a Service has no address of its own. */
export function isHeadless(service: DnsService): boolean {
  return service.clusterIPs[0] === 'None';
}

/** The label that names an endpoint: its host name, else its address with dashes. */
export function endpointLabel(address: DnsAddress): string {
  return address.hostname === '' ? address.ip.replace(/[.:]/g, '-') : address.hostname;
}
