import { quantityMillis, quantityNanos } from '../kinds/quantity.ts';
import type { Container, Pod, ResourceFieldSelector } from '../kinds/types.data.ts';

/** What a Pod's downward API can see that is not in its object. */
export interface FieldFacts {
  readonly hostIp: string;
  readonly podIp: string;
  /** Where a container sets no limit, the node's own amount is told. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** The value of a field of the Pod as `fieldRef` names it. @upstream pkg/kubelet/kubelet_pods.go podFieldSelectorRuntimeValue */
export function fieldValue(path: string, { metadata, spec }: Pod, facts: FieldFacts): string {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript)
    return (subscript[1] === 'labels' ? metadata.labels : metadata.annotations)?.[subscript[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return mapText(metadata.labels);
    case 'metadata.annotations':
      return mapText(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return facts.hostIp;
    case 'status.podIP':
    case 'status.podIPs':
      return facts.podIp;
    default:
      return '';
  }
}

function mapText(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}

/** The value of a container's request or limit as `resourceFieldRef` names it, in units of its divisor, rounded up. */
export function resourceValue(
  { resource, divisor = '1' }: ResourceFieldSelector,
  { resources }: Container,
  facts: FieldFacts,
): string {
  const [part = '', name = ''] = resource.split(/\.(.*)/s);
  const own = part === 'limits' ? resources.limits?.[name] : resources.requests?.[name];
  const amount = own ?? (part === 'limits' ? facts.allocatable[name] : undefined) ?? '0';
  if (name === 'cpu') {
    const unit = Math.max(1, quantityMillis(divisor === '0' ? '1' : divisor));
    return String(Math.ceil(quantityMillis(amount) / unit));
  }
  const unit = quantityNanos(divisor === '0' ? '1' : divisor);
  return String((quantityNanos(amount) + unit - 1n) / unit);
}
