import { fromLabelSelector, matches } from '../kinds/selectors.ts';
import type { Namespace, Pod, PodAffinityTerm } from '../kinds/types.data.ts';
import type { NodeState } from './node-state.ts';

/** Finds a namespace by name, for terms that choose namespaces by label. */
export type NamespaceFinder = (name: string) => Namespace | undefined;

/** Whether a term of `owner` means `other`. */
function means(term: PodAffinityTerm, owner: Pod, other: Pod, namespaceOf: NamespaceFinder): boolean {
  const namespace = other.metadata.namespace ?? '';
  const listed = term.namespaces ?? [];
  const chosen =
    term.namespaceSelector !== undefined &&
    matches(fromLabelSelector(term.namespaceSelector), namespaceOf(namespace)?.metadata.labels);
  const own = listed.length === 0 && term.namespaceSelector === undefined;
  if (!(listed.includes(namespace) || chosen || (own && namespace === owner.metadata.namespace)))
    return false;
  return matches(fromLabelSelector(term.labelSelector), other.metadata.labels);
}

/** The Pods' affinities of one kind that must hold. */
function required(pod: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly PodAffinityTerm[] {
  return pod.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** What the affinities between Pods say of every node. */
export interface PodAffinityVerdicts {
  /** The reason why the node is no place for the Pod, or undefined. */
  refusal(node: NodeState): { readonly reason: string; readonly helpless: boolean } | undefined;
  /** How much the node is liked by preferred terms, in both directions. */
  liking(node: NodeState): number;
}

/**
 * Works out what required and preferred terms between this Pod and the Pods that run say of every node.
 * @upstream pkg/scheduler/framework/plugins/interpodaffinity
 */
export function podAffinityVerdicts(
  pod: Pod,
  nodes: readonly NodeState[],
  namespaceOf: NamespaceFinder,
): PodAffinityVerdicts | undefined {
  const affinity = required(pod, 'podAffinity');
  const anti = required(pod, 'podAntiAffinity');
  const preferred = preferredTerms(pod);
  const others = nodes.some(({ choosy }) => choosy.size > 0);
  if (affinity.length + anti.length + preferred.length === 0 && !others) return undefined;

  const near = affinity.map((term) =>
    domainsWhere(nodes, term, (other) => means(term, pod, other, namespaceOf)),
  );
  const avoided = anti.map((term) =>
    domainsWhere(nodes, term, (other) => means(term, pod, other, namespaceOf)),
  );
  const repelled = repellingDomains(pod, nodes, namespaceOf);
  const liked = likedDomains(pod, preferred, nodes, namespaceOf);
  const first = near.every((domains) => domains.size === 0);
  const alone = first && affinity.every((term) => means(term, pod, pod, namespaceOf));

  return {
    refusal(node) {
      const labels = node.node?.metadata.labels ?? {};
      const satisfied = affinity.every((term, index) => {
        const value = labels[term.topologyKey];
        return value !== undefined && (alone || near[index]?.has(value) === true);
      });
      if (!satisfied) return { reason: "node(s) didn't match pod affinity rules", helpless: true };
      if (anti.some((term, index) => avoided[index]?.has(labels[term.topologyKey] ?? '') === true))
        return { reason: "node(s) didn't match pod anti-affinity rules", helpless: false };
      for (const key in labels)
        if (repelled.has(`${key}=${labels[key] ?? ''}`))
          return { reason: "node(s) didn't satisfy existing pods anti-affinity rules", helpless: false };
      return undefined;
    },
    liking(node) {
      let sum = 0;
      const labels = node.node?.metadata.labels ?? {};
      for (const key in labels) sum += liked.get(`${key}=${labels[key] ?? ''}`) ?? 0;
      return sum;
    },
  };
}

function preferredTerms(pod: Pod): readonly { readonly weight: number; readonly term: PodAffinityTerm }[] {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  return [
    ...(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) => ({
      weight: one.weight,
      term: one.podAffinityTerm,
    })),
    ...(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) => ({
      weight: -one.weight,
      term: one.podAffinityTerm,
    })),
  ];
}

function domainsWhere(
  nodes: readonly NodeState[],
  { topologyKey }: PodAffinityTerm,
  test: (pod: Pod) => boolean,
): ReadonlySet<string> {
  const domains = new Set<string>();
  for (const node of nodes) {
    const value = node.node?.metadata.labels?.[topologyKey];
    if (value === undefined || domains.has(value)) continue;
    for (const other of node.pods.values())
      if (test(other)) {
        domains.add(value);
        break;
      }
  }
  return domains;
}

/** Domains from which a running Pod's own anti-affinity keeps this Pod away. */
function repellingDomains(
  pod: Pod,
  nodes: readonly NodeState[],
  namespaceOf: NamespaceFinder,
): ReadonlySet<string> {
  const domains = new Set<string>();
  for (const node of nodes)
    for (const other of node.choosy.values())
      for (const term of required(other, 'podAntiAffinity')) {
        const value = node.node?.metadata.labels?.[term.topologyKey];
        if (value !== undefined && means(term, other, pod, namespaceOf))
          domains.add(`${term.topologyKey}=${value}`);
      }
  return domains;
}

function likedDomains(
  pod: Pod,
  preferred: readonly { readonly weight: number; readonly term: PodAffinityTerm }[],
  nodes: readonly NodeState[],
  namespaceOf: NamespaceFinder,
): ReadonlyMap<string, number> {
  const liked = new Map<string, number>();
  const add = (node: NodeState, key: string, weight: number) => {
    const value = node.node?.metadata.labels?.[key];
    if (value !== undefined) liked.set(`${key}=${value}`, (liked.get(`${key}=${value}`) ?? 0) + weight);
  };
  if (preferred.length > 0)
    for (const node of nodes)
      for (const other of node.pods.values())
        for (const { weight, term } of preferred)
          if (means(term, pod, other, namespaceOf)) add(node, term.topologyKey, weight);
  for (const node of nodes)
    for (const other of node.choosy.values()) {
      for (const { weight, term } of preferredTerms(other))
        if (means(term, other, pod, namespaceOf)) add(node, term.topologyKey, weight);
      for (const term of required(other, 'podAffinity'))
        if (means(term, other, pod, namespaceOf)) add(node, term.topologyKey, 1);
    }
  return liked;
}
