import type { Json } from '../../base/json.ts';
import type { PodJob } from './context.ts';

/** Takes an agenda entry of a kubelet for the work of a Pod that it is. */
export function decodeJob(payload: Json): PodJob | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  return 'uid' in payload && 'do' in payload ? (payload as PodJob) : undefined;
}

/** What the recorded runtime does when an entry comes due: go on with a container's script, or end it with a code. */
export interface RecordedWork {
  readonly id: number;
  readonly code?: number;
}

/** Takes an agenda entry of a recorded runtime for the work of a container that it is. */
export function decodeRecordedWork(payload: Json): RecordedWork | undefined {
  return typeof payload === 'object' && payload !== null ? (payload as unknown as RecordedWork) : undefined;
}
