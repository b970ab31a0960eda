import type { Journal } from '../engine/protocol.ts';
import { engine, virtualNow } from './engine-client.ts';
import { openStep, readAddress } from './route.ts';
import { chaptersNow } from './store/content.ts';
import { drive } from './store/session.ts';

/** What the page offers to tests and to the curious: read and drive, nothing else. */
export interface Lintas {
  readonly version: string;
  /** Hash of the world's state. */
  hash(): Promise<string>;
  /** The session as data. */
  journal(): Promise<Journal>;
  /** Replays a session. */
  load(journal: Journal): Promise<void>;
  /** Runs a command on the laptop outside any terminal: an entry of the journal like any other. */
  run(command: string): Promise<{ readonly out: string; readonly err: string; readonly code: number }>;
  /** Goes to an instant of virtual time: forwards by letting it pass, backwards by replay. */
  seek(virtualMs: number): Promise<void>;
  /** Sets the speed of virtual time; Infinity runs until the world has settled. */
  rate(rate: number): void;
  /** Opens "2.7" and resolves when it is painted; "2.7.5/3" also moves the packet to that stop. */
  go(place: string): Promise<void>;
}

/** Puts `window.lintas` on the page. */
export function offerLintas(version: string): void {
  // Before the first prompt there is no shell that could run anything.
  const booted = engine.frame(({ ready }) => ready);
  const lintas: Lintas = {
    version,
    hash: async () => (await engine.ask({ about: 'hash' })).hash,
    journal: async () => (await engine.ask({ about: 'journal' })).journal,
    load,
    run: async (command) => {
      await booted;
      const { out, err, code } = await engine.run(command);
      return { out, err, code };
    },
    seek,
    rate: (rate) => {
      if (rate === Infinity) engine.input({ type: 'advance', ms: 'settle' });
      else engine.input({ type: 'rate', rate });
    },
    go,
  };
  Object.assign(window, { lintas });
}

async function load(journal: Journal): Promise<void> {
  const loaded = engine.frame(({ reset }) => reset === true);
  engine.load(journal);
  await loaded;
}

async function seek(virtualMs: number): Promise<void> {
  const now = virtualNow();
  if (virtualMs >= now) {
    const arrived = engine.frame(({ clock }) => clock.now >= virtualMs);
    engine.input({ type: 'advance', ms: virtualMs - now });
    return arrived;
  }
  const { journal } = await engine.ask({ about: 'journal' });
  const entries = journal.entries.filter(({ at }) => at <= virtualMs);
  return load({ ...journal, entries, now: virtualMs as Journal['now'] });
}

async function go(place: string): Promise<void> {
  const [, chapter, step, , stop] = /^(\d+)\.(\d+)(?:\.(\d+)(?:\/(\d+))?)?$/.exec(place) ?? [];
  const target = readAddress(`#/${chapter}/${step}`, chaptersNow());
  if (target.view !== 'learn') throw new RangeError(`there is no step ${place}`);
  const shown = engine.frame(({ lesson, ready }) => ready && lesson?.step.step === target.step.step);
  openStep(target.step);
  await shown;
  if (stop !== undefined) drive({ type: 'seek', stop: Number(stop) - 1 });
  await painted();
}

const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
