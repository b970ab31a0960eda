import type { Labels } from '../kinds/selectors.ts';
import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from '../kinds/types.data.ts';

/** Whether nodeSelector and required node affinity of a Pod take a node. */
export function takesNode({ spec }: Pick<Pod, 'spec'>, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  for (const key in spec.nodeSelector) if (labels[key] !== spec.nodeSelector[key]) return false;
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return !terms || terms.some((term) => termTakes(term, node));
}

/** Whether one term of a node affinity takes a node; an empty term takes none. */
export function termTakes(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  node: Node,
): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = { 'metadata.name': node.metadata.name };
  return (
    matchExpressions.every((part) => holds(part, node.metadata.labels)) &&
    matchFields.every((part) => holds(part, fields))
  );
}

function holds({ key, operator, values = [] }: NodeSelectorRequirement, labels: Labels | undefined): boolean {
  const value = labels?.[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
