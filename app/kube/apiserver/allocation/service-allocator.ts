import type { Core } from '../../../base/core.ts';
import { formatIp, ipv4Number, ipv4Text, parseIp, parsePrefix, prefixContains } from '../../../base/ip.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import type { Status } from '../../client.ts';
import { invalid, type FieldError } from '../../kinds/field-error.ts';
import type { KubeObject } from '../../kinds/object.ts';
import { validateAddresses } from '../../kinds/service/validate-addresses.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { Service, ServicePort, ServiceSpec } from '../../kinds/types.data.ts';
import type { Allocated, ApiServerOptions, ServiceAllocation } from '../api.ts';
import { internalError, invalidStatus } from '../status.ts';
import {
  hasNodePorts,
  isExternal,
  missingAddressFamilies,
  missingFamilies,
  needsAddress,
  needsHealthPort,
  needsNodePort,
  sameList,
  samePorts,
  singleStackErrors,
} from './service-families.ts';
import { drawFree, reservedSize, type Bands } from './bands.ts';
import { addressBands, addressesOf, nameOf, portsOf } from './service-holdings.ts';

const DEFAULT_PORTS: readonly [number, number] = [30_000, 32_767];

/**
 * Gives Services their addresses and node ports. What is held is read from the stored Services, so that deleting,
 * undoing and replaying need no books of their own.
 * @upstream pkg/registry/core/service/storage/alloc.go
 */
export class ServiceAllocator implements ServiceAllocation {
  readonly #core: Core;
  readonly #cidr: string;
  readonly #addressBands: Bands;
  readonly #portBands: Bands;
  readonly #addresses = new Map<string, string>();
  readonly #ports = new Map<number, string>();

  constructor(core: Core, { serviceCidr, nodePortRange = DEFAULT_PORTS }: ApiServerOptions) {
    this.#core = core;
    this.#cidr = serviceCidr;
    this.#addressBands = addressBands(serviceCidr);
    const [first, last] = nodePortRange;
    this.#portBands = { first, last, dynamic: first + reservedSize(last - first + 1, 16, 128, 32) };
  }

  begin(object: KubeObject, old: KubeObject | undefined, dryRun: boolean): Result<Allocated, Status> {
    const attempt = new Attempt(retyped<Service>(object), old && retyped<Service>(old), dryRun, {
      core: this.#core,
      cidr: this.#cidr,
      addressBands: this.#addressBands,
      portBands: this.#portBands,
      addressHolder: (ip) => this.#addresses.get(ip),
      portHolder: (port) => this.#ports.get(port),
    });
    return attempt.run();
  }

  settle(before: KubeObject | undefined, after: KubeObject | undefined): void {
    if (before) this.#release(retyped<Service>(before));
    if (after) this.#hold(retyped<Service>(after));
  }

  #hold(service: Service): void {
    const name = nameOf(service);
    for (const ip of addressesOf(service.spec)) this.#addresses.set(ip, name);
    for (const port of portsOf(service.spec)) this.#ports.set(port, name);
  }

  #release(service: Service): void {
    const name = nameOf(service);
    for (const ip of addressesOf(service.spec))
      if (this.#addresses.get(ip) === name) this.#addresses.delete(ip);
    for (const port of portsOf(service.spec)) if (this.#ports.get(port) === name) this.#ports.delete(port);
  }
}

interface Books {
  readonly core: Core;
  readonly cidr: string;
  readonly addressBands: Bands;
  readonly portBands: Bands;
  readonly addressHolder: (ip: string) => string | undefined;
  readonly portHolder: (port: number) => string | undefined;
}

/** One Service on its way through the allocators. */
class Attempt {
  #service: Service;
  readonly #old: Service | undefined;
  readonly #dryRun: boolean;
  readonly #books: Books;
  readonly #ownPorts: ReadonlySet<number>;

  constructor(service: Service, old: Service | undefined, dryRun: boolean, books: Books) {
    this.#service = service;
    this.#old = old;
    this.#dryRun = dryRun;
    this.#books = books;
    this.#ownPorts = new Set(portsOf(old?.spec));
  }

  run(): Result<Allocated, Status> {
    if (this.#old) this.#patchFromOld(this.#old);
    this.#normalizeAddresses();
    const problem = this.#families() ?? this.#address() ?? this.#nodePorts() ?? this.#healthPort();
    if (problem) return bad(problem);
    return good({ object: retyped(this.#service) });
  }

  get #spec(): ServiceSpec {
    return this.#service.spec ?? { type: 'ClusterIP', sessionAffinity: 'None' };
  }

  #set(changes: Partial<ServiceSpec>, ...dropped: readonly (keyof ServiceSpec)[]): void {
    const entries = Object.entries({ ...this.#spec, ...changes }).filter(
      ([key]) => !dropped.some((one) => one === key),
    );
    this.#service = { ...this.#service, spec: retyped(Object.fromEntries(entries)) };
  }

  /** What an update leaves out keeps its value. @upstream patchAllocatedValues, defaultOnUpdate */
  #patchFromOld(old: Service): void {
    const before = old.spec;
    if (!before) return;
    if (needsAddress(before) && needsAddress(this.#spec)) {
      if (!this.#spec.clusterIP && before.clusterIP) this.#set({ clusterIP: before.clusterIP });
      if (
        (this.#spec.clusterIPs ?? []).length === 0 &&
        before.clusterIPs &&
        this.#spec.clusterIP === before.clusterIP
      )
        this.#set({ clusterIPs: before.clusterIPs });
    }
    if (needsNodePort(before) && needsNodePort(this.#spec)) this.#keepPorts(before.ports ?? []);
    if (
      needsHealthPort(before) &&
      needsHealthPort(this.#spec) &&
      !this.#spec.healthCheckNodePort &&
      before.healthCheckNodePort
    )
      this.#set({ healthCheckNodePort: before.healthCheckNodePort });
    if (this.#spec.type !== 'ExternalName' && before.type !== 'ExternalName') {
      if (this.#spec.ipFamilyPolicy === undefined && before.ipFamilyPolicy)
        this.#set({ ipFamilyPolicy: before.ipFamilyPolicy });
      if (this.#spec.ipFamilies === undefined && before.ipFamilies)
        this.#set({ ipFamilies: before.ipFamilies });
    }
    this.#dropUnused(before);
  }

  #keepPorts(before: readonly ServicePort[]): void {
    const ports = this.#spec.ports ?? [];
    const used = new Set(ports.flatMap(({ nodePort }) => (nodePort ? [nodePort] : [])));
    const kept = ports.map((port, index) => {
      if (port.nodePort) return port;
      const same =
        before.find((one) => one.port === port.port && one.protocol === port.protocol) ??
        (before.length === ports.length ? before[index] : undefined);
      if (!same?.nodePort || used.has(same.nodePort)) return port;
      return { ...port, nodePort: same.nodePort };
    });
    this.#set({ ports: kept });
  }

  /** A change of type drops what the new type has no use for, unless the client changed it itself. @upstream dropTypeDependentFields */
  #dropUnused(before: ServiceSpec): void {
    const now = this.#spec;
    if (needsAddress(before) && !needsAddress(now) && now.clusterIP === before.clusterIP)
      this.#set({}, 'clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy');
    if (!needsAddress(this.#spec) && before.type !== 'ExternalName') this.#set({}, 'internalTrafficPolicy');
    if (hasNodePorts(before) && !hasNodePorts(this.#spec) && samePorts(before, this.#spec))
      this.#set({ ports: (this.#spec.ports ?? []).map(({ nodePort: _gone, ...port }) => port) });
    if (
      needsHealthPort(before) &&
      !needsHealthPort(this.#spec) &&
      this.#spec.healthCheckNodePort === before.healthCheckNodePort
    )
      this.#set({}, 'healthCheckNodePort');
    if (before.type === 'LoadBalancer' && this.#spec.type !== 'LoadBalancer') {
      if (this.#spec.allocateLoadBalancerNodePorts === before.allocateLoadBalancerNodePorts)
        this.#set({}, 'allocateLoadBalancerNodePorts');
      if (this.#spec.loadBalancerClass === before.loadBalancerClass) this.#set({}, 'loadBalancerClass');
    }
    if (
      isExternal(before) &&
      !isExternal(this.#spec) &&
      this.#spec.externalTrafficPolicy === before.externalTrafficPolicy
    )
      this.#set({}, 'externalTrafficPolicy');
    if (
      before.type === 'ExternalName' &&
      this.#spec.type !== 'ExternalName' &&
      this.#spec.externalName === before.externalName
    )
      this.#set({}, 'externalName');
  }

  /** clusterIP and the first of clusterIPs are one thing. @upstream normalizeClusterIPs */
  #normalizeAddresses(): void {
    const { clusterIP = '', clusterIPs = [] } = this.#spec;
    if (!this.#old) {
      if (clusterIP !== '' && clusterIPs.length === 0) this.#set({ clusterIPs: [clusterIP] });
      else if (clusterIP === '' && clusterIPs.length > 0) this.#set({ clusterIP: clusterIPs[0] ?? '' });
      return;
    }
    const before = this.#old.spec;
    if (clusterIP !== '' && clusterIPs.length === 0) this.#set({ clusterIPs: [clusterIP] });
    else if (clusterIP !== (before?.clusterIP ?? '') && sameList(clusterIPs, before?.clusterIPs ?? [])) {
      if (clusterIP === '') this.#set({}, 'clusterIP', 'clusterIPs');
      else this.#set({ clusterIPs: [clusterIP, ...clusterIPs.slice(1)] });
    }
  }

  #families(): Status | undefined {
    const spec = this.#spec;
    if (spec.type === 'ExternalName') return undefined;
    const loose = this.#old ? [] : validateAddresses(spec);
    const errors = loose.length > 0 ? loose : this.#familyErrors();
    if (errors.length > 0) return this.#invalid(errors);
    const headless = spec.clusterIPs?.[0] === 'None';
    const selectorless = Object.keys(spec.selector ?? {}).length === 0;
    if (headless && selectorless) {
      this.#set({ ipFamilyPolicy: spec.ipFamilyPolicy ?? 'RequireDualStack' });
      const families = this.#spec.ipFamilies ?? [];
      if (families.length === 0) this.#set({ ipFamilies: ['IPv4'] });
      if (this.#spec.ipFamilyPolicy !== 'SingleStack' && (this.#spec.ipFamilies ?? []).length === 1)
        this.#set({
          ipFamilies: this.#spec.ipFamilies?.[0] === 'IPv6' ? ['IPv6', 'IPv4'] : ['IPv4', 'IPv6'],
        });
      return undefined;
    }
    this.#set({
      ipFamilies: spec.ipFamilies?.length ? spec.ipFamilies : ['IPv4'],
      ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack',
    });
    return undefined;
  }

  /** Each group of rules speaks only when those before it were content. */
  #familyErrors(): readonly FieldError[] {
    const { clusterIPs = [], selector } = this.#spec;
    const headless = clusterIPs[0] === 'None';
    if (headless && Object.keys(selector ?? {}).length === 0) return [];
    const single = singleStackErrors(this.#spec);
    if (single.length > 0) return single;
    const families = missingFamilies(this.#spec);
    return families.length > 0 ? families : missingAddressFamilies(this.#spec);
  }

  #address(): Status | undefined {
    if (!needsAddress(this.#spec)) return undefined;
    const wanted = this.#spec.clusterIPs?.[0] ?? '';
    if (wanted === '') return this.#drawAddress();
    const held = this.#old?.spec?.clusterIPs ?? [];
    // An address that is given up for another is refused by validation.
    if (wanted === 'None' || held.includes(wanted) || held.length > 0) return undefined;
    if (parseIp(wanted) === undefined) return undefined;
    const problem = this.#addressProblem(wanted);
    return problem === undefined
      ? undefined
      : this.#invalid([
          invalid('spec.clusterIPs', this.#spec.clusterIPs, `failed to allocate IP ${wanted}: ${problem}`),
        ]);
  }

  #addressProblem(wanted: string): string | undefined {
    const { cidr, addressHolder, addressBands: bands } = this.#books;
    const prefix = parsePrefix(cidr);
    const bits = parseIp(wanted);
    const inside = prefix && bits && prefixContains(prefix, bits);
    if (!inside)
      return this.#dryRun
        ? `the provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${cidr}`
        : 'the provided network does not match the current range';
    const number = ipv4Number(formatIp(bits));
    if (number < bands.first || number > bands.last)
      return !this.#dryRun
        ? 'the provided network does not match the current range'
        : `the provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${cidr}`;
    return addressHolder(wanted) !== undefined && !this.#dryRun
      ? 'provided IP is already allocated'
      : undefined;
  }

  #drawAddress(): Status | undefined {
    const { core, addressBands: bands, addressHolder } = this.#books;
    const { namespace = '', name } = this.#service.metadata;
    const drawn = drawFree(
      core.random,
      `clusterip/${namespace}/${name}`,
      bands,
      (value) => addressHolder(ipv4Text(value)) !== undefined,
      (text) => ipv4Number(text),
    );
    if (drawn === undefined) return internalError('failed to allocate a serviceIP: range is full');
    const ip = ipv4Text(drawn);
    this.#set({ clusterIP: ip, clusterIPs: [ip] });
    return undefined;
  }

  #nodePorts(): Status | undefined {
    const spec = this.#spec;
    if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return undefined;
    const given = new Map<number, number>();
    const ports: ServicePort[] = [];
    for (const [index, port] of (spec.ports ?? []).entries()) {
      const chosen = this.#nodePort(port, index, given);
      if (!chosen.ok) return chosen.error;
      if (chosen.value !== undefined) given.set(chosen.value, port.port);
      ports.push(chosen.value === undefined ? port : { ...port, nodePort: chosen.value });
    }
    if (spec.ports) this.#set({ ports });
    return undefined;
  }

  #nodePort(
    port: ServicePort,
    index: number,
    given: ReadonlyMap<number, number>,
  ): Result<number | undefined, Status> {
    const field = `spec.ports[${index}].nodePort`;
    const { nodePort } = port;
    if (nodePort) {
      const shared = given.get(nodePort);
      if (shared === port.port) return good(nodePort);
      const problem =
        shared !== undefined ? 'provided port is already allocated' : this.#portProblem(nodePort);
      return problem === undefined ? good(nodePort) : bad(this.#invalid([invalid(field, nodePort, problem)]));
    }
    if (!needsNodePort(this.#spec)) return good(undefined);
    const sibling = [...given].find(([, number]) => number === port.port)?.[0];
    if (sibling !== undefined) return good(sibling);
    const drawn = this.#drawPort(port.name ?? '', (value) => given.has(value));
    return drawn === undefined
      ? bad(internalError('failed to allocate a nodePort: range is full'))
      : good(drawn);
  }

  #portProblem(port: number): string | undefined {
    if (this.#ownPorts.has(port)) return undefined;
    const { first, last } = this.#books.portBands;
    if (!this.#dryRun && (port < first || port > last))
      return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
    return this.#books.portHolder(port) === undefined ? undefined : 'provided port is already allocated';
  }

  #drawPort(portName: string, isGiven: (value: number) => boolean): number | undefined {
    const { core, portBands, portHolder } = this.#books;
    const { namespace = '', name } = this.#service.metadata;
    const fixed = new Set(portsOf(this.#spec));
    return drawFree(
      core.random,
      `nodeport/${namespace}/${name}/${portName}`,
      portBands,
      (value) => portHolder(value) !== undefined || isGiven(value) || fixed.has(value),
      (text) => Number(text),
    );
  }

  #healthPort(): Status | undefined {
    if (!needsHealthPort(this.#spec)) return undefined;
    const wanted = this.#spec.healthCheckNodePort;
    const own = new Set((this.#spec.ports ?? []).map(({ nodePort }) => nodePort));
    if (wanted) {
      if (this.#ownPorts.has(wanted)) return undefined;
      const problem = own.has(wanted) ? 'provided port is already allocated' : this.#portProblem(wanted);
      if (problem === undefined) return undefined;
      return internalError(`failed to allocate requested HealthCheck NodePort ${wanted}: ${problem}`);
    }
    const drawn = this.#drawPort('healthcheck', (value) => own.has(value));
    if (drawn === undefined) return internalError('failed to allocate a HealthCheck NodePort: range is full');
    this.#set({ healthCheckNodePort: drawn });
    return undefined;
  }

  #invalid(errors: readonly FieldError[]): Status {
    return invalidStatus({ group: '', kind: 'Service' }, this.#service.metadata.name, errors);
  }
}
