import { parseAllDocuments } from 'yaml';
import { dataText, typeName, type ResourceRecord } from '../../../linux/dns/message.ts';
import type { DnsCatalog, DnsEndpoints, DnsService } from '../../../kube/dns/catalog.ts';
import { parseCorefile, STOCK_COREFILE, type ServerConfig } from '../../../kube/dns/corefile.ts';
import { dnsEndpoints, dnsService } from '../../../kube/dns/read-objects.ts';
import { answerQuestion, type DnsServer } from '../../../kube/dns/server.ts';
import { staticCatalog } from '../../../kube/dns/static-catalog.ts';
import { INTERNET_NAMES, stubInternet } from '../../../kube/dns/stub-internet.ts';
import type { EndpointSlice, Pod, Service } from '../../../kube/kinds/types.data.ts';

/** Answers the questions of a file in the format of `oracle/dns.json` or `facts/dns.json`: one JSON line a question. */
export function dnsLines(text: string): string[] {
  const file = JSON.parse(text) as RecordedFile | FactsFile;
  return 'cases' in file ? recordedLines(file) : factsLines(file);
}

interface RecordedFile {
  readonly corefile: string;
  readonly objects: { readonly services: string; readonly endpointslices: string; readonly pods: string };
  readonly cases: readonly {
    readonly name: string;
    readonly type: string;
    readonly options?: readonly string[];
  }[];
}

const SYSTEM_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

function recordedLines(file: RecordedFile): string[] {
  const services = itemsOf(file.objects.services) as readonly Service[];
  const slices = itemsOf(file.objects.endpointslices) as readonly EndpointSlice[];
  const pods = itemsOf(file.objects.pods) as readonly Pod[];
  const config = parseCorefile(file.corefile) ?? stockConfig();
  const endpoints = slices.map(dnsEndpoints);
  const server: DnsServer = {
    config,
    catalog: staticCatalog({
      namespaces: [
        ...new Set([
          ...SYSTEM_NAMESPACES,
          ...[...services, ...slices, ...pods].map(({ metadata }) => metadata.namespace ?? ''),
        ]),
      ],
      services: services.map(dnsService),
      endpoints,
      pods: pods.map(({ metadata, status }) => ({
        namespace: metadata.namespace ?? '',
        ip: status?.podIP ?? '',
      })),
      // The serial is the time of the last change that the server saw.
      serial: Math.max(
        ...[...services, ...slices].map(
          ({ metadata }) => Date.parse(metadata.creationTimestamp ?? '') / 1000,
        ),
      ),
    }),
    // The recorded server ran behind the kube-dns Service.
    localIps: endpoints
      .filter(({ service }) => service === 'kube-dns')
      .flatMap(({ addresses }) => addresses.map(({ ip }) => ip)),
    forward: stubInternet(INTERNET_NAMES),
  };
  return file.cases.map(({ name, type, options }) => {
    const { rcode, authoritative, answer, authority, additional } = answerQuestion(server, { name, type });
    const recursive = !(options ?? []).includes('+norec');
    const flags = [
      'qr',
      ...(authoritative ? ['aa'] : []),
      ...(recursive ? ['rd'] : []),
      ...(authoritative ? [] : ['ra']),
    ];
    return JSON.stringify({
      name,
      type,
      ...(options ? { options } : {}),
      rcode,
      flags,
      answer: recordObjects(answer),
      authority: recordObjects(authority),
      additional: recordObjects(additional),
    });
  });
}

function itemsOf(yaml: string): readonly unknown[] {
  return parseAllDocuments(yaml).flatMap(
    (document) => (document.toJS() as { items?: unknown[] }).items ?? [],
  );
}

function recordObjects(records: readonly ResourceRecord[]): readonly unknown[] {
  return records
    .map(({ name, ttl, data }) => ({ name, ttl, type: typeName(data), data: dataText(data) }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

interface FactsService {
  readonly namespace: string;
  readonly name: string;
  readonly type?: string;
  readonly externalName?: string;
  readonly clusterIPs?: readonly string[];
  readonly ports?: readonly FactsPort[];
  readonly endpoints?: readonly { readonly ip: string; readonly hostname?: string }[];
  readonly endpointPorts?: readonly FactsPort[];
}

interface FactsPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

interface FactsQuery {
  readonly qname: string;
  readonly qtype: string;
}

interface FactsCluster {
  readonly zone: string;
  readonly exposedNamespaces?: readonly string[];
  readonly services: readonly FactsService[];
  readonly pods: readonly { readonly namespace: string; readonly ip: string }[];
  readonly missingNamespaces: readonly string[];
}

interface FactsState {
  readonly service: { readonly name: string; readonly namespace: string; readonly clusterIP: string };
  readonly endpoints: Readonly<
    Record<string, readonly { readonly ip: string; readonly hostname?: string }[]>
  >;
}

interface FactsFile {
  readonly cluster: FactsCluster;
  readonly queries: readonly FactsQuery[];
  readonly variants: readonly {
    readonly config: string;
    readonly queries: readonly FactsQuery[];
    readonly state?: FactsState;
  }[];
}

const REVERSE_ZONES = ['0.10.in-addr.arpa.', '168.192.in-addr.arpa.', 'ip6.arpa.'];

function factsLines({ cluster, queries, variants }: FactsFile): string[] {
  const base = configOf(cluster, '');
  const lines = queries.map((query) =>
    factsLine({ config: base, ...rest(catalogOf(cluster, queries, true)) }, query),
  );
  for (const variant of variants) {
    const config = configOf(cluster, variant.config);
    const synced = !variant.config.includes('not synced');
    const catalog = variant.state ? stateCatalog(variant.state) : catalogOf(cluster, variant.queries, synced);
    lines.push(...variant.queries.map((query) => factsLine({ config, ...rest(catalog) }, query)));
  }
  return lines;
}

function rest(catalog: DnsCatalog): Pick<DnsServer, 'catalog' | 'localIps' | 'forward'> {
  return { catalog, localIps: ['127.0.0.1'], forward: stubInternet(new Map()) };
}

/** The plugin's own defaults, changed as the words of a variant say. */
function configOf(cluster: FactsCluster, words: string): ServerConfig {
  const isBase = words === '';
  const zones = words.includes('reverse') ? [cluster.zone, ...REVERSE_ZONES] : [cluster.zone];
  const pods =
    (['insecure', 'verified', 'disabled'] as const).find((mode) => words.includes(`pods ${mode}`)) ??
    'disabled';
  const listed = isBase || words.includes('ignore') ? (cluster.exposedNamespaces ?? []) : [];
  return {
    ...stockConfig(),
    zones,
    ttl: 5,
    pods,
    namespaces: words.includes('no namespaces listed') ? [] : listed,
    ignoreEmptyService: words.includes('ignore empty_service'),
    fallthrough: [],
    forwards: false,
  };
}

function stockConfig(): ServerConfig {
  const config = parseCorefile(STOCK_COREFILE);
  if (!config) throw new Error('the stock Corefile cannot be read');
  return config;
}

/** Objects of the file. The tests behind it count every namespace as existing that is not named as missing. */
function catalogOf(cluster: FactsCluster, queries: readonly FactsQuery[], synced: boolean): DnsCatalog {
  const asked = queries.flatMap(({ qname }) => qname.toLowerCase().split('.'));
  const missing = new Set([...cluster.missingNamespaces, 'svc-nons']);
  const objects = {
    namespaces: [
      ...new Set([
        ...cluster.services.map(({ namespace }) => namespace),
        ...cluster.pods.map(({ namespace }) => namespace),
        ...asked,
      ]),
    ].filter((name) => !missing.has(name)),
    services: cluster.services.map(serviceOf),
    endpoints: cluster.services.flatMap(endpointsOf),
    pods: cluster.pods,
    serial: 1_499_347_823,
    synced,
  };
  return staticCatalog(synced ? objects : { ...objects, services: [], endpoints: [], pods: [] });
}

function serviceOf(service: FactsService): DnsService {
  const { namespace, name, type, clusterIPs, externalName, ports } = service;
  return {
    namespace,
    name,
    type: type ?? 'ClusterIP',
    clusterIPs: clusterIPs ?? [''],
    externalName: externalName ?? '',
    ports: ports && ports.length > 0 ? ports : [{ name: '', protocol: '', port: -1 }],
  };
}

function endpointsOf({
  namespace,
  name,
  endpoints,
  endpointPorts,
  ports,
}: FactsService): readonly DnsEndpoints[] {
  if (!endpoints) return [];
  const given = endpointPorts ?? ports ?? [];
  return [
    {
      namespace,
      service: name,
      addresses: endpoints.map(({ ip, hostname }) => ({ ip, hostname: hostname ?? '' })),
      ports: given.length > 0 ? given : [{ name: '', protocol: '', port: -1 }],
    },
  ];
}

function stateCatalog({ service, endpoints }: FactsState): DnsCatalog {
  return staticCatalog({
    namespaces: [service.namespace],
    services: [
      serviceOf({
        ...service,
        clusterIPs: [service.clusterIP],
        ports: [{ name: 'http', protocol: 'TCP', port: 80 }],
      }),
    ],
    endpoints: Object.entries(endpoints).map(([key, addresses]) => {
      const [namespace = '', name = ''] = key.split('/');
      return {
        namespace,
        service: name,
        addresses: addresses.map(({ ip, hostname }) => ({ ip, hostname: hostname ?? '' })),
        ports: [{ name: 'http', protocol: 'TCP', port: 80 }],
      };
    }),
    pods: [],
    serial: 1_502_989_566,
  });
}

function factsLine(server: DnsServer, { qname, qtype }: FactsQuery): string {
  const name = qname.endsWith('.') ? qname : `${qname}.`;
  const { rcode, answer, authority, additional } = answerQuestion(server, { name, type: qtype });
  return JSON.stringify({
    qname,
    qtype,
    rcode,
    answer: zoneLines(answer),
    authority: zoneLines(authority),
    additional: zoneLines(additional),
  });
}

function zoneLines(records: readonly ResourceRecord[]): readonly string[] {
  return records.map(({ name, ttl, data }) => `${name} ${ttl} IN ${typeName(data)} ${dataText(data)}`);
}
