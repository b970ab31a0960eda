import type { Pod } from '../kinds/types.data.ts';
import type { PodWish } from './filters.ts';
import { assumedRequests, isBestEffort, type NodeState } from './node-state.ts';
import { untolerated } from '../control/tolerations.ts';
import { termTakes } from '../control/node-terms.ts';

type Scores = ReadonlyMap<NodeState, number>;

/**
 * Compares the nodes that can take a Pod: least used resources, balanced use, images already there, taints, affinities
 * and spreading, with the weights of the default profile.
 * @upstream pkg/scheduler/apis/config/v1/default_plugins.go
 */
export function scoresOf(wish: PodWish, nodes: readonly NodeState[], clusterSize: number): Scores {
  const { pod } = wish;
  const spread = wish.spread.scores(nodes);
  const taints = reversed(nodes, (node) => preferNoSchedule(pod, node));
  const affinity = scaled(nodes, (node) => nodeLiking(pod, node));
  const neighbours = wish.affinity && stretched(nodes, (node) => wish.affinity?.liking(node) ?? 0);
  const images = imageScores(pod, nodes, clusterSize);
  const scores = new Map<NodeState, number>();
  for (const node of nodes) {
    const sum =
      3 * (taints.get(node) ?? 0) +
      2 * (affinity.get(node) ?? 0) +
      leastUsed(wish, node) +
      balanced(wish, node) +
      2 * (spread.get(node) ?? 0) +
      2 * (neighbours?.get(node) ?? 0) +
      (images.get(node) ?? 0);
    scores.set(node, sum);
  }
  return scores;
}

function leastUsed({ pod, requests }: PodWish, node: NodeState): number {
  const assumed = assumedRequests(pod, requests);
  const cpu = freeShare(node.allocatable['cpu'] ?? 0, node.assumedCpu + assumed.cpu);
  const memory = freeShare(node.allocatable['memory'] ?? 0, node.assumedMemory + assumed.memory);
  return Math.floor((cpu + memory) / 2);
}

function freeShare(total: number, used: number): number {
  return total === 0 || used > total ? 0 : Math.floor(((total - used) * 100) / total);
}

function balanced({ pod, requests }: PodWish, node: NodeState): number {
  if (isBestEffort(pod)) return 0;
  const [cpu, memory] = ['cpu', 'memory'].map((name) => {
    const total = node.allocatable[name] ?? 0;
    return total === 0 ? 1 : Math.min(1, ((node.requested.get(name) ?? 0) + (requests[name] ?? 0)) / total);
  });
  const deviation = Math.abs((cpu ?? 0) - (memory ?? 0)) / 2;
  return Math.floor((1 - deviation) * 100);
}

function preferNoSchedule(pod: Pod, { node }: NodeState): number {
  const taints = node?.spec.taints?.filter((taint) => untolerated([taint], pod, ['PreferNoSchedule']));
  return taints?.length ?? 0;
}

function nodeLiking({ spec }: Pod, { node }: NodeState): number {
  const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.reduce(
    (sum, { weight, preference }) => sum + (node && termTakes(preference, node) ? weight : 0),
    0,
  );
}

const MEBIBYTE = 1024 * 1024;
const SMALL_IMAGE = 23 * MEBIBYTE;
const LARGE_IMAGE = 1000 * MEBIBYTE;

/** @upstream pkg/scheduler/framework/plugins/imagelocality/image_locality.go */
function imageScores({ spec }: Pod, nodes: readonly NodeState[], clusterSize: number): Scores {
  const wanted = spec.containers.map(({ image = '' }) => normalizedImage(image));
  const sizes = nodes.map(({ node }) => {
    const images = node?.status.images ?? [];
    return wanted.map((name) => images.find(({ names }) => names?.includes(name))?.sizeBytes ?? 0);
  });
  const holders = wanted.map((_, index) => sizes.filter((row) => (row[index] ?? 0) > 0).length);
  const largest = LARGE_IMAGE * wanted.length;
  return new Map(
    nodes.map((node, at) => {
      const sum = wanted.reduce((total, _, index) => {
        const size = sizes[at]?.[index] ?? 0;
        return total + Math.floor((size * (holders[index] ?? 0)) / clusterSize);
      }, 0);
      const clamped = Math.min(largest, Math.max(SMALL_IMAGE, sum));
      return [node, Math.floor((100 * (clamped - SMALL_IMAGE)) / (largest - SMALL_IMAGE))] as const;
    }),
  );
}

function normalizedImage(name: string): string {
  return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : `${name}:latest`;
}

/** 100 for the node with the most of something, 0 for none. */
function scaled(nodes: readonly NodeState[], amount: (node: NodeState) => number): Scores {
  const amounts = nodes.map(amount);
  const most = Math.max(0, ...amounts);
  return new Map(
    nodes.map((node, at) => [node, most === 0 ? 0 : Math.floor((100 * (amounts[at] ?? 0)) / most)]),
  );
}

/** 100 for nodes with nothing of something bad. */
function reversed(nodes: readonly NodeState[], amount: (node: NodeState) => number): Scores {
  const amounts = nodes.map(amount);
  const most = Math.max(0, ...amounts);
  return new Map(
    nodes.map((node, at) => [node, most === 0 ? 100 : 100 - Math.floor((100 * (amounts[at] ?? 0)) / most)]),
  );
}

/** Stretches what may be negative to 0 … 100. */
function stretched(nodes: readonly NodeState[], amount: (node: NodeState) => number): Scores {
  const amounts = nodes.map(amount);
  const [least, most] = [Math.min(0, ...amounts), Math.max(0, ...amounts)];
  const width = most - least;
  return new Map(
    nodes.map((node, at) => [
      node,
      width === 0 ? 0 : Math.floor((100 * ((amounts[at] ?? 0) - least)) / width),
    ]),
  );
}
