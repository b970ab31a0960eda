/** What the kubernetes plugin is told for its zones. */
export interface ZoneConfig {
  /** The first one that is no reverse zone is the cluster's domain. */
  readonly zones: readonly string[];
  readonly ttl: number;
  readonly pods: 'insecure' | 'verified' | 'disabled';
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly ignoreEmptyService: boolean;
  /** Zones whose unknown names go on to the next plugin; `all` of them, or none. */
  readonly fallthrough: 'all' | readonly string[];
}

/** A server block of a Corefile, as far as it is understood. */
export interface ServerConfig extends ZoneConfig {
  readonly port: number;
  readonly hasKubernetes: boolean;
  readonly forwards: boolean;
  readonly shuffles: boolean;
  readonly logs: boolean;
  readonly healthPort: number | undefined;
  readonly readyPort: number | undefined;
  readonly metricsPort: number | undefined;
  /** Addresses that the hosts plugin knows, by name with final dot. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  /** Exact names rewritten before they are looked up. */
  readonly rewrites: readonly { readonly from: string; readonly to: string }[];
}

/** The Corefile of a cluster made by kubeadm. */
export const STOCK_COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;

/** One line of the file: its words, and the lines of its block. */
interface Directive {
  readonly words: readonly string[];
  readonly block: readonly Directive[];
}

/** Reads a Corefile; undefined when it has no server block. Plugins it does not know change nothing. */
export function parseCorefile(text: string): ServerConfig | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  const [server] = parseBlock(lines, 0).directives;
  return server && serverOf(server);
}

function parseBlock(
  lines: readonly string[],
  from: number,
): { readonly directives: readonly Directive[]; readonly next: number } {
  const directives: Directive[] = [];
  let at = from;
  while (at < lines.length) {
    const line = lines[at++] ?? '';
    if (line === '}') break;
    const opens = line.endsWith('{');
    const words = (opens ? line.slice(0, -1) : line).trim().split(/\s+/);
    if (!opens) {
      directives.push({ words, block: [] });
      continue;
    }
    const inner = parseBlock(lines, at);
    directives.push({ words, block: inner.directives });
    at = inner.next;
  }
  return { directives, next: at };
}

function serverOf({ words, block }: Directive): ServerConfig {
  const plugin = (name: string): Directive | undefined => block.find(({ words: [first] }) => first === name);
  const kubernetes = plugin('kubernetes');
  const [address = '.:53'] = words;
  return {
    port: portOf(address, 53),
    ...zoneConfig(kubernetes),
    hasKubernetes: kubernetes !== undefined,
    forwards: plugin('forward') !== undefined,
    shuffles: plugin('loadbalance') !== undefined,
    logs: plugin('log') !== undefined,
    healthPort: plugin('health') && portOf(plugin('health')?.words[1], 8080),
    readyPort: plugin('ready') && portOf(plugin('ready')?.words[1], 8181),
    metricsPort: plugin('prometheus') && portOf(plugin('prometheus')?.words[1], 9153),
    hosts: hostsOf(plugin('hosts')),
    rewrites: block.flatMap(({ words: rule }) => rewriteOf(rule)),
  };
}

function zoneConfig(kubernetes: Directive | undefined): ZoneConfig {
  const option = (name: string): readonly string[] | undefined =>
    kubernetes?.block.find(({ words: [first] }) => first === name)?.words.slice(1);
  const zones = (kubernetes?.words.slice(1) ?? []).map((zone) => (zone.endsWith('.') ? zone : `${zone}.`));
  const pods = option('pods')?.[0];
  const fall = option('fallthrough');
  return {
    zones,
    ttl: Number(option('ttl')?.[0] ?? 5),
    pods: pods === 'insecure' || pods === 'verified' ? pods : 'disabled',
    namespaces: option('namespaces') ?? [],
    ignoreEmptyService: option('ignore')?.[0] === 'empty_service',
    fallthrough:
      fall === undefined
        ? []
        : fall.length === 0
          ? 'all'
          : fall.map((zone) => (zone.endsWith('.') ? zone : `${zone}.`)),
  };
}

function portOf(address: string | undefined, otherwise: number): number {
  const port = Number(/:(\d+)$/.exec(address ?? '')?.[1]);
  return Number.isNaN(port) ? otherwise : port;
}

function hostsOf(plugin: Directive | undefined): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, string[]>();
  for (const { words } of plugin?.block ?? []) {
    const [address = '', ...names] = words;
    if (!/^[\d.]+$|:/.test(address)) continue;
    for (const name of names) {
      const key = `${name.toLowerCase().replace(/\.$/, '')}.`;
      hosts.set(key, [...(hosts.get(key) ?? []), address]);
    }
  }
  return hosts;
}

function rewriteOf(words: readonly string[]): readonly { readonly from: string; readonly to: string }[] {
  const [plugin, field, ...rest] = words;
  const names = rest[0] === 'exact' ? rest.slice(1) : rest;
  const [from, to] = names;
  if (
    plugin !== 'rewrite' ||
    field !== 'name' ||
    names.length !== 2 ||
    from === undefined ||
    to === undefined
  )
    return [];
  return [{ from: `${from.replace(/\.$/, '')}.`, to: `${to.replace(/\.$/, '')}.` }];
}
