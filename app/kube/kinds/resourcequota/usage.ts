import type { KubeObject, Resource } from '../object.ts';
import { podAmounts } from '../pod-resources.ts';
import { qosClass } from '../pod/qos.ts';
import { isExtendedResource } from '../resource-names.ts';
import { retyped } from '../typed.decode.ts';
import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from '../types.data.ts';

/** Amounts of what a quota counts, by the quota's names. */
export type Usage = Readonly<Record<string, string>>;

const COUNTED = [
  'pods',
  'services',
  'configmaps',
  'secrets',
  'replicationcontrollers',
  'resourcequotas',
  'persistentvolumeclaims',
];
const COMPUTED = ['cpu', 'memory', 'ephemeral-storage'];
const REQUIRED = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** What one object uses of what quotas count. @upstream pkg/quota/v1/evaluator/core */
export function quotaUsage(resource: Pick<Resource, 'group' | 'plural'>, object: KubeObject): Usage {
  const { group, plural } = resource;
  const counts: Record<string, string> = { [`count/${plural}${group === '' ? '' : `.${group}`}`]: '1' };
  if (group !== '') return counts;
  if (COUNTED.includes(plural)) counts[plural] = '1';
  if (plural === 'pods') return { ...counts, ...podUsage(retyped<Pod>(object)) };
  if (plural === 'services') return { ...counts, ...serviceUsage(retyped<Service>(object)) };
  if (plural === 'persistentvolumeclaims')
    return { ...counts, ...claimUsage(retyped<PersistentVolumeClaim>(object)) };
  return counts;
}

function podUsage(pod: Pod): Usage {
  const { requests, limits } = podAmounts(pod);
  return computeUsage(requests, limits);
}

function computeUsage(requests: Usage, limits: Usage): Usage {
  const out: Record<string, string> = {};
  for (const [name, amount] of Object.entries(requests)) {
    if (COMPUTED.includes(name)) out[name] = amount;
    if (COMPUTED.includes(name) || name.startsWith('hugepages-') || isExtendedResource(name))
      out[`requests.${name}`] = amount;
    if (name.startsWith('hugepages-')) out[name] = amount;
  }
  for (const [name, amount] of Object.entries(limits))
    if (COMPUTED.includes(name)) out[`limits.${name}`] = amount;
  return out;
}

function serviceUsage({ spec }: Service): Usage {
  const ports = String((spec?.ports ?? []).length);
  const balanced = spec?.type === 'LoadBalancer';
  const open = spec?.type === 'NodePort' || (balanced && spec?.allocateLoadBalancerNodePorts !== false);
  return { 'services.nodeports': open ? ports : '0', 'services.loadbalancers': balanced ? '1' : '0' };
}

function claimUsage({ spec }: PersistentVolumeClaim): Usage {
  const storage = spec?.resources?.requests?.['storage'];
  const className = spec?.storageClassName;
  const prefix = className ? `${className}.storageclass.storage.k8s.io/` : '';
  return {
    ...(storage !== undefined && { 'requests.storage': storage }),
    ...(prefix !== '' && { [`${prefix}persistentvolumeclaims`]: '1' }),
    ...(prefix !== '' && storage !== undefined && { [`${prefix}requests.storage`]: storage }),
  };
}

/** Whether a quota counts an object at all: one with scopes counts only Pods in all of them. */
export function isInScope(
  { spec }: ResourceQuota,
  resource: Pick<Resource, 'plural'>,
  object: KubeObject,
): boolean {
  const scopes = [...(spec?.scopes ?? [])].map((name) => ({ name, operator: 'Exists', values: NONE }));
  const selected = (spec?.scopeSelector?.matchExpressions ?? []).map(
    ({ scopeName, operator, values = NONE }) => ({
      name: scopeName,
      operator,
      values,
    }),
  );
  const all = [...scopes, ...selected];
  if (all.length === 0) return true;
  if (resource.plural !== 'pods') return false;
  const pod = retyped<Pod>(object);
  return all.every((scope) => matchesScope(pod, scope));
}

const NONE: readonly string[] = [];

function matchesScope(
  pod: Pod,
  {
    name,
    operator,
    values,
  }: { readonly name: string; readonly operator: string; readonly values: readonly string[] },
): boolean {
  const bestEffort = qosClass(pod) === 'BestEffort';
  const terminating = pod.spec.activeDeadlineSeconds !== undefined;
  switch (name) {
    case 'BestEffort':
      return bestEffort;
    case 'NotBestEffort':
      return !bestEffort;
    case 'Terminating':
      return terminating;
    case 'NotTerminating':
      return !terminating;
    case 'PriorityClass': {
      const priority = pod.spec.priorityClassName ?? '';
      if (operator === 'Exists') return priority !== '';
      if (operator === 'DoesNotExist') return priority === '';
      return values.includes(priority) === (operator === 'In');
    }
    default:
      return false;
  }
}

/** Resources that a quota limits and containers leave open: `requests.cpu for: web`. @upstream podEvaluator.Constraints */
export function missingResources(names: readonly string[], { spec }: Pod): readonly string[] {
  const required = names.filter((name) => REQUIRED.includes(name)).toSorted();
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  return required.flatMap((name) => {
    const without = containers
      .filter(
        ({ resources }) =>
          computeUsage(resources?.requests ?? {}, resources?.limits ?? {})[name] === undefined,
      )
      .map((container) => container.name)
      .toSorted();
    return without.length === 0 ? [] : [`${name} for: ${without.join(',')}`];
  });
}
