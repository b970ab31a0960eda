import { humanDuration } from '../../base/duration.ts';

/** The age of something as tables print it; `<unknown>` when it has no beginning. */
export function ageOf(timestamp: string | null | undefined, now: number): string {
  if (timestamp === undefined || timestamp === null || timestamp === '') return '<unknown>';
  return humanDuration((now - Date.parse(timestamp)) / 1000);
}
