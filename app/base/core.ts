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
  readonly calendar: Calendar;
  now(): VirtualMs;
}

/** Prints instants, and remembers the last second it printed: much is stamped within the same one. */
class Calendar {
  #second = Number.NaN;
  #text = '';

  /** The second of an instant since 1970, RFC 3339 in UTC. */
  print(instant: number): string {
    const second = Math.floor(instant / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#text = `${new Date(second * 1000).toISOString().slice(0, -5)}Z`;
    }
    return this.#text;
  }
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
    calendar: new Calendar(),
    now: () => agenda.now,
  };
}

/** The calendar date of an instant of virtual time, for printing and for `creationTimestamp`. */
export function dateAt(core: Core, at: VirtualMs = core.now()): Date {
  return new Date(core.epoch + Math.floor(at));
}

/** RFC 3339 with seconds in UTC, as the Kubernetes API writes times: `2026-11-23T15:52:36Z`. */
export function timestampAt(core: Core, at: VirtualMs = core.now()): string {
  return core.calendar.print(core.epoch + Math.floor(at));
}
