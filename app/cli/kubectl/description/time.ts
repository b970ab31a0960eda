import { humanDuration } from '../../../base/duration.ts';
import type { Invocation } from '../invocation.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A timestamp of the API as descriptions print it: `Tue, 24 Nov 2026 11:53:46 +0000`. */
export function rfc1123(timestamp: string | null | undefined): string {
  if (timestamp === undefined || timestamp === null || timestamp === '')
    return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const date = new Date(Date.parse(timestamp));
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${DAYS[date.getUTCDay()] ?? ''}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()] ?? ''}`;
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day} ${date.getUTCFullYear()} ${clock} +0000`;
}

/** How long ago a timestamp of the API was, as ages are printed. */
export function since(k: Invocation, timestamp: string | null | undefined): string {
  if (timestamp === undefined || timestamp === null || timestamp === '') return '<unknown>';
  return humanDuration((k.dateNow() - Date.parse(timestamp)) / 1000);
}
