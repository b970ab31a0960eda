import { createApiClient } from '../api-client.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../control/controller.ts';
import { JOBS, storeKey } from '../resource-type.ts';
import { createWorkQueue, type WorkQueue } from '../work-queue.ts';
import { finishedAt } from './job/conditions.ts';

const NAME = 'ttl-after-finished-controller';

/** Deletes finished Jobs when their time to live is over. */
export const ttlController: ControllerSpec = { name: NAME, make };

/** @upstream pkg/controller/ttlafterfinished/ttlafterfinished_controller.go */
function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  return partOf(NAME, () => {
    const jobs = informers.of(JOBS);
    const queue: WorkQueue = createWorkQueue(core, NAME, (key) => {
      const job = jobs.get(key);
      const end = job && finishedAt(job);
      const ttl = job?.spec.ttlSecondsAfterFinished;
      if (!job || end === undefined || ttl === undefined) return 'done';
      const left = Date.parse(end) + ttl * 1000 - (core.epoch + core.now());
      if (left > 0) queue.addAfter(key, left);
      else if (job.metadata.deletionTimestamp === undefined)
        client.delete(JOBS, job.metadata, {
          propagationPolicy: 'Foreground',
          preconditions: { uid: job.metadata.uid },
        });
      return 'done';
    });
    return [
      jobs.listen((after) => {
        if (after?.spec.ttlSecondsAfterFinished !== undefined) queue.add(storeKey(after));
      }),
      () => queue.clear(),
    ];
  });
}
