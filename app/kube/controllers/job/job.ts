import { timestampAt, type Core } from '../../../base/core.ts';
import { deepEqual } from '../../../base/equal.ts';
import { createApiClient, type ApiClient } from '../../api-client.ts';
import { conditionOf, withCondition } from '../../control/conditions.ts';
import { partOf, type ControllerDeps, type ControllerSpec } from '../../control/controller.ts';
import { controllerKey, controllerUid } from '../../control/owner.ts';
import { podFromTemplate } from '../../control/pod-control.ts';
import { isPodActive, isPodReady, isPodTerminating } from '../../control/pod-state.ts';
import { createEventRecorder, type EventRecorder } from '../../event-recorder.ts';
import type { Index, Informer } from '../../informer.ts';
import type { Job, JobStatus, Pod } from '../../kinds/types.data.ts';
import { JOBS, PODS, storeKey } from '../../resource-type.ts';
import { createWorkQueue, type WorkOutcome, type WorkQueue } from '../../work-queue.ts';
import {
  indexOf,
  indexText,
  isIndexed,
  jobPodOverrides,
  parseIndexes,
  TRACKING,
} from './completion-index.ts';
import { isFinished, jobCondition, plannedEnd, type JobEnd } from './conditions.ts';

const NAME = 'job-controller';
/** Changes of Pods are gathered for a second. */
const BATCH = 1000;
/** First and longest wait before a failed Pod is replaced. */
const BACK_OFF = { first: 10_000, longest: 600_000 };

/** Runs Pods until enough of them have succeeded. */
export const jobController: ControllerSpec = { name: NAME, make };

interface Desk {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  readonly jobs: Informer<Job>;
  readonly podsByOwner: Index<Pod>;
  readonly queue: WorkQueue;
}

function make({ core, door, informers }: ControllerDeps) {
  const client = createApiClient(door, NAME);
  const record = createEventRecorder(core, client, { component: NAME });
  return partOf(NAME, () => {
    const jobs = informers.of(JOBS);
    const pods = informers.of(PODS);
    const podsByOwner = pods.index('controller', controllerUid);
    const queue: WorkQueue = createWorkQueue(core, NAME, (key) => {
      const job = jobs.get(key);
      return job ? sync({ core, client, record, jobs, podsByOwner, queue }, job) : 'done';
    });
    return [
      jobs.listen((after, before) => {
        if (after && after.spec !== before?.spec) queue.add(storeKey(after));
      }),
      pods.listen((after, before) => {
        const key = controllerKey(after ?? before, 'Job');
        if (key !== undefined) queue.addAfter(key, BATCH);
        else if (
          after?.metadata.deletionTimestamp !== undefined &&
          after.metadata.finalizers?.includes(TRACKING) === true
        )
          release(client, after);
      }),
      () => queue.clear(),
    ];
  });
}

/** @upstream pkg/controller/job/job_controller.go syncJob */
function sync(desk: Desk, job: Job): WorkOutcome {
  const pods = desk.podsByOwner.get(job.metadata.uid);
  if (job.metadata.deletionTimestamp !== undefined || isFinished(job)) {
    for (const pod of pods) if (isTracked(pod)) release(desk.client, pod);
    return 'done';
  }
  const end = plannedEnd(job) ?? decideEnd(desk, job, pods);
  if (end?.type === 'Failed' || job.spec.suspend === true) deleteActive(desk, job, pods);
  else if (!end) createMissing(desk, job, pods);
  return count(desk, end);

  function count({ jobs }: Desk, planned: JobEnd | undefined): WorkOutcome {
    const latest = jobs.get(storeKey(job)) ?? job;
    return countPods(desk, latest, desk.podsByOwner.get(job.metadata.uid), planned);
  }
}

function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING) === true;
}

function release(client: ApiClient, { metadata }: Pod): boolean {
  const finalizers = (metadata.finalizers ?? []).filter((one) => one !== TRACKING);
  const patch = { metadata: { finalizers: finalizers.length > 0 ? finalizers : null } };
  const answer = client.patch(PODS, metadata, patch, { type: 'merge' });
  return answer.ok || answer.error.code === 404;
}

/** Ended Pods that no sum contains yet. */
function fresh(job: Job, pods: readonly Pod[], phase: 'Succeeded' | 'Failed'): readonly Pod[] {
  return pods.filter(
    (pod) =>
      isTracked(pod) &&
      (pod.status.phase === phase ||
        (phase === 'Failed' &&
          pod.metadata.deletionTimestamp !== undefined &&
          pod.status.phase !== 'Succeeded' &&
          job.spec.podReplacementPolicy !== 'Failed')),
  );
}

function decideEnd({ core, queue }: Desk, job: Job, pods: readonly Pod[]): JobEnd | undefined {
  const { spec, status } = job;
  const failed = (status.failed ?? 0) + fresh(job, pods, 'Failed').length;
  const succeeded = (status.succeeded ?? 0) + fresh(job, pods, 'Succeeded').length;
  const limit = spec.backoffLimit ?? 6;
  if (failed > limit)
    return {
      type: 'Failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
  const { activeDeadlineSeconds } = spec;
  if (activeDeadlineSeconds !== undefined && status.startTime !== undefined && spec.suspend !== true) {
    const left = Date.parse(status.startTime) + activeDeadlineSeconds * 1000 - (core.epoch + core.now());
    if (left <= 0)
      return {
        type: 'Failed',
        reason: 'DeadlineExceeded',
        message: 'Job was active longer than specified deadline',
      };
    queue.addAfter(storeKey(job), left + 1);
  }
  const enough = isIndexed(job)
    ? succeededIndexes(job, pods).size >= (spec.completions ?? 1)
    : spec.completions === undefined
      ? succeeded > 0 && !pods.some(isPodActive)
      : succeeded >= spec.completions;
  if (!enough) return undefined;
  return {
    type: 'Complete',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  };
}

function succeededIndexes(job: Job, pods: readonly Pod[]): Set<number> {
  const indexes = parseIndexes(job.status.completedIndexes);
  for (const pod of fresh(job, pods, 'Succeeded')) {
    const index = indexOf(pod);
    if (index !== undefined) indexes.add(index);
  }
  return indexes;
}

function deleteActive(desk: Desk, job: Job, pods: readonly Pod[]): void {
  for (const pod of pods.filter(isPodActive)) {
    const answer = desk.client.delete(PODS, pod.metadata);
    if (answer.ok) note(desk, job, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
}

function createMissing(desk: Desk, job: Job, pods: readonly Pod[]): void {
  const { core, queue } = desk;
  const active = pods.filter(isPodActive);
  const { parallelism = 1, completions } = job.spec;
  const succeeded = (job.status.succeeded ?? 0) + fresh(job, pods, 'Succeeded').length;
  const open = completions === undefined ? (succeeded > 0 ? 0 : parallelism) : completions - succeeded;
  const wanted = Math.min(parallelism, Math.max(0, open));
  if (active.length >= wanted) return;
  const wait = backOffLeft(core, job, pods);
  if (wait > 0) return queue.addAfter(storeKey(job), wait);
  const indexes = isIndexed(job) ? freeIndexes(job, pods, wanted - active.length) : undefined;
  for (let made = active.length; made < wanted; made++) createPod(desk, job, indexes?.shift());
}

function freeIndexes(job: Job, pods: readonly Pod[], count: number): number[] {
  const taken = succeededIndexes(job, pods);
  for (const pod of pods.filter(isPodActive)) taken.add(indexOf(pod) ?? -1);
  const free: number[] = [];
  for (let index = 0; free.length < count && index < (job.spec.completions ?? 1); index++)
    if (!taken.has(index)) free.push(index);
  return free;
}

/** Milliseconds until the next Pod may follow the last that failed. */
function backOffLeft(core: Core, job: Job, pods: readonly Pod[]): number {
  const failures = (job.status.failed ?? 0) + fresh(job, pods, 'Failed').length;
  if (failures === 0) return 0;
  const ends = pods.filter(({ status }) => status.phase === 'Failed').map(endOf);
  const last = Math.max(0, ...ends);
  const delay = Math.min(BACK_OFF.longest, BACK_OFF.first * 2 ** Math.min(10, failures - 1));
  return last + delay - (core.epoch + core.now());
}

function endOf({ status }: Pod): number {
  const times = (status.containerStatuses ?? []).map(({ state }) =>
    Date.parse(state?.terminated?.finishedAt ?? ''),
  );
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)));
}

function createPod(desk: Desk, job: Job, index: number | undefined): void {
  const { prefix, ...overrides } = jobPodOverrides(job, index);
  const draft = podFromTemplate(job, job.spec.template, overrides);
  const answer = desk.client.create(PODS, {
    ...draft,
    metadata: { ...draft.metadata, generateName: prefix },
  });
  if (answer.ok) note(desk, job, 'SuccessfulCreate', `Created pod: ${answer.value.metadata.name}`);
  else note(desk, job, 'FailedCreate', `Error creating: ${answer.error.message ?? ''}`, 'Warning');
}

function note(
  { record }: Desk,
  job: Job,
  reason: string,
  message: string,
  type: 'Normal' | 'Warning' = 'Normal',
): void {
  record(job, { type, reason, message });
}

/**
 * Counts ended Pods in two writes, so that none is counted twice or lost: first their UIDs, then, with their finalizers
 * gone, the sums.
 * @upstream pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers
 */
function countPods(desk: Desk, job: Job, pods: readonly Pod[], end: JobEnd | undefined): WorkOutcome {
  const { core } = desk;
  const ended = { succeeded: fresh(job, pods, 'Succeeded'), failed: fresh(job, pods, 'Failed') };
  const base = baseStatus(core, job, pods);
  const counting = ended.succeeded.length + ended.failed.length > 0;
  const announced = end ? announce(core, base, end) : base;
  const uids = {
    ...(ended.succeeded.length > 0 && { succeeded: ended.succeeded.map(({ metadata }) => metadata.uid) }),
    ...(ended.failed.length > 0 && { failed: ended.failed.map(({ metadata }) => metadata.uid) }),
  };
  const first = write(desk, job, counting ? { ...announced, uncountedTerminatedPods: uids } : announced);
  if (!first) return 'retry';
  noteSuspension(desk, job, first);
  for (const pod of [...ended.succeeded, ...ended.failed]) if (!release(desk.client, pod)) return 'retry';
  const left = pods.some((pod) => isPodActive(pod) || isPodTerminating(pod));
  const done = end !== undefined && (end.type === 'Failed' || !left || job.spec.completions !== undefined);
  if (!counting && !done) return 'done';
  return finish(desk, first, ended, done ? end : undefined) ? 'done' : 'retry';
}

function baseStatus(core: Core, job: Job, pods: readonly Pod[]): JobStatus {
  const { status, spec } = job;
  const active = pods.filter(isPodActive);
  const { active: _active, startTime: _start, ...kept } = status;
  const startTime = spec.suspend === true ? undefined : (status.startTime ?? timestampAt(core));
  const suspended = conditionOf(status.conditions, 'Suspended')?.status === 'True';
  const conditions =
    spec.suspend === true
      ? withCondition(status.conditions, jobCondition(core, 'Suspended', 'JobSuspended', 'Job suspended'))
      : suspended
        ? withCondition(
            status.conditions,
            jobCondition(core, 'Suspended', 'JobResumed', 'Job resumed', 'False'),
          )
        : status.conditions;
  return {
    ...kept,
    ...(conditions && { conditions }),
    ...(startTime !== undefined && { startTime }),
    ...(active.length > 0 && { active: active.length }),
    terminating: pods.filter(isPodTerminating).length,
    ready: active.filter(isPodReady).length,
    uncountedTerminatedPods: {},
  };
}

function announce(core: Core, status: JobStatus, { type, reason, message }: JobEnd): JobStatus {
  const target = type === 'Failed' ? 'FailureTarget' : 'SuccessCriteriaMet';
  return {
    ...status,
    conditions: withCondition(status.conditions, jobCondition(core, target, reason, message)),
  };
}

function noteSuspension(desk: Desk, before: Job, after: Job): void {
  const was = conditionOf(before.status.conditions, 'Suspended')?.status ?? 'False';
  const is = conditionOf(after.status.conditions, 'Suspended')?.status ?? 'False';
  if (was === is) return;
  note(desk, after, is === 'True' ? 'Suspended' : 'Resumed', is === 'True' ? 'Job suspended' : 'Job resumed');
}

function finish(
  desk: Desk,
  job: Job,
  ended: { readonly succeeded: readonly Pod[]; readonly failed: readonly Pod[] },
  end: JobEnd | undefined,
): boolean {
  const { core } = desk;
  const { status } = job;
  const succeeded = (status.succeeded ?? 0) + ended.succeeded.length;
  const failed = (status.failed ?? 0) + ended.failed.length;
  const indexes = isIndexed(job) ? parseIndexes(status.completedIndexes) : undefined;
  for (const pod of ended.succeeded) indexes?.add(indexOf(pod) ?? 0);
  const conditions = end
    ? withCondition(status.conditions, jobCondition(core, end.type, end.reason, end.message))
    : status.conditions;
  const stored = write(desk, job, {
    ...status,
    ...(succeeded > 0 && { succeeded }),
    ...(failed > 0 && { failed }),
    ...(indexes && indexes.size > 0 && { completedIndexes: indexText(indexes) }),
    ...(conditions && { conditions }),
    ...(end?.type === 'Complete' && { completionTime: timestampAt(core) }),
    uncountedTerminatedPods: {},
  });
  if (!stored) return false;
  if (end?.type === 'Complete') note(desk, stored, 'Completed', 'Job completed');
  if (end?.type === 'Failed') note(desk, stored, end.reason, end.message, 'Warning');
  return true;
}

function write({ client }: Desk, job: Job, status: JobStatus): Job | undefined {
  if (deepEqual(job.status, status)) return job;
  const answer = client.update(JOBS, { ...job, status }, 'status');
  return answer.ok ? answer.value : undefined;
}
