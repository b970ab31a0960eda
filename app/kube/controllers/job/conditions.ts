import { timestampAt, type Core } from '../../../base/core.ts';
import { conditionOf } from '../../control/conditions.ts';
import type { Job, JobCondition } from '../../kinds/types.data.ts';

/** Why a Job has ended, or is about to. */
export interface JobEnd {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** A condition as this moment makes it. */
export function jobCondition(
  core: Core,
  type: string,
  reason: string,
  message: string,
  status = 'True',
): JobCondition {
  const now = timestampAt(core);
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** Whether the Job has ended. */
export function isFinished({ status }: Job): boolean {
  return finishedAt({ status }) !== undefined;
}

/** When the Job ended. */
export function finishedAt({ status }: Pick<Job, 'status'>): string | undefined {
  for (const type of ['Complete', 'Failed']) {
    const condition = conditionOf(status.conditions, type);
    if (condition?.status === 'True') return condition.lastTransitionTime;
  }
  return undefined;
}

/** The decision that is already written down: success or failure is sure, its Pods are not yet counted. */
export function plannedEnd({ status }: Job): JobEnd | undefined {
  const failure = conditionOf(status.conditions, 'FailureTarget');
  if (failure) return { type: 'Failed', reason: failure.reason ?? '', message: failure.message ?? '' };
  const success = conditionOf(status.conditions, 'SuccessCriteriaMet');
  return success && { type: 'Complete', reason: success.reason ?? '', message: success.message ?? '' };
}
