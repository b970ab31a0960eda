import type { EngineSession } from './engine.ts';
import type { Frame } from './protocol.ts';
import type { World } from './world.ts';

/** The clock is told at least so often while it runs, in wall milliseconds; the page counts on in between. */
const CLOCK_EVERY_MS = 250;

/** Gathers what changed into frames: squashed rows, coalesced output, traces, the lesson. */
export class FrameMaker {
  readonly #open: EngineSession;
  readonly #wall: () => number;
  #world: World | undefined;
  #lesson = '';
  #branch: string | null = null;
  #timeline = '';
  #entries = 0;
  #rate = Number.NaN;
  #ready = false;
  #told = 0;

  constructor(open: EngineSession, wall: () => number) {
    this.#open = open;
    this.#wall = wall;
  }

  /** A frame with everything since the last one, or undefined when nothing is worth telling. */
  take(): Frame | undefined {
    const { session } = this.#open;
    const world = session.world;
    const reset = world !== this.#world;
    this.#world = world;
    const [traces, terminals, files] = [world.takeTraces(), world.terminals.take(), world.takeFiles()];
    const parts = {
      ...this.#rows(world, reset),
      ...(traces.length > 0 && { traces }),
      ...(terminals.length > 0 && { terminals }),
      ...(files.length > 0 && { files }),
      ...this.#lessonPart(reset),
      ...(session.branch !== this.#branch || reset ? { branch: session.branch } : {}),
      ...this.#timelinePart(reset),
      ...this.#entriesPart(reset),
    };
    this.#branch = session.branch;
    const ready = world.ready;
    const quiet = Object.keys(parts).length === 0 && session.rate === this.#rate && ready === this.#ready;
    if (quiet && (session.rate === 0 || this.#wall() - this.#told < CLOCK_EVERY_MS)) return undefined;
    this.#rate = session.rate;
    this.#ready = ready;
    this.#told = this.#wall();
    return {
      type: 'frame',
      clock: { now: world.now, rate: session.rate, at: this.#told },
      ready,
      ...(reset && { reset }),
      ...parts,
    };
  }

  #rows(world: World, reset: boolean): Pick<Frame, 'rows'> {
    const rows = reset ? world.projection.all() : world.projection.take();
    return rows.length > 0 || reset ? { rows } : {};
  }

  #entriesPart(reset: boolean): Pick<Frame, 'entries'> {
    const from = reset ? 0 : this.#entries;
    const entries = this.#open.session.since(from);
    this.#entries = from + entries.length;
    return reset || entries.length === 0 ? {} : { entries: { from, entries } };
  }

  #timelinePart(reset: boolean): Pick<Frame, 'timeline'> {
    const { timeline } = this.#open.session;
    const text = JSON.stringify(timeline);
    if (text === this.#timeline && !reset) return {};
    this.#timeline = text;
    return { timeline };
  }

  #lessonPart(reset: boolean): Pick<Frame, 'lesson'> {
    const lesson = this.#open.lesson();
    const text = JSON.stringify(lesson ?? null);
    if (!lesson || (text === this.#lesson && !reset)) return {};
    this.#lesson = text;
    return { lesson };
  }
}
