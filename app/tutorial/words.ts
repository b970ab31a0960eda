import type { VirtualMs } from '../base/brand.ts';
import type { Deployment, EndpointSlice, Node, Pod, Service } from '../kube/kinds/types.data.ts';
import type { Evidence, KnownPod, Read } from './evidence.ts';
import type { Flow } from './flow.ts';

/** The world as the proofs see it: API objects and files, now. */
export interface Scene {
  readonly now: VirtualMs;
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly deployments: readonly Deployment[];
  readonly slices: readonly EndpointSlice[];
  readonly nodes: readonly Node[];
  /** Text of a file in the laptop's home. */
  file(path: string): string | undefined;
  /** Whether the API server would take the file now (dry run; changes nothing). */
  accepts(path: string): boolean;
}

/** Pods with those of them that are ready. */
export interface PodList extends ReadonlyArray<Pod> {
  readonly ready: readonly Pod[];
}

/**
 * The words of the proofs: what a lesson's checks may ask. State is read as it is now; what was observed counts from
 * the moment the step was entered.
 */
export class Words {
  readonly #scene: Scene;
  readonly #evidence: Evidence;

  constructor(scene: Scene, evidence: Evidence) {
    this.#scene = scene;
    this.#evidence = evidence;
  }

  /** Deployment default/my-nginx. */
  get D(): Deployment | undefined {
    return this.#scene.deployments.find((item) => isDefault(item, 'my-nginx'));
  }

  /** Service default/my-nginx. */
  get S(): Service | undefined {
    return this.service('my-nginx');
  }

  /** Pods in default with label run=my-nginx that are not terminating and not finished. */
  get P(): PodList {
    return this.podsWith({ run: 'my-nginx' });
  }

  /** Ready endpoints of S as `ip:port`. */
  get EP(): readonly string[] {
    return this.endpointsOf('my-nginx');
  }

  /** A Service in default. */
  service(name: string): Service | undefined {
    return this.#scene.services.find((item) => isDefault(item, name));
  }

  /** All nodes. */
  get nodes(): readonly Node[] {
    return this.#scene.nodes;
  }

  /** All Pods of default, terminating and finished ones included. */
  get allPods(): readonly Pod[] {
    return this.#scene.pods.filter(({ metadata }) => metadata.namespace === 'default');
  }

  /** Living Pods in default that carry these labels. */
  podsWith(labels: Readonly<Record<string, string>>): PodList {
    const pods = this.allPods.filter(
      (pod) =>
        isAlive(pod) && Object.entries(labels).every(([key, value]) => pod.metadata.labels?.[key] === value),
    );
    return Object.assign(pods, { ready: pods.filter(isReady) });
  }

  /** The first living Pod of P on a node. */
  podOn(node: string): Pod | undefined {
    return this.P.find((pod) => pod.spec.nodeName === node);
  }

  /** Pods of default that were deleted since the step was entered, or are on their way out. */
  get gone(): readonly KnownPod[] {
    return [...this.#evidence.pods.values()].filter(({ gone }) => gone);
  }

  /** Whether a Pod was there already when the step was entered. */
  wasThere(pod: Pod): boolean {
    return this.#evidence.pods.get(pod.metadata.uid)?.first ?? false;
  }

  /** Ready endpoints of a Service in default as `ip:port`, sorted. */
  endpointsOf(service: string): readonly string[] {
    return this.#scene.slices
      .filter(
        ({ metadata }) =>
          metadata.namespace === 'default' && metadata.labels?.['kubernetes.io/service-name'] === service,
      )
      .flatMap((slice) =>
        (slice.endpoints ?? [])
          .filter(({ conditions }) => conditions?.ready !== false)
          .flatMap(({ addresses }) =>
            addresses.flatMap((address) => (slice.ports ?? []).map(({ port }) => `${address}:${port}`)),
          ),
      )
      .toSorted();
  }

  /** API reads of a resource that the learner caused. */
  reads(resource: string): readonly Read[] {
    return this.#evidence.reads.filter((read) => read.resource === resource);
  }

  /** Whether one finished command printed a text that passes the test. */
  out(test: (text: string) => boolean): boolean {
    return this.#evidence.outputs.some(({ text }) => test(text));
  }

  /** Connections since the step began that pass the test, oldest first. */
  flows(test: (flow: Flow) => boolean): readonly Flow[] {
    return [...this.#evidence.flows.values()].filter(test);
  }

  /** Whether a file was opened or printed, or a panel or card opened. */
  opened(what: string): boolean {
    if (this.#evidence.opened.has(what)) return true;
    const text = this.#scene.file(what)?.trim();
    return text !== undefined && text !== '' && this.out((printed) => printed.includes(text));
  }

  /** What the learner selected, or chose as a prediction's answer. */
  get pointed(): ReadonlySet<string> {
    return this.#evidence.pointed;
  }

  /** The prediction's answer, if given. */
  answered(id: string): string | undefined {
    return this.#evidence.answers.get(id);
  }

  /** Whether all pairs of a card are as given. */
  card(id: string, pairs: Readonly<Record<string, string>>): boolean {
    const set = this.#evidence.cards.get(id);
    return set !== undefined && Object.entries(pairs).every(([item, target]) => set[item] === target);
  }

  /** Whether the API server would take the file now. */
  accepted(file: string): boolean {
    return this.#scene.accepts(file);
  }

  /** Whether something held at some moment of the step, on the main line or in a branch of it. `key` is unique in the step. */
  ever(key: string, holds: boolean): boolean {
    if (holds) this.#evidence.latched.add(key);
    return this.#evidence.latched.has(key);
  }
}

/** Address of a Pod; empty while it has none. */
export function ip(pod: Pod): string {
  return pod.status.podIP ?? '';
}

/** `ip:port` of a Pod. */
export function at(pod: Pod, port: number): string {
  return `${ip(pod)}:${port}`;
}

/** Node of a Pod; empty while it has none. */
export function nodeOf(pod: Pod | undefined): string {
  return pod?.spec.nodeName ?? '';
}

/** InternalIP of a node. */
export function internalIp(node: Node): string {
  return node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

/** Whether two lists hold the same texts in any order. */
export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === new Set(a).size;
}

/** Whether a map of labels is exactly this one. */
export function same(
  a: Readonly<Record<string, string>> | undefined,
  b: Readonly<Record<string, string>>,
): boolean {
  return a !== undefined && sameSet(Object.entries(a).map(String), Object.entries(b).map(String));
}

/** Whether a Pod has condition Ready and is not on its way out. */
export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function isAlive(pod: Pod): boolean {
  return (
    pod.metadata.deletionTimestamp === undefined &&
    pod.status.phase !== 'Succeeded' &&
    pod.status.phase !== 'Failed'
  );
}

function isDefault(
  item: { readonly metadata: { readonly name: string; readonly namespace?: string } },
  name: string,
) {
  return item.metadata.namespace === 'default' && item.metadata.name === name;
}
