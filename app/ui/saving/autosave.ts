import { create } from 'zustand';
import type { Frame, Saved } from '../../engine/protocol.ts';
import type { StepAddress } from '../../tutorial/progress.ts';
import { engine, virtualNow } from '../engine-client.ts';
import { SessionStore, type FoundSession } from './session-store.ts';
import { restoreView, viewNow } from './view-record.ts';

/** Whether what happens here survives a reload, and if not, why. */
export type SavingState = 'saving' | 'forbidden' | 'full' | 'other-tab' | 'unreadable';

/** How saving stands. */
export const useSaving = create<{ readonly state: SavingState }>()(() => ({ state: 'saving' }));

/** How often the clock and the place looked at are noted, in milliseconds. */
const CLOCK_MS = 1000;

/** Finds the session that was left here, and says how saving stands when there is none to find. */
export async function findSession(): Promise<{
  readonly store: SessionStore | undefined;
  readonly found: FoundSession | undefined;
}> {
  try {
    const store = await SessionStore.open();
    const found = await store.find();
    const mine = await ownSession();
    useSaving.setState({ state: !mine ? 'other-tab' : found === 'unreadable' ? found : 'saving' });
    return { store: mine ? store : undefined, found: found === 'unreadable' ? undefined : found };
  } catch {
    useSaving.setState({ state: 'forbidden' });
    return { store: undefined, found: undefined };
  }
}

/** Saves every entry as it is made, and everything whenever the head has moved. */
export function saveTo(store: SessionStore): void {
  const writer = new Writer(store);
  void engine.frame((frame) => {
    writer.take(frame);
    return false;
  });
  setInterval(() => void writer.tick(), CLOCK_MS);
  // The last chance on a phone, where pages are ended without a word.
  document.addEventListener('visibilitychange', () => void writer.tick());
}

/** Looks where the learner looked when the page was left. */
export function resumeView({ view }: FoundSession): void {
  if (view === undefined) return;
  void engine.frame(({ ready }) => ready).then(() => restoreView(view));
}

/** The step that a saved session stands at. */
export function stepOf({ head }: Saved): StepAddress | undefined {
  const last = head.journal.entries.findLast(({ input }) => input.type === 'enter')?.input;
  return last?.type === 'enter' ? last.step : undefined;
}

/** Writes one thing after the other, and tells when the browser has no more room. */
class Writer {
  readonly #store: SessionStore;
  #heads = '';
  #noted = '';

  constructor(store: SessionStore) {
    this.#store = store;
  }

  take({ reset, timeline, entries, clock }: Frame): void {
    const heads = timeline === undefined ? this.#heads : JSON.stringify([timeline.redo, timeline.kept]);
    const moved = reset === true || heads !== this.#heads;
    this.#heads = heads;
    if (moved) void engine.ask({ about: 'saved' }).then(({ saved }) => this.#keep(saved));
    else if (entries !== undefined)
      void this.#write(() => this.#store.add(entries.from, entries.entries, clock.now));
  }

  async tick(): Promise<void> {
    await this.#write(() => this.#store.passTo(virtualNow()));
    const view = viewNow();
    const text = JSON.stringify(view);
    if (text === this.#noted) return;
    this.#noted = text;
    await this.#write(() => this.#store.look(view));
  }

  async #keep(saved: Saved): Promise<void> {
    await this.#write(() => this.#store.keep(saved));
  }

  async #write(job: () => Promise<void>): Promise<void> {
    try {
      await job();
      if (useSaving.getState().state === 'full') useSaving.setState({ state: 'saving' });
    } catch {
      useSaving.setState({ state: 'full' });
    }
  }
}

/** One tab owns the session. Where the browser cannot say who does (pages from disk, plain http), every tab does. */
async function ownSession(): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  return new Promise((resolve) => {
    void navigator.locks.request('lintas.session', { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Held as long as the page lives.
      return lock === null ? undefined : new Promise<never>(() => {});
    });
  });
}
