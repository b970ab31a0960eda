import type { Core } from '../base/core.ts';
import type { VirtualMs } from '../base/brand.ts';

/** A world has settled when nothing but periodic work is due within this time. */
export const QUIET_MS = 5_000;
/** Settling never takes longer. */
export const SETTLE_LIMIT_MS = 60_000;

/**
 * Where settling goes on to: the time of the next work that is not periodic, or undefined when nothing such is due
 * within the quiet time or the limit since `began` is reached. Processes that can go on are the caller's to look at.
 */
export function nextUnsettled(core: Core, began: VirtualMs): VirtualMs | undefined {
  const limit = began + SETTLE_LIMIT_MS;
  const horizon = Math.min(core.now() + QUIET_MS, limit);
  const next = core.agenda.nextOnce();
  return next !== undefined && next <= horizon ? next : undefined;
}
