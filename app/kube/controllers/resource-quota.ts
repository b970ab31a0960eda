import { createApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { isPodTerminal } from '../control/pod-state.ts';
import type { KubeObject } from '../kinds/object.ts';
import { isEqual } from '../kinds/plain.ts';
import { formatQuantity, quantityNanos } from '../kinds/quantity.ts';
import { isInScope, quotaUsage, type Usage } from '../kinds/resourcequota/usage.ts';
import { retyped } from '../kinds/typed.decode.ts';
import type { Pod, ResourceQuota } from '../kinds/types.data.ts';
import type { Informers } from '../informer.ts';
import * as types from '../resource-type.ts';
import { createWorkQueue } from '../work-queue.ts';

const NAME = 'resourcequota-controller';

/** Kinds of which quotas may bound the number. */
const COUNTED: readonly types.ResourceType[] = [
  types.PODS,
  types.SERVICES,
  types.CONFIG_MAPS,
  types.SECRETS,
  types.CLAIMS,
  types.RESOURCE_QUOTAS,
  types.DEPLOYMENTS,
  types.REPLICA_SETS,
  types.STATEFUL_SETS,
  types.DAEMON_SETS,
  types.JOBS,
  types.CRON_JOBS,
];

/** Counts what a namespace uses of what its quotas bound. Creations are counted by the API server as it admits them. */
export const resourceQuotaController: ControllerSpec = { name: NAME, make };

/** @upstream pkg/controller/resourcequota/resource_quota_controller.go */
function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const quotas = informers.of(types.RESOURCE_QUOTAS);
    const inNamespace = quotas.index('namespace', ({ metadata }) => [metadata.namespace ?? '']);
    const queue = createWorkQueue(core, NAME, (key) => {
      const quota = quotas.get(key);
      if (!quota) return 'done';
      const hard = quota.spec?.hard ?? {};
      const used = usedOf(informers, quota, hard);
      if (isEqual(quota.status ?? {}, { hard, used })) return 'done';
      const answer = client.update(types.RESOURCE_QUOTAS, { ...quota, status: { hard, used } }, 'status');
      return answer.ok || answer.error.code === 404 ? 'done' : 'retry';
    });
    const leave: (() => void)[] = [];
    const watch = () => {
      if (leave.length > 0) return;
      for (const type of COUNTED)
        leave.push(
          informers.of(type).listen((after, before) => {
            const namespace = before?.metadata.namespace ?? '';
            if (!before || !isReleased(type, after, before)) return;
            for (const quota of inNamespace.get(namespace)) queue.add(types.storeKey(quota));
          }),
        );
    };
    return [
      quotas.listen((after, before) => {
        if (!after) return;
        watch();
        if (!before || !isEqual(after.spec, before.spec)) queue.add(types.storeKey(after));
      }),
      () => {
        for (const stop of leave.splice(0)) stop();
        queue.clear();
      },
    ];
  });
}

/** What makes room again: an object that went, a Pod that ended, a Service of another type. */
function isReleased(type: types.ResourceType, after: KubeObject | undefined, before: KubeObject): boolean {
  if (!after) return true;
  if (type.kind === 'Pod') return isPodTerminal(retyped<Pod>(after)) && !isPodTerminal(retyped<Pod>(before));
  return type.kind === 'Service' && !isEqual(quotaUsage(type, after), quotaUsage(type, before));
}

/** @upstream apiserver/pkg/quota/v1/resources.go CalculateUsage */
function usedOf(informers: Informers, quota: ResourceQuota, hard: Usage): Usage {
  const sums = new Map<string, { nanos: bigint; like: string }>();
  for (const type of COUNTED)
    for (const object of informers.of(type).all()) {
      if (object.metadata.namespace !== quota.metadata.namespace || !isInScope(quota, type, object)) continue;
      const ended = type.kind === 'Pod' && isPodTerminal(retyped<Pod>(object));
      for (const [name, amount] of Object.entries(quotaUsage(type, object))) {
        if (hard[name] === undefined || (ended && !name.startsWith('count/'))) continue;
        const sum = sums.get(name) ?? { nanos: 0n, like: amount };
        sums.set(name, { nanos: sum.nanos + quantityNanos(amount), like: sum.like });
      }
    }
  return Object.fromEntries(
    Object.keys(hard).map((name) => {
      const sum = sums.get(name);
      return [name, sum === undefined ? '0' : formatQuantity(sum.nanos, sum.like)];
    }),
  );
}
