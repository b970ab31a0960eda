import { canonicalIp } from '../../base/ip.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { endpointLabel, isHeadless, type DnsCatalog, type DnsPort, type DnsService } from './catalog.ts';
import type { ZoneConfig } from './corefile.ts';

/** One thing that a name stands for: an address or another name, its port, and the name under which it is known. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Labels in front of the zone: `10-244-3-4.hl.default.svc`. */
  readonly labels: string;
}

/** What a name below the zone asks for, label by label. */
interface Request {
  readonly kind: 'svc' | 'pod';
  readonly namespace: string;
  readonly service: string;
  readonly endpoint: string;
  readonly port: string;
  readonly protocol: string;
}

/** No such name. */
export type NameError = 'no such name';

const NOTHING: Result<readonly Target[], NameError> = good([]);
const NO_NAME = bad<NameError>('no such name');

/**
 * Everything that a name stands for; empty when the name exists without being anything.
 * `labels` is what stands in front of the zone, in lower case.
 * @upstream coredns plugin/kubernetes (*Kubernetes).Records
 */
export function findTargets(
  labels: string,
  catalog: DnsCatalog,
  config: ZoneConfig,
): Result<readonly Target[], NameError> {
  if (labels === '' || labels === 'svc' || labels === 'pod') return NOTHING;
  const request = parseLabels(labels.split('.'));
  if (request === 'apex') return NOTHING;
  if (!request || !isExposed(request.namespace, catalog, config)) return NO_NAME;
  if (request.service === '') return NOTHING;
  return request.kind === 'pod' ? findPod(request, catalog, config) : findService(request, catalog, config);
}

/** Whether a namespace exists and the server may speak about it. */
export function isExposed(namespace: string, catalog: DnsCatalog, config: ZoneConfig): boolean {
  const listed = config.namespaces.length === 0 || config.namespaces.includes(namespace);
  return listed && (namespace === '' || catalog.hasNamespace(namespace));
}

function parseLabels(labels: readonly string[]): Request | 'apex' | undefined {
  const [kind, namespace, service, ...rest] = labels.toReversed();
  if (kind !== 'svc' && kind !== 'pod') return undefined;
  if (namespace === undefined) return 'apex';
  const plain = { kind, namespace, service: service ?? '', endpoint: '', port: '', protocol: '' } as const;
  const [first, second, ...more] = rest;
  if (more.length > 0) return undefined;
  if (second !== undefined) return { ...plain, protocol: bare(first ?? ''), port: bare(second) };
  return first === undefined ? plain : { ...plain, endpoint: first };
}

function bare(label: string): string {
  return label.replace(/^_/, '');
}

function findPod(
  request: Request,
  catalog: DnsCatalog,
  config: ZoneConfig,
): Result<readonly Target[], NameError> {
  if (config.pods === 'disabled') return NO_NAME;
  const dashed = request.service;
  const isV4 = dashed.split('-').length === 4 && !dashed.includes('--');
  const ip = dashed.replaceAll('-', isV4 ? '.' : ':');
  if (canonicalIp(ip) === undefined) return NO_NAME;
  const target = { host: ip, port: 0, labels: `${dashed}.${request.namespace}.pod` };
  if (config.pods === 'insecure') return good([target]);
  return catalog.podNamespaces(ip).includes(request.namespace) ? good([target]) : NO_NAME;
}

function findService(
  request: Request,
  catalog: DnsCatalog,
  config: ZoneConfig,
): Result<readonly Target[], NameError> {
  const service = catalog.service(request.namespace, request.service);
  if (!service) return NO_NAME;
  const base = `${service.name}.${service.namespace}.svc`;
  if (service.type === 'ExternalName') return externalTarget(request, service, base);
  if (config.ignoreEmptyService && !isHeadless(service) && !hasAddresses(service, catalog)) return NO_NAME;
  const targets =
    isHeadless(service) || request.endpoint !== ''
      ? endpointTargets(request, service, base, catalog)
      : service.ports
          .filter((port) => wanted(request, port))
          .flatMap(({ port }) => service.clusterIPs.map((host) => ({ host, port, labels: base })));
  return targets.length > 0 ? good(targets) : NO_NAME;
}

function externalTarget(
  request: Request,
  service: DnsService,
  base: string,
): Result<readonly Target[], NameError> {
  const deeper = request.endpoint !== '' || request.port !== '' || request.protocol !== '';
  if (deeper || canonicalIp(service.externalName) !== undefined) return NO_NAME;
  return good([{ host: service.externalName, port: 0, labels: base }]);
}

function hasAddresses(service: DnsService, catalog: DnsCatalog): boolean {
  return catalog.endpoints(service.namespace, service.name).some(({ addresses }) => addresses.length > 0);
}

function endpointTargets(
  request: Request,
  service: DnsService,
  base: string,
  catalog: DnsCatalog,
): readonly Target[] {
  return catalog.endpoints(service.namespace, service.name).flatMap(({ addresses, ports }) =>
    addresses
      .map((address) => ({ host: address.ip, label: endpointLabel(address) }))
      .filter(({ label }) => request.endpoint === '' || label.toLowerCase() === request.endpoint)
      .flatMap(({ host, label }) =>
        ports
          .filter((port) => wanted(request, port))
          .map(({ port }) => ({ host, port, labels: `${label}.${base}` })),
      ),
  );
}

function wanted({ port, protocol }: Request, offered: DnsPort): boolean {
  return (
    (port === '' || port === offered.name.toLowerCase()) &&
    (protocol === '' || protocol === offered.protocol.toLowerCase())
  );
}
