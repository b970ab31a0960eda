import { createApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { isPodTerminal } from '../control/pod-state.ts';
import type { Pod } from '../kinds/types.data.ts';
import { CLAIMS, nameKey, PODS, storeKey } from '../resource-type.ts';
import { createWorkQueue } from '../work-queue.ts';

const NAME = 'pvc-protection-controller';
const FINALIZER = 'kubernetes.io/pvc-protection';

/** Lets a deleted claim go once no Pod uses it. */
export const claimProtectionController: ControllerSpec = { name: NAME, make };

/** @upstream pkg/controller/volume/pvcprotection/pvc_protection_controller.go */
function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const claims = informers.of(CLAIMS);
    const pods = informers.of(PODS);
    const users = pods.index('claim', claimKeys);
    const queue = createWorkQueue(core, NAME, (key) => {
      const claim = claims.get(key);
      const finalizers = claim?.metadata.finalizers ?? [];
      if (claim?.metadata.deletionTimestamp === undefined || !finalizers.includes(FINALIZER)) return 'done';
      if (users.get(key).some((pod) => !isPodTerminal(pod) && (pod.spec.nodeName ?? '') !== ''))
        return 'done';
      const left = finalizers.filter((one) => one !== FINALIZER);
      const patch = { metadata: { finalizers: left.length > 0 ? left : null } };
      const answer = client.patch(CLAIMS, claim.metadata, patch, { type: 'merge' });
      return answer.ok || answer.error.code === 404 ? 'done' : 'retry';
    });
    return [
      claims.listen((after) => after && queue.add(storeKey(after))),
      pods.listen((after, before) => {
        if (!after && before) for (const key of claimKeys(before)) queue.add(key);
      }),
      () => queue.clear(),
    ];
  });
}

function claimKeys({ metadata, spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim
      ? [nameKey({ namespace: metadata.namespace, name: persistentVolumeClaim.claimName })]
      : [],
  );
}
