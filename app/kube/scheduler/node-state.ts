import { parseQuantity } from '../kinds/quantity.ts';
import type { Container, Node, Pod } from '../kinds/types.data.ts';

/** Amounts of resources: CPU in thousandths, memory and storage in bytes, others as counted. */
export type Amounts = Readonly<Record<string, number>>;

/** What a Pod without requests is taken to need when nodes are compared. */
const ASSUMED_CPU = 100;
const ASSUMED_MEMORY = 200 * 1024 * 1024;

/** Reads quantities, remembering texts it has seen. */
export class QuantityReader {
  readonly #known = new Map<string, number>();

  amount(resource: string, text: string): number {
    const key = resource === 'cpu' ? `cpu/${text}` : text;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const parsed = parseQuantity(text);
    const nanos = parsed.ok ? parsed.value.nanos : 0n;
    const unit = resource === 'cpu' ? 1_000_000n : 1_000_000_000n;
    const amount = Number((nanos + unit - 1n) / unit);
    this.#known.set(key, amount);
    return amount;
  }

  amounts(list: Readonly<Record<string, string>> | undefined): Amounts {
    if (!list) return NOTHING;
    return Object.fromEntries(Object.entries(list).map(([name, text]) => [name, this.amount(name, text)]));
  }

  /** What a Pod asks for: its containers together, or one init container that needs more. */
  requests({ spec }: Pod): Amounts {
    if (!spec.containers.some(hasRequests) && !spec.initContainers?.some(hasRequests)) return NOTHING;
    const total: Record<string, number> = {};
    for (const { resources } of spec.containers)
      for (const [name, amount] of Object.entries(this.amounts(resources.requests)))
        total[name] = (total[name] ?? 0) + amount;
    for (const { resources } of spec.initContainers ?? [])
      for (const [name, amount] of Object.entries(this.amounts(resources.requests)))
        total[name] = Math.max(total[name] ?? 0, amount);
    return total;
  }
}

const NOTHING: Amounts = {};

function hasRequests({ resources }: Container): boolean {
  return resources.requests !== undefined;
}

/** What a Pod asks for, with something assumed for those that ask for nothing. */
export function assumedRequests(
  { spec }: Pod,
  requests: Amounts,
): { readonly cpu: number; readonly memory: number } {
  if (requests === NOTHING)
    return { cpu: ASSUMED_CPU * spec.containers.length, memory: ASSUMED_MEMORY * spec.containers.length };
  let silentCpu = 0;
  let silentMemory = 0;
  for (const { resources } of spec.containers) {
    if (resources.requests?.['cpu'] === undefined) silentCpu += ASSUMED_CPU;
    if (resources.requests?.['memory'] === undefined) silentMemory += ASSUMED_MEMORY;
  }
  return { cpu: (requests['cpu'] ?? 0) + silentCpu, memory: (requests['memory'] ?? 0) + silentMemory };
}

/** Whether a Pod asks for no resources at all, neither requests nor limits. */
export function isBestEffort({ spec }: Pod): boolean {
  return spec.containers.every(({ resources }) => !resources.requests && !resources.limits);
}

/** A host port as nodes keep them: protocol, address, port. */
export interface HostPort {
  readonly protocol: string;
  readonly ip: string;
  readonly port: number;
}

/** The ports of the node itself that a Pod wants. */
export function hostPorts({ spec }: Pod): readonly HostPort[] {
  return spec.containers.flatMap(({ ports = [] }) =>
    ports
      .filter(({ hostPort }) => hostPort !== undefined && hostPort > 0)
      .map(({ hostPort = 0, hostIP, protocol }) => ({
        protocol: protocol ?? 'TCP',
        ip: hostIP === undefined || hostIP === '' ? '0.0.0.0' : hostIP,
        port: hostPort,
      })),
  );
}

/** A node as the scheduler sees it: what it offers and what the Pods bound to it take. */
export class NodeState {
  readonly #quantities: QuantityReader;
  readonly pods = new Map<string, Pod>();
  readonly requested = new Map<string, number>();
  ports: readonly HostPort[] = [];
  /** Those of its Pods that have affinities. */
  readonly choosy = new Map<string, Pod>();
  assumedCpu = 0;
  assumedMemory = 0;
  allocatable: Amounts = NOTHING;
  #node: Node | undefined;

  constructor(quantities: QuantityReader) {
    this.#quantities = quantities;
  }

  get node(): Node | undefined {
    return this.#node;
  }

  setNode(node: Node | undefined): void {
    this.#node = node;
    this.allocatable = this.#quantities.amounts(node?.status.allocatable);
  }

  /** Takes a newer version of the node that offers the same. */
  replaceNode(node: Node): void {
    this.#node = node;
  }

  add(key: string, pod: Pod): void {
    this.remove(key);
    this.replace(key, pod);
    this.#count(pod, 1);
    const ports = hostPorts(pod);
    if (ports.length > 0) this.ports = [...this.ports, ...ports];
  }

  /** Takes a newer version of a Pod that asks for the same. */
  replace(key: string, pod: Pod): void {
    this.pods.set(key, pod);
    if (pod.spec.affinity) this.choosy.set(key, pod);
  }

  remove(key: string): void {
    const pod = this.pods.get(key);
    if (!pod) return;
    this.pods.delete(key);
    this.choosy.delete(key);
    this.#count(pod, -1);
    if (hostPorts(pod).length > 0) this.ports = [...this.pods.values()].flatMap(hostPorts);
  }

  #count(pod: Pod, sign: 1 | -1): void {
    const requests = this.#quantities.requests(pod);
    for (const name in requests)
      this.requested.set(name, (this.requested.get(name) ?? 0) + sign * (requests[name] ?? 0));
    const assumed = assumedRequests(pod, requests);
    this.assumedCpu += sign * assumed.cpu;
    this.assumedMemory += sign * assumed.memory;
  }
}
