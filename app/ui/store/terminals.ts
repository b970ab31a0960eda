import { create } from 'zustand';
import type { TtyState } from '../../linux/process/tty.ts';

/** One terminal tab. */
export interface TerminalTab {
  readonly tty: string;
  /** The machine that it was opened on. */
  readonly machine: string;
  readonly state?: TtyState;
  /** Its shell has been on the machine that it was opened for. */
  readonly arrived?: boolean;
  readonly closed: boolean;
}

interface Terminals {
  readonly tabs: readonly TerminalTab[];
  readonly active: string;
  /** The terminal that the learner asked for and that has not got the focus yet. */
  readonly wanted: string | undefined;
}

/** The open terminals and the one in front. Bytes do not pass through the store: see `output`. */
export const useTerminals = create<Terminals>()(() => ({ tabs: [], active: '', wanted: undefined }));

type Sink = (bytes: Uint8Array, fresh: boolean) => void;

const KEPT_CHUNKS = 2000;
const forgotten = new Set<string>();
const sinks = new Map<string, Sink>();
const history = new Map<string, Uint8Array[]>();

/** Hands bytes to the screen of a terminal, and keeps them for the next screen of that terminal. */
export function output(tty: string, bytes: Uint8Array): void {
  const kept = history.get(tty) ?? [];
  kept.push(bytes);
  if (kept.length > KEPT_CHUNKS) kept.splice(0, kept.length - KEPT_CHUNKS);
  history.set(tty, kept);
  sinks.get(tty)?.(bytes, true);
}

/** Makes a screen the receiver of a terminal's bytes; it gets what came before, too. The result undoes it. */
export function attachScreen(tty: string, sink: Sink): () => void {
  for (const bytes of history.get(tty) ?? []) sink(bytes, false);
  sinks.set(tty, sink);
  return () => {
    if (sinks.get(tty) === sink) sinks.delete(tty);
  };
}

/** Whether a terminal has a screen that will say how much of its output it has drawn. */
export const hasScreen = (tty: string): boolean => sinks.has(tty);

/** Whether a tab was closed here, so that its last words are not heard. */
export const isForgotten = (tty: string): boolean => forgotten.has(tty);

/** Forgets what terminals printed: a new world begins. */
export function dropOutput(): void {
  history.clear();
  forgotten.clear();
}

/** Brings a tab to the front; the focus stays where it is. */
export const showTab = (tty: string): void => useTerminals.setState({ active: tty });

/** Brings a tab to the front and the focus into it: the learner wants to type there. */
export const enterTab = (tty: string): void => useTerminals.setState({ active: tty, wanted: tty });

/** Takes over what stands at a terminal, opening its tab if it is new. */
export function noteTerminal(tty: string, news: Partial<TerminalTab>): void {
  useTerminals.setState(({ tabs, active }) => {
    const known = tabs.find((tab) => tab.tty === tty);
    forgotten.delete(tty);
    const machine = news.machine ?? known?.machine ?? news.state?.machine ?? tty;
    const arrived = known?.arrived === true || news.state?.machine === machine;
    const tab: TerminalTab = { closed: false, ...known, ...news, tty, machine, arrived };
    const next = known === undefined ? [...tabs, tab] : tabs.map((old) => (old.tty === tty ? tab : old));
    return { tabs: next, active: active === '' ? tty : active };
  });
}

/** Takes a tab away; its left neighbour comes to the front. */
export function removeTab(tty: string): void {
  history.delete(tty);
  forgotten.add(tty);
  useTerminals.setState(({ tabs, active }) => {
    const at = tabs.findIndex((tab) => tab.tty === tty);
    const next = tabs.filter((tab) => tab.tty !== tty);
    return { tabs: next, active: active === tty ? (next[Math.max(0, at - 1)]?.tty ?? '') : active };
  });
}
