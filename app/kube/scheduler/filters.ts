import type { Pod } from '../kinds/types.data.ts';
import { hostPorts, type Amounts, type HostPort, type NodeState } from './node-state.ts';
import type { PodAffinityVerdicts } from './pod-affinity.ts';
import type { SpreadVerdicts } from './spread.ts';
import { untolerated } from '../control/tolerations.ts';
import { takesNode } from '../control/node-terms.ts';

/** Why a node is no place for a Pod. */
export interface Refusal {
  readonly reasons: readonly string[];
  /** Evicting Pods there would not change it. */
  readonly helpless: boolean;
  /** The filter that refused, to know which changes of the cluster are worth another try. */
  readonly filter: FilterName;
}

/** The filters, in the order in which they are asked; the first that refuses is the one that is named. */
export type FilterName =
  | 'NodeUnschedulable'
  | 'NodeName'
  | 'TaintToleration'
  | 'NodeAffinity'
  | 'NodePorts'
  | 'NodeResourcesFit'
  | 'PodTopologySpread'
  | 'InterPodAffinity';

/** What was worked out about a Pod once for all nodes. */
export interface PodWish {
  readonly pod: Pod;
  readonly requests: Amounts;
  readonly ports: readonly HostPort[];
  readonly spread: SpreadVerdicts;
  readonly affinity: PodAffinityVerdicts | undefined;
}

/** What a Pod wishes, before nodes are looked at. */
export function wishOf(
  pod: Pod,
  requests: Amounts,
  spread: SpreadVerdicts,
  affinity: PodAffinityVerdicts | undefined,
): PodWish {
  return { pod, requests, ports: hostPorts(pod), spread, affinity };
}

const UNSCHEDULABLE = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** Why this node cannot take the Pod, or undefined. */
export function refusalOf(wish: PodWish, state: NodeState): Refusal | undefined {
  const { pod } = wish;
  const { node } = state;
  if (!node) return refuse('NodeName', true, "node(s) didn't match the requested node name");
  if (node.spec.unschedulable === true && untolerated([UNSCHEDULABLE], pod, ['NoSchedule']))
    return refuse('NodeUnschedulable', true, 'node(s) were unschedulable');
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== node.metadata.name)
    return refuse('NodeName', true, "node(s) didn't match the requested node name");
  if (untolerated(node.spec.taints, pod, ['NoSchedule', 'NoExecute']))
    return refuse('TaintToleration', true, 'node(s) had untolerated taint(s)');
  if (!takesNode(pod, node))
    return refuse('NodeAffinity', true, "node(s) didn't match Pod's node affinity/selector");
  if (wish.ports.some((port) => state.ports.some((taken) => conflict(port, taken))))
    return refuse('NodePorts', false, "node(s) didn't have free ports for the requested pod ports");
  return resourceRefusal(wish, state) ?? neighbourRefusal(wish, state);
}

function refuse(filter: FilterName, helpless: boolean, ...reasons: string[]): Refusal {
  return { filter, helpless, reasons };
}

function conflict(one: HostPort, other: HostPort): boolean {
  const everywhere = one.ip === '0.0.0.0' || other.ip === '0.0.0.0';
  return one.port === other.port && one.protocol === other.protocol && (everywhere || one.ip === other.ip);
}

/** @upstream pkg/scheduler/framework/plugins/noderesources/fit.go fitsRequest */
function resourceRefusal({ requests }: PodWish, state: NodeState): Refusal | undefined {
  const reasons: string[] = [];
  let helpless = false;
  const { allocatable } = state;
  if (state.pods.size + 1 > (allocatable['pods'] ?? 0)) reasons.push('Too many pods');
  for (const name in requests) {
    const wanted = requests[name] ?? 0;
    const total = allocatable[name] ?? 0;
    if (wanted === 0 || wanted <= total - (state.requested.get(name) ?? 0)) continue;
    reasons.push(`Insufficient ${name}`);
    if (wanted > total) helpless = true;
  }
  return reasons.length > 0 ? refuse('NodeResourcesFit', helpless, ...reasons) : undefined;
}

function neighbourRefusal({ spread, affinity }: PodWish, state: NodeState): Refusal | undefined {
  const crowded = spread.refusal(state);
  if (crowded) return refuse('PodTopologySpread', crowded.helpless, crowded.reason);
  const unloved = affinity?.refusal(state);
  return unloved && refuse('InterPodAffinity', unloved.helpless, unloved.reason);
}
