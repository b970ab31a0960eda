import type { Pod, PodDNSConfig } from '../kinds/types.data.ts';

/** How names are resolved on the node and in the cluster. */
export interface DnsFacts {
  /** Address of the cluster's DNS Service. */
  readonly clusterDns: string;
  readonly domain: string;
  /** The node's own resolv.conf. */
  readonly host: ResolvConf;
}

/** The content of a resolv.conf. */
export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

const MAX_NAMESERVERS = 3;

/**
 * The resolv.conf of a Pod by its dnsPolicy and dnsConfig.
 * @upstream pkg/kubelet/network/dns/dns.go GetPodDNS
 */
export function podDns({ metadata, spec }: Pod, { clusterDns, domain, host }: DnsFacts): ResolvConf {
  const namespace = metadata.namespace ?? '';
  const cluster: ResolvConf = {
    nameservers: [clusterDns],
    searches: unique([`${namespace}.svc.${domain}`, `svc.${domain}`, domain, ...host.searches]),
    options: ['ndots:5'],
  };
  const inCluster =
    spec.dnsPolicy === 'ClusterFirstWithHostNet' ||
    (spec.dnsPolicy === 'ClusterFirst' && spec.hostNetwork !== true);
  const nothing: ResolvConf = { nameservers: [], searches: [], options: [] };
  const base = spec.dnsPolicy === 'None' ? nothing : inCluster ? cluster : host;
  return spec.dnsConfig ? withConfig(base, spec.dnsConfig) : base;
}

function withConfig(base: ResolvConf, config: PodDNSConfig): ResolvConf {
  const options = new Map(base.options.map((option) => splitOption(option)));
  for (const { name = '', value } of config.options ?? []) options.set(name, value ?? '');
  return {
    nameservers: unique([...base.nameservers, ...(config.nameservers ?? [])]).slice(0, MAX_NAMESERVERS),
    searches: unique([...base.searches, ...(config.searches ?? [])]),
    options: [...options].map(([name, value]) => (value === '' ? name : `${name}:${value}`)),
  };
}

function splitOption(option: string): readonly [string, string] {
  const colon = option.indexOf(':');
  return colon < 0 ? [option, ''] : [option.slice(0, colon), option.slice(colon + 1)];
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}

/** The text of a resolv.conf, as the runtime writes it. */
export function resolvConfText({ nameservers, searches, options }: ResolvConf): string {
  const lines = [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}`] : []),
    ...nameservers.map((nameserver) => `nameserver ${nameserver}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A Pod's host name: its own, or its name cut to what a label may be. */
export function podHostname({ metadata, spec }: Pod): string {
  if (spec.hostname !== undefined && spec.hostname !== '') return spec.hostname;
  return metadata.name.length <= 63 ? metadata.name : metadata.name.slice(0, 63).replace(/[-.]+$/, '');
}

/** @upstream pkg/kubelet/kubelet_pods.go managedHostsFileContent */
export function hostsText(pod: Pod, ip: string, domain: string): string {
  const { spec, metadata } = pod;
  const hostname = podHostname(pod);
  const subdomain = spec.subdomain ?? '';
  const full = `${hostname}.${subdomain}.${metadata.namespace ?? ''}.svc.${domain}`;
  const own = subdomain === '' ? `${ip}\t${hostname}\n` : `${ip}\t${full}\t${hostname}\n`;
  const aliases = (spec.hostAliases ?? [])
    .map(({ ip: address, hostnames = [] }) => `${address}\t${hostnames.join('\t')}\n`)
    .join('');
  return `${HEAD}${own}${aliases === '' ? '' : `\n# Entries added by HostAliases.\n${aliases}`}`;
}

const HEAD = `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
`;
