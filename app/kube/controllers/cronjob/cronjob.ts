import { deepEqual } from '../../../base/equal.ts';
import type { Core } from '../../../base/core.ts';
import { createApiClient, type ApiClient } from '../../api-client.ts';
import { conditionOf } from '../../control/conditions.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../../control/controller.ts';
import { controllerKey, controllerReference, controllerUid } from '../../control/owner.ts';
import { createEventRecorder, type EventRecorder } from '../../event-recorder.ts';
import type { Index, Informer } from '../../informer.ts';
import type { CronJob, CronJobStatus, Job, ObjectReference } from '../../kinds/types.data.ts';
import { CRON_JOBS, JOBS, storeKey } from '../../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../../work-queue.ts';
import { nextTime, parseSchedule, zoneOffset } from './schedule.ts';

const NAME = 'cronjob-controller';
const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** Starts a Job whenever the schedule of a CronJob says so. */
export const cronJobController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  readonly crons: Informer<CronJob>;
  readonly jobsByOwner: Index<Job>;
  readonly queue: WorkQueue;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: NAME });
  return partOf(NAME, () => {
    const crons = informers.of(CRON_JOBS);
    const jobs = informers.of(JOBS);
    const jobsByOwner = jobs.index('controller', controllerUid);
    const queue: WorkQueue = createWorkQueue(core, NAME, (key) => {
      const cron = crons.get(key);
      return cron ? sync({ core, client, record, crons, jobsByOwner, queue }, cron) : 'done';
    });
    return [
      crons.listen((after, before) => {
        if (after && after.spec !== before?.spec) queue.add(storeKey(after));
      }),
      jobs.listen((after, before) => {
        const key = controllerKey(after ?? before, 'CronJob');
        if (key !== undefined) queue.add(key);
      }),
      () => queue.clear(),
    ];
  });
}

/** @upstream pkg/controller/cronjob/cronjob_controllerv2.go syncCronJob */
function sync(desk: Desk, cron: CronJob): WorkOutcome {
  if (!cron.spec || cron.metadata.deletionTimestamp !== undefined) return 'done';
  const jobs = desk.jobsByOwner.get(cron.metadata.uid);
  removeOld(desk, cron, jobs);
  const status = followJobs(desk, cron, jobs);
  const now = desk.core.epoch + desk.core.now();
  const schedule = parseSchedule(cron.spec.schedule);
  const offset = zoneOffset(cron.spec.timeZone);
  const since = Date.parse(cron.status?.lastScheduleTime ?? cron.metadata.creationTimestamp);
  const due =
    cron.spec.suspend === true
      ? undefined
      : latestDue(now, since, (from) => nextTime(schedule, from, offset));
  const next = nextTime(schedule, now, offset);
  if (next !== undefined && cron.spec.suspend !== true)
    desk.queue.addAfter(storeKey(cron), next - now + 100, { periodic: true });
  const started = due === undefined ? status : start(desk, cron, status, due);
  return writeStatus(desk, cron, started) ? 'done' : 'retry';
}

/** The latest time that has come since; missed ones are not made up for. */
function latestDue(
  now: number,
  since: number,
  next: (from: number) => number | undefined,
): number | undefined {
  let due: number | undefined;
  for (
    let time = next(since), left = 100;
    time !== undefined && time <= now && left > 0;
    time = next(time), left--
  )
    due = time;
  return due;
}

function endOf({ status }: Job): 'Complete' | 'Failed' | undefined {
  if (conditionOf(status.conditions, 'Complete')?.status === 'True') return 'Complete';
  return conditionOf(status.conditions, 'Failed')?.status === 'True' ? 'Failed' : undefined;
}

function followJobs({ record }: Desk, cron: CronJob, jobs: readonly Job[]): CronJobStatus {
  const before = cron.status ?? {};
  const active: ObjectReference[] = [];
  let { lastSuccessfulTime } = before;
  for (const job of jobs) {
    const end = endOf(job);
    const known = before.active?.some(({ uid }) => uid === job.metadata.uid) === true;
    if (!end) active.push(referenceTo(job));
    else if (known)
      record(cron, {
        type: 'Normal',
        reason: 'SawCompletedJob',
        message: `Saw completed job: ${job.metadata.name}, condition: ${end}`,
      });
    const { completionTime } = job.status;
    if (completionTime !== undefined && completionTime > (lastSuccessfulTime ?? ''))
      lastSuccessfulTime = completionTime;
  }
  const { active: _active, ...kept } = before;
  return {
    ...kept,
    ...(active.length > 0 && { active }),
    ...(lastSuccessfulTime !== undefined && { lastSuccessfulTime }),
  };
}

function referenceTo({ metadata }: Job): ObjectReference {
  const { namespace = '', name, uid, resourceVersion } = metadata;
  return { kind: 'Job', namespace, name, uid, apiVersion: 'batch/v1', resourceVersion };
}

function start(desk: Desk, cron: CronJob, status: CronJobStatus, due: number): CronJobStatus {
  const { concurrencyPolicy = 'Allow' } = cron.spec ?? {};
  const running = status.active ?? [];
  if (concurrencyPolicy === 'Forbid' && running.length > 0) {
    desk.record(cron, {
      type: 'Normal',
      reason: 'JobAlreadyActive',
      message: 'Not starting job because prior execution is running and concurrency policy is Forbid',
    });
    return status;
  }
  if (concurrencyPolicy === 'Replace')
    for (const { name = '' } of running)
      desk.client.delete(
        JOBS,
        { namespace: cron.metadata.namespace, name },
        { propagationPolicy: 'Background' },
      );
  const answer = desk.client.create(JOBS, draft(cron, due));
  if (!answer.ok) {
    if (answer.error.reason !== 'AlreadyExists')
      desk.record(cron, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating job: ${answer.error.message ?? ''}`,
      });
    return status;
  }
  const { name } = answer.value.metadata;
  desk.record(cron, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created job ${name}` });
  const kept = concurrencyPolicy === 'Replace' ? [] : running;
  return {
    ...status,
    active: [...kept, referenceTo(answer.value)],
    lastScheduleTime: new Date(due).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

function draft(cron: CronJob, due: number) {
  const { name, namespace = '' } = cron.metadata;
  const template = cron.spec?.jobTemplate;
  return {
    apiVersion: 'batch/v1' as const,
    kind: 'Job' as const,
    metadata: {
      name: `${name}-${Math.floor(due / 60_000)}`,
      namespace,
      ...(template?.metadata?.labels && { labels: template.metadata.labels }),
      annotations: {
        ...template?.metadata?.annotations,
        [SCHEDULED]: new Date(due).toISOString().replace(/\.\d+Z$/, 'Z'),
      },
      ownerReferences: [controllerReference(cron)],
    },
    spec: template?.spec,
  };
}

function removeOld({ client, record }: Desk, cron: CronJob, jobs: readonly Job[]): void {
  const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cron.spec ?? {};
  const limits = { Complete: successfulJobsHistoryLimit, Failed: failedJobsHistoryLimit };
  for (const end of ['Complete', 'Failed'] as const) {
    const ended = jobs
      .filter((job) => endOf(job) === end)
      .toSorted((one, other) => (one.metadata.creationTimestamp < other.metadata.creationTimestamp ? -1 : 1));
    for (const { metadata } of ended.slice(0, Math.max(0, ended.length - limits[end]))) {
      const answer = client.delete(JOBS, metadata, { propagationPolicy: 'Background' });
      if (answer.ok)
        record(cron, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${metadata.name}` });
    }
  }
}

function writeStatus({ client, crons }: Desk, cron: CronJob, status: CronJobStatus): boolean {
  const latest = crons.get(storeKey(cron)) ?? cron;
  if (deepEqual(latest.status ?? {}, status)) return true;
  const answer = client.update(CRON_JOBS, { ...latest, status }, 'status');
  return answer.ok || answer.error.code === 404;
}
