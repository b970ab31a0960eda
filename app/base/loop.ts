import type { VirtualMs } from './brand.ts';
import type { Core } from './core.ts';

/** The processes of a world, as far as the loop needs them. */
export interface Runner {
  readonly runnable: boolean;
  /** Runs at most `budget` resumptions; false when the budget ended it. */
  run(budget: number): boolean;
}

/** How far one call of the loop goes. */
export interface LoopLimits {
  /** Work due after this instant waits; the clock stops here when nothing is due before. */
  readonly until: VirtualMs;
  /** At most so many pieces of work (agenda entries, bursts of processes). */
  readonly pieces: number;
  readonly runner?: Runner;
}

/** One burst of processes before the loop looks around again. */
const BURST = 50;

/**
 * Lets the world work: processes first, then what is due, one after the other, moving the clock from entry to entry.
 * Returns true when nothing is left to do up to `until`, false when `pieces` ran out first.
 */
export function runLoop(core: Core, { until, pieces, runner }: LoopLimits): boolean {
  for (let left = pieces; left > 0; left--) {
    if (runner?.runnable === true) {
      runner.run(BURST);
      continue;
    }
    const due = core.agenda.peek();
    if (!due || due.at > until) {
      core.agenda.advanceTo(until);
      return true;
    }
    core.tables.cause = { by: due.owner };
    core.agenda.runNext();
  }
  return false;
}
