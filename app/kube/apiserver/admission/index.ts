import { good, type Result } from '../../../base/result.ts';
import type { Status } from '../../client.ts';
import type { KubeObject } from '../../kinds/object.ts';
import type { Api, Call } from '../api.ts';
import { namespaceLifecycle, protectedNamespace } from './namespace-lifecycle.ts';
import type { Plugin } from './plugin.ts';
import { defaultTolerations } from './default-tolerations.ts';
import { serviceAccount } from './service-account.ts';
import { limitRanger } from './limit-ranger.ts';
import { podSecurity } from './pod-security.ts';
import { resourceQuota } from './resource-quota.ts';
import { taintNodes } from './taint-nodes.ts';
import { podPriority } from './priority.ts';

/** The admission plug-ins in the order in which they look at an object. @upstream pkg/kubeapiserver/options/plugins.go */
export const plugins: readonly Plugin[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  taintNodes,
  podPriority,
  defaultTolerations,
  podSecurity,
  resourceQuota,
];

/** Lets every plug-in change or refuse an object (mutating), or only refuse it (validating). */
export function admit(
  api: Api,
  call: Call,
  object: KubeObject,
  old: KubeObject | undefined,
  phase: 'mutating' | 'validating' = 'mutating',
): Result<KubeObject, Status> {
  let current = object;
  for (const plugin of plugins) {
    const step = phase === 'mutating' ? plugin.mutate : plugin.validate;
    const result = step?.(api, call, current, old);
    if (!result) continue;
    if (!result.ok) return result;
    current = result.value;
  }
  return good(current);
}

/** Why an object may not be deleted. */
export function admitDelete(_api: Api, call: Call, _old: KubeObject | undefined): Status | undefined {
  return protectedNamespace(call);
}
