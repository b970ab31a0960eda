import type { VirtualMs } from './brand.ts';
import { RandomStreams } from './random.ts';
import { Tables } from './tables.ts';
import { Agenda } from './timers.ts';

/** The ground every part of a world stands on: one write door, one agenda, one clock, named chance. */
export interface Core {
  readonly tables: Tables;
  readonly agenda: Agenda;
  readonly random: RandomStreams;
  /** The calendar date at virtual time 0, in milliseconds since 1970 (UTC). */
  readonly epoch: number;
  now(): VirtualMs;
}

/** Makes the ground of a new world. */
export function createCore(
  seed: number,
  epoch: number,
  draws: Readonly<Record<string, readonly string[]>> = {},
): Core {
  const agenda = new Agenda();
  return {
    tables: new Tables(() => agenda.now),
    agenda,
    random: new RandomStreams(seed, draws),
    epoch,
    now: () => agenda.now,
  };
}

/** The calendar date of an instant of virtual time, for printing and for `creationTimestamp`. */
export function dateAt(core: Core, at: VirtualMs = core.now()): Date {
  return new Date(core.epoch + Math.floor(at));
}

/** RFC 3339 with seconds in UTC, as the Kubernetes API writes times: `2026-11-23T15:52:36Z`. */
export function timestampAt(core: Core, at: VirtualMs = core.now()): string {
  return dateAt(core, at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
}
