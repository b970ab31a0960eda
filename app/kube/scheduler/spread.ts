import { canonicalJson } from '../../base/json.ts';
import { fromLabelSelector, matches, type Selector } from '../kinds/selectors.ts';
import type { LabelSelector, Pod, TopologySpreadConstraint } from '../kinds/types.data.ts';
import { takesNode } from '../control/node-terms.ts';
import type { NodeState } from './node-state.ts';

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** One wish to spread: over which domains, which Pods, and how far apart domains may be. */
interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly matchesSelf: boolean;
}

interface Watched {
  readonly namespace: string;
  readonly selector: Selector;
  readonly perNode: Map<string, number>;
}

/** Pods that a selector takes, counted per node and kept up to date, so that nobody has to count them all for each Pod. */
export class SpreadCounts {
  readonly #byNamespace = new Map<string, Map<string, Watched>>();
  readonly #nodes: ReadonlyMap<string, NodeState>;
  /** Texts of selectors that have been asked for, by identity. */
  readonly #keys = new WeakMap<LabelSelector, string>();

  constructor(nodes: ReadonlyMap<string, NodeState>) {
    this.#nodes = nodes;
  }

  /** Pods per node that the selector takes, those being deleted left out. */
  counts(namespace: string, labelSelector: LabelSelector): ReadonlyMap<string, number> {
    const watched = this.#byNamespace.get(namespace) ?? new Map<string, Watched>();
    this.#byNamespace.set(namespace, watched);
    const key = this.#keys.get(labelSelector) ?? canonicalJson(labelSelector);
    this.#keys.set(labelSelector, key);
    const known = watched.get(key);
    if (known) return known.perNode;
    const made: Watched = { namespace, selector: fromLabelSelector(labelSelector), perNode: new Map() };
    for (const [name, node] of this.#nodes) for (const pod of node.pods.values()) count(made, name, pod, 1);
    watched.set(key, made);
    return made.perNode;
  }

  /** Takes note of a Pod that came to or left a node. */
  change(node: string, pod: Pod, by: 1 | -1): void {
    const watched = this.#byNamespace.get(pod.metadata.namespace ?? '');
    if (watched) for (const one of watched.values()) count(one, node, pod, by);
  }
}

function count({ namespace, selector, perNode }: Watched, node: string, pod: Pod, by: 1 | -1): void {
  if (pod.metadata.namespace !== namespace || pod.metadata.deletionTimestamp !== undefined) return;
  if (matches(selector, pod.metadata.labels)) perNode.set(node, (perNode.get(node) ?? 0) + by);
}

/** What spreading says of every node. */
export interface SpreadVerdicts {
  refusal(node: NodeState): { readonly reason: string; readonly helpless: boolean } | undefined;
  /** 0 to 100 for nodes that passed the filters. */
  scores(nodes: readonly NodeState[]): ReadonlyMap<NodeState, number>;
}

/**
 * Works out what a Pod's spread constraints, or the cluster's own for Pods without any, say of every node.
 * @upstream pkg/scheduler/framework/plugins/podtopologyspread
 */
export function spreadVerdicts(
  pod: Pod,
  nodes: readonly NodeState[],
  counts: SpreadCounts,
  defaultSelector: () => LabelSelector | undefined,
): SpreadVerdicts {
  const own = pod.spec.topologySpreadConstraints ?? [];
  const hard = own
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
    .map((one) => constraintOf(pod, one, nodes, counts));
  const soft = own
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable !== 'DoNotSchedule')
    .map((one) => constraintOf(pod, one, nodes, counts));
  const preferred = own.length > 0 ? soft : defaults(pod, nodes, counts, defaultSelector());
  return {
    refusal: (node) => refusalOf(hard, node),
    scores: (passed) => scoresOf(preferred, passed, own.length > 0),
  };
}

function constraintOf(
  pod: Pod,
  { topologyKey, maxSkew, minDomains = 1, labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  nodes: readonly NodeState[],
  counts: SpreadCounts,
): Constraint {
  const more = matchLabelKeys.flatMap((key) => {
    const value = pod.metadata.labels?.[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  const selector: LabelSelector =
    more.length === 0
      ? (labelSelector ?? {})
      : { ...labelSelector, matchLabels: { ...labelSelector?.matchLabels, ...Object.fromEntries(more) } };
  const perNode = counts.counts(pod.metadata.namespace ?? '', selector);
  const perDomain = new Map<string, number>();
  for (const { node } of nodes) {
    const domain = node?.metadata.labels?.[topologyKey];
    if (!node || domain === undefined || !takesNode(pod, node)) continue;
    perDomain.set(domain, (perDomain.get(domain) ?? 0) + (perNode.get(node.metadata.name) ?? 0));
  }
  const matchesSelf = matches(fromLabelSelector(selector), pod.metadata.labels);
  return { topologyKey, maxSkew, minDomains, counts: perDomain, matchesSelf };
}

function defaults(
  pod: Pod,
  nodes: readonly NodeState[],
  counts: SpreadCounts,
  labelSelector: LabelSelector | undefined,
): readonly Constraint[] {
  if (!labelSelector) return [];
  const soft = { whenUnsatisfiable: 'ScheduleAnyway' as const, labelSelector };
  return [
    constraintOf(pod, { topologyKey: HOSTNAME, maxSkew: 3, ...soft }, nodes, counts),
    constraintOf(pod, { topologyKey: ZONE, maxSkew: 5, ...soft }, nodes, counts),
  ];
}

function refusalOf(hard: readonly Constraint[], { node }: NodeState) {
  for (const { topologyKey, maxSkew, minDomains, counts, matchesSelf } of hard) {
    const domain = node?.metadata.labels?.[topologyKey];
    if (domain === undefined)
      return {
        reason: "node(s) didn't match pod topology spread constraints (missing required label)",
        helpless: true,
      };
    const least = counts.size < minDomains ? 0 : Math.min(...counts.values());
    const skew = (counts.get(domain) ?? 0) + (matchesSelf ? 1 : 0) - least;
    if (skew > maxSkew)
      return { reason: "node(s) didn't match pod topology spread constraints", helpless: false };
  }
  return undefined;
}

function scoresOf(
  constraints: readonly Constraint[],
  nodes: readonly NodeState[],
  requireAll: boolean,
): ReadonlyMap<NodeState, number> {
  const scores = new Map<NodeState, number>();
  if (constraints.length === 0) return scores;
  const complete = nodes.filter(
    ({ node }) =>
      !requireAll ||
      constraints.every(({ topologyKey }) => node?.metadata.labels?.[topologyKey] !== undefined),
  );
  const weights = constraints.map(({ topologyKey }) => weightOf(topologyKey, complete));
  for (const one of complete) {
    let sum = 0;
    for (const [index, { topologyKey, counts, maxSkew }] of constraints.entries()) {
      const domain = one.node?.metadata.labels?.[topologyKey];
      if (domain !== undefined) sum += (counts.get(domain) ?? 0) * (weights[index] ?? 0) + (maxSkew - 1);
    }
    scores.set(one, Math.floor(sum + 0.5));
  }
  return normalized(scores);
}

/** Many domains make each one count less. The real weight is a logarithm. */
function weightOf(topologyKey: string, nodes: readonly NodeState[]): number {
  const domains = new Set(nodes.map(({ node }) => node?.metadata.labels?.[topologyKey]));
  domains.delete(undefined);
  return naturalLogarithm(domains.size + 2);
}

/** ln x by its series, because the digits of Math.log differ between browsers. */
function naturalLogarithm(x: number): number {
  let halvings = 0;
  let rest = x;
  for (; rest > 1.5; rest /= 2) halvings++;
  const z = (rest - 1) / (rest + 1);
  let sum = 0;
  let power = z;
  for (let odd = 1; odd < 40; odd += 2) {
    sum += power / odd;
    power *= z * z;
  }
  return 2 * sum + halvings * Math.LN2;
}

function normalized(scores: ReadonlyMap<NodeState, number>): ReadonlyMap<NodeState, number> {
  const values = [...scores.values()];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const result = new Map<NodeState, number>();
  for (const [node, score] of scores)
    result.set(node, most === 0 ? 100 : Math.floor((100 * (most + least - score)) / most));
  return result;
}
