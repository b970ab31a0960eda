import { ipFamily, canonicalIp } from '../../base/ip.ts';
import { good, type Result } from '../../base/result.ts';
import {
  isBelow,
  sameName,
  type DnsName,
  type Question,
  type Rcode,
  type RecordData,
  type ResourceRecord,
} from '../../linux/dns/message.ts';
import { endpointLabel, isHeadless, type DnsCatalog } from './catalog.ts';
import type { ZoneConfig } from './corefile.ts';
import { findTargets, isExposed, type NameError, type Target } from './find.ts';

/** An answer before it becomes a message. */
export interface DnsAnswer {
  readonly rcode: Rcode;
  readonly authoritative: boolean;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
}

/** Resolves a name outside the zones (or through the whole server again), for targets of CNAMEs. */
export type Upstream = (question: Question) => DnsAnswer;

/** What the kubernetes plugin needs to answer. */
export interface ZoneServer {
  readonly catalog: DnsCatalog;
  readonly config: ZoneConfig;
  /** Addresses of the server's own Pod: the name servers of the zone are the Services in front of them. */
  readonly localIps: readonly string[];
  readonly upstream: Upstream;
}

/** Names of records that a question brought: the answers, and addresses that come along. */
interface Found {
  readonly answer: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
}

const VERSION_TTL = 28_800;
const SCHEMA_VERSION = '1.1.0';
const MAX_CNAMES = 8;

/**
 * Answers a question about the cluster; undefined when it belongs to none of the zones, or falls through.
 * @upstream coredns plugin/kubernetes (Kubernetes).ServeDNS
 */
export function answerZone(server: ZoneServer, question: Question): DnsAnswer | undefined {
  const { config, catalog } = server;
  const matched = config.zones
    .filter((zone) => isBelow(question.name, zone))
    .toSorted((a, b) => b.length - a.length)[0];
  if (matched === undefined) return undefined;
  // The spelling of the question is kept, in the zone as in the name.
  const zone = question.name.slice(question.name.length - matched.length);
  if (question.type === 'AXFR') return { ...EMPTY, rcode: 'REFUSED', authoritative: false };
  const found = new Lookup(server, zone).records(question);
  if (!found.ok) {
    if (fallsThrough(config, question.name)) return undefined;
    const rcode = catalog.synced ? 'NXDOMAIN' : 'SERVFAIL';
    return { ...EMPTY, rcode, authority: [soaRecord(server, zone)] };
  }
  const { answer, additional } = found.value;
  if (answer.length === 0) return { ...EMPTY, authority: [soaRecord(server, zone)] };
  return { ...EMPTY, answer, additional };
}

const EMPTY: DnsAnswer = { rcode: 'NOERROR', authoritative: true, answer: [], authority: [], additional: [] };

function fallsThrough({ fallthrough }: ZoneConfig, name: DnsName): boolean {
  return fallthrough === 'all' || fallthrough.some((zone) => isBelow(name, zone));
}

function soaRecord({ config, catalog }: ZoneServer, zone: DnsName): ResourceRecord {
  const data = {
    type: 'SOA',
    primary: `ns.dns.${zone}`,
    mailbox: `hostmaster.${zone}`,
    serial: catalog.serial,
    refresh: 7200,
    retry: 1800,
    expire: 86_400,
    minimum: config.ttl,
  } as const;
  return { name: zone, ttl: Math.min(300, config.ttl), data };
}

class Lookup {
  readonly #server: ZoneServer;
  readonly #zone: DnsName;

  constructor(server: ZoneServer, zone: DnsName) {
    this.#server = server;
    this.#zone = zone;
  }

  records(question: Question): Result<Found, NameError> {
    const { name, type } = question;
    switch (type) {
      case 'A':
      case 'AAAA':
        return this.#only(this.#addresses(name, type, []));
      case 'TXT':
        return this.#only(this.#texts(name));
      case 'CNAME':
        return this.#only(this.#alias(name));
      case 'PTR':
        return this.#only(this.#pointers(name));
      case 'SRV':
        return this.#services(name);
      case 'MX':
        return this.#nothing(name);
      case 'SOA':
        return good({
          answer: name === this.#zone ? [soaRecord(this.#server, this.#zone)] : [],
          additional: [],
        });
      case 'NS':
        return sameName(name, this.#zone) ? this.#nameServers(name) : this.#nothing(name);
      default:
        return this.#nothing(name);
    }
  }

  /** Whether the name exists at all, for types that the cluster has no records of. */
  #nothing(name: DnsName): Result<Found, NameError> {
    const found = this.#addresses(name, 'A', []);
    return found.ok ? good({ answer: [], additional: [] }) : found;
  }

  #only(records: Result<readonly ResourceRecord[], NameError>): Result<Found, NameError> {
    return records.ok ? good({ answer: records.value, additional: [] }) : records;
  }

  #labels(name: DnsName): string {
    return name.toLowerCase().slice(0, Math.max(0, name.length - this.#zone.length - 1));
  }

  #targets(name: DnsName, type: string): Result<readonly Target[], NameError> {
    const labels = this.#labels(name);
    if (labels === 'ns.dns')
      return good(this.#serverAddresses().filter(({ host }) => (ipFamily(host) === 6) === (type === 'AAAA')));
    const { catalog, config } = this.#server;
    const found = findTargets(labels, catalog, config);
    // Names of the forward kind do not exist below the reverse zones.
    if (found.ok && found.value.length > 0 && isReverse(this.#zone))
      return { ok: false, error: 'no such name' };
    return found;
  }

  #addresses(
    name: DnsName,
    type: 'A' | 'AAAA',
    before: readonly DnsName[],
  ): Result<readonly ResourceRecord[], NameError> {
    const targets = this.#targets(name, type);
    if (!targets.ok) return targets;
    const records: ResourceRecord[] = [];
    const seen = new Set<string>();
    for (const { host } of targets.value) {
      if (canonicalIp(host) === undefined) records.push(...this.#follow(name, host, type, before));
      else if (!seen.has(host) && (ipFamily(host) === 6) === (type === 'AAAA')) {
        seen.add(host);
        records.push(this.#record(name, { type, address: host }));
      }
    }
    return good(records);
  }

  /** A CNAME with whatever its target resolves to: inside the zone at once, elsewhere through the server. */
  #follow(
    name: DnsName,
    host: string,
    type: 'A' | 'AAAA',
    before: readonly DnsName[],
  ): readonly ResourceRecord[] {
    const target = host.endsWith('.') ? host : `${host}.`;
    if (
      sameName(name, target) ||
      before.length >= MAX_CNAMES ||
      before.some((earlier) => sameName(earlier, target))
    )
      return [];
    const alias = this.#record(name, { type: 'CNAME', target });
    if (!isBelow(target, this.#zone)) return [alias, ...this.#server.upstream({ name: target, type }).answer];
    const further = this.#addresses(target, type, [...before, target]);
    return further.ok && further.value.length > 0 ? [alias, ...further.value] : [];
  }

  #texts(name: DnsName): Result<readonly ResourceRecord[], NameError> {
    if (this.#labels(name) !== 'dns-version') return good([]);
    return good([{ name, ttl: VERSION_TTL, data: { type: 'TXT', texts: [SCHEMA_VERSION] } }]);
  }

  #alias(name: DnsName): Result<readonly ResourceRecord[], NameError> {
    const targets = this.#targets(name, 'CNAME');
    if (!targets.ok) return targets;
    const [first] = targets.value;
    if (!first || canonicalIp(first.host) !== undefined) return good([]);
    const target = first.host.endsWith('.') ? first.host : `${first.host}.`;
    return good([this.#record(name, { type: 'CNAME', target })]);
  }

  #services(name: DnsName): Result<Found, NameError> {
    const targets = this.#targets(name, 'SRV');
    if (!targets.ok) return targets;
    const internal = targets.value.filter(({ host }) => canonicalIp(host) !== undefined);
    const weight = Math.max(1, Math.floor(100 / internal.length));
    const answer = new Map<string, ResourceRecord>();
    const additional = new Map<string, ResourceRecord>();
    for (const { host, port, labels } of internal) {
      if (port < 0) continue;
      const target = `${labels}.${this.#zone}`;
      const key = `${target} ${port}`;
      if (!answer.has(key))
        answer.set(key, this.#record(name, { type: 'SRV', priority: 0, weight, port, target }));
      const type = ipFamily(host) === 6 ? 'AAAA' : 'A';
      additional.set(`${target} ${host}`, this.#record(target, { type, address: host }));
    }
    return good({ answer: [...answer.values()], additional: [...additional.values()] });
  }

  #nameServers(name: DnsName): Result<Found, NameError> {
    const servers = this.#serverAddresses();
    const names = [...new Set(servers.map(({ labels }) => `${labels}.${this.#zone}`))];
    return good({
      answer: names.map((target) => this.#record(name, { type: 'NS', target })),
      additional: servers.map(({ host, labels }) =>
        this.#record(`${labels}.${this.#zone}`, { type: ipFamily(host) === 6 ? 'AAAA' : 'A', address: host }),
      ),
    });
  }

  /** Addresses of the Services in front of this very server; its own addresses when no Service has it. */
  #serverAddresses(): readonly Target[] {
    const { catalog, localIps } = this.#server;
    const own = localIps.flatMap((ip) => catalog.endpointsWithIp(ip));
    if (own.length === 0) return localIps.map((host) => ({ host, port: 0, labels: 'ns.dns' }));
    return own.flatMap((endpoints) => {
      const service = catalog.service(endpoints.namespace, endpoints.service);
      if (!service) return [];
      const labels = `${service.name}.${service.namespace}.svc`;
      if (!isHeadless(service)) return service.clusterIPs.map((host) => ({ host, port: 0, labels }));
      return endpoints.addresses.map((address) => ({
        host: address.ip,
        port: 0,
        labels: `${endpointLabel(address)}.${labels}`,
      }));
    });
  }

  /** @upstream coredns plugin/kubernetes (*Kubernetes).Reverse */
  #pointers(name: DnsName): Result<readonly ResourceRecord[], NameError> {
    const ip = addressOfReverse(name);
    if (ip === undefined) {
      const exists = this.#targets(name, 'PTR');
      return exists.ok ? good([]) : exists;
    }
    const { catalog, config } = this.#server;
    const domain = config.zones.find((zone) => !isReverse(zone)) ?? this.#zone;
    const service = catalog.serviceWithIp(ip);
    const targets =
      service && isListed(service.namespace, config)
        ? [`${service.name}.${service.namespace}.svc.${domain}`]
        : catalog
            .endpointsWithIp(ip)
            .filter(({ namespace }) => isListed(namespace, config) && isExposed(namespace, catalog, config))
            .flatMap(({ namespace, service: owner, addresses }) =>
              addresses
                .filter((address) => address.ip === ip)
                .map((address) => `${endpointLabel(address)}.${owner}.${namespace}.svc.${domain}`),
            );
    if (targets.length === 0) return { ok: false, error: 'no such name' };
    return good([...new Set(targets)].map((target) => this.#record(name, { type: 'PTR', target })));
  }

  #record(name: DnsName, data: RecordData): ResourceRecord {
    return { name, ttl: this.#server.config.ttl, data };
  }
}

function isListed(namespace: string, { namespaces }: ZoneConfig): boolean {
  return namespaces.length === 0 || namespaces.includes(namespace);
}

function isReverse(zone: DnsName): boolean {
  return isBelow(zone, 'in-addr.arpa.') || isBelow(zone, 'ip6.arpa.');
}

/** The address that a reverse name asks for; undefined when it is no complete one. */
export function addressOfReverse(name: DnsName): string | undefined {
  const lower = name.toLowerCase();
  const v4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa\.$/.exec(lower);
  if (v4) return canonicalIp(v4.slice(1, 5).toReversed().join('.'));
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa\.$/.exec(lower);
  const digits = v6?.[1]?.replaceAll('.', '');
  if (digits === undefined) return undefined;
  const groups = Array.from(digits).toReversed().join('').match(/.{4}/g) ?? [];
  return canonicalIp(groups.join(':'));
}
