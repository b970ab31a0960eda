import { createApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { createEventRecorder } from '../event-recorder.ts';
import { CLAIMS, storeKey } from '../resource-type.ts';
import { createWorkQueue } from '../work-queue.ts';

const NAME = 'persistentvolume-controller';

/** Says why a claim stays pending: no world has volumes, so that claims are never bound. */
export const persistentVolumeController: ControllerSpec = { name: NAME, make };

/** @upstream pkg/controller/volume/persistentvolume/pv_controller.go syncUnboundClaim */
function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: NAME });
  return partOf(NAME, () => {
    const claims = informers.of(CLAIMS);
    const queue = createWorkQueue(core, NAME, (key) => {
      const claim = claims.get(key);
      if (!claim || (claim.spec?.volumeName ?? '') !== '') return 'done';
      const storageClass = claim.spec?.storageClassName ?? '';
      if (storageClass === '')
        record(claim, {
          type: 'Normal',
          reason: 'FailedBinding',
          message: 'no persistent volumes available for this claim and no storage class is set',
        });
      else
        record(claim, {
          type: 'Warning',
          reason: 'ProvisioningFailed',
          message: `storageclass.storage.k8s.io "${storageClass}" not found`,
        });
      return 'done';
    });
    return [
      claims.listen((after, before) => {
        if (after && !before) queue.add(storeKey(after));
        // Nothing uses a claim that is being deleted for long: its protection goes at once.
        if (after?.metadata.deletionTimestamp !== undefined) queue.add(storeKey(after));
      }),
      () => queue.clear(),
    ];
  });
}
