/** A count, or a share of one: `1`, `25%`. */
export type CountOrPercent = number | string | undefined;

/** The number that a count or percentage means for a total. */
export function scaledValue(value: CountOrPercent, total: number, round: 'up' | 'down'): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const share = (Number.parseInt(value, 10) * total) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/**
 * How many Pods may be too many and too few at once; never both none.
 * @upstream pkg/controller/deployment/util/deployment_util.go ResolveFenceposts
 */
export function fenceposts(
  surge: CountOrPercent,
  unavailable: CountOrPercent,
  desired: number,
): { readonly surge: number; readonly unavailable: number } {
  const up = scaledValue(surge, desired, 'up');
  const down = scaledValue(unavailable, desired, 'down');
  return { surge: up, unavailable: up === 0 && down === 0 ? 1 : down };
}
