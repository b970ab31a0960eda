/** ISO text of a calendar instant in UTC: `2026-11-23T15:52:36.000Z`. */
export function dateAtMs(ms: number): string {
  return new Date(Math.floor(ms)).toISOString();
}
