import type { Core } from '../../base/core.ts';

/** Time between two looks of the kubelet at its containers, and between two rounds of waiting work. */
const PERIOD = 1000;
/** Waiting work goes just before the look at the containers: both started with the kubelet. */
const WORK_LEAD = 60;

/** The kubelet's beat: nothing happens at a tick unless something waits for it, so that an idle node costs nothing. */
export class Ticks {
  readonly #core: Core;
  readonly #phase: number;

  constructor(core: Core, node: string) {
    this.#core = core;
    this.#phase = core.random.stream(`kubelet-phase/${node}`).below(PERIOD);
  }

  /** Milliseconds until containers are looked at next, strictly after `since`. */
  untilLook(since: number = this.#core.now()): number {
    return this.#next(since, this.#phase) - this.#core.now();
  }

  /** Milliseconds until waiting work is taken up next, strictly after `since`. */
  untilWork(since: number = this.#core.now()): number {
    return this.#next(since, this.#phase - WORK_LEAD) - this.#core.now();
  }

  #next(since: number, phase: number): number {
    const periods = Math.floor((since - phase) / PERIOD) + 1;
    return phase + periods * PERIOD;
  }
}
