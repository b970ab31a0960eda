import { bad } from '../../../base/result.ts';
import { formatQuantity, quantityNanos } from '../../kinds/quantity.ts';
import { isInScope, missingResources, quotaUsage, type Usage } from '../../kinds/resourcequota/usage.ts';
import type { KubeObject } from '../../kinds/object.ts';
import { retyped } from '../../kinds/typed.decode.ts';
import type { Pod, ResourceQuota } from '../../kinds/types.data.ts';
import type { Api, Call } from '../api.ts';
import { forbiddenStatus } from '../status.ts';
import type { Plugin } from './plugin.ts';

/**
 * Refuses what would exceed a quota whose status says how much is used, and writes down what is used from now on.
 * @upstream apiserver/pkg/admission/plugin/resourcequota/controller.go checkRequest
 */
export const resourceQuota: Plugin = {
  name: 'ResourceQuota',
  validate: (api, call, object, old) => {
    if (old !== undefined || call.subresource !== '' || !call.kind.resource.namespaced) return undefined;
    const quotas = api.store
      .list(api.kind('ResourceQuota'), call.namespace)
      .map((one) => retyped<ResourceQuota>(one))
      .filter((quota) => isInScope(quota, call.kind.resource, object));
    if (quotas.length === 0) return undefined;
    const usage = quotaUsage(call.kind.resource, object);
    for (const quota of quotas) {
      const problem = refusal(quota, call, object, usage);
      if (problem !== undefined)
        return bad(forbiddenStatus(call.kind.resource, object.metadata.name, problem));
    }
    if (!call.dryRun) for (const quota of quotas) charge(api, quota, usage);
    return undefined;
  },
};

function refusal(
  { metadata, status }: ResourceQuota,
  call: Call,
  object: KubeObject,
  usage: Usage,
): string | undefined {
  const hard = status?.hard ?? {};
  const used = status?.used ?? {};
  if (call.kind.resource.kind === 'Pod') {
    const missing = missingResources(Object.keys(hard), retyped<Pod>(object));
    if (missing.length > 0) return `failed quota: ${metadata.name}: must specify ${missing.join('; ')}`;
  }
  const asked = Object.keys(usage).filter((name) => hard[name] !== undefined);
  const unknown = asked.filter((name) => used[name] === undefined).toSorted();
  if (unknown.length > 0)
    return `status unknown for quota: ${metadata.name}, resources: ${unknown.join(',')}`;
  const exceeded = asked
    .filter((name) => quantityNanos(usage[name]) > 0n)
    .filter((name) => quantityNanos(used[name]) + quantityNanos(usage[name]) > quantityNanos(hard[name]))
    .toSorted();
  if (exceeded.length === 0) return undefined;
  const text = (amounts: Usage): string =>
    exceeded.map((name) => `${name}=${amounts[name] ?? '0'}`).join(',');
  return `exceeded quota: ${metadata.name}, requested: ${text(usage)}, used: ${text(used)}, limited: ${text(hard)}`;
}

function charge(api: Api, quota: ResourceQuota, usage: Usage): void {
  const { hard = {}, used = {} } = quota.status ?? {};
  const names = Object.keys(usage).filter(
    (name) => hard[name] !== undefined && quantityNanos(usage[name]) > 0n,
  );
  if (names.length === 0) return;
  const sums = names.map((name) => {
    const total = quantityNanos(used[name]) + quantityNanos(usage[name]);
    return [name, formatQuantity(total, used[name] === '0' ? (usage[name] ?? '') : (used[name] ?? ''))];
  });
  const status = { ...quota.status, used: { ...used, ...Object.fromEntries(sums) } };
  api.store.put(api.kind('ResourceQuota'), retyped({ ...quota, status }));
}
