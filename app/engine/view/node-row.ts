import { objectKey } from '../../kube/kinds/object.ts';
import type { Node } from '../../kube/kinds/types.data.ts';
import type { NodeRow } from './rows.ts';

/** What a node's row shows beside its object. */
export interface NodeFacts {
  readonly power: (node: string) => boolean;
  /** Keys of the Services whose rules the node holds now. */
  readonly rulesFor: (node: string) => readonly string[];
  readonly kubeProxyRunning: (node: string) => boolean;
}

/** A node as the graph draws it. */
export function nodeRow(node: Node, facts: NodeFacts): NodeRow {
  const { name, labels = {} } = node.metadata;
  const externalIp = address(node, 'ExternalIP');
  const zone = labels['topology.kubernetes.io/zone'];
  const ready = node.status.conditions?.find(({ type }) => type === 'Ready')?.status;
  return {
    kind: 'Node',
    key: objectKey('Node', name),
    name,
    internalIp: address(node, 'InternalIP') ?? '',
    ...(externalIp !== undefined && { externalIp }),
    podCidr: node.spec.podCIDR ?? '',
    ...(zone !== undefined && { zone }),
    controlPlane: 'node-role.kubernetes.io/control-plane' in labels,
    ready: ready === 'True' || ready === 'False' ? ready : 'Unknown',
    cordoned: node.spec.unschedulable ?? false,
    power: facts.power(name),
    rulesFor: facts.rulesFor(name),
    kubeProxyRunning: facts.kubeProxyRunning(name),
  };
}

function address(node: Node, type: string): string | undefined {
  return node.status.addresses?.find((entry) => entry.type === type)?.address;
}
