import { create } from 'zustand';
import type { TtyState } from '../../linux/process/tty.ts';

/** One terminal tab. */
export interface TerminalTab {
  readonly tty: string;
  /** The machine that it was opened on. */
  readonly machine: string;
  readonly state?: TtyState;
  readonly closed: boolean;
}

interface Terminals {
  readonly tabs: readonly TerminalTab[];
  readonly active: string;
}

/** The open terminals and the one in front. Bytes do not pass through the store: see `output`. */
export const useTerminals = create<Terminals>()(() => ({ tabs: [], active: '' }));

type Sink = (bytes: Uint8Array) => void;

const sinks = new Map<string, Sink>();
const waiting = new Map<string, Uint8Array[]>();

/** Hands bytes to the screen of a terminal, or keeps them until it has one. */
export function output(tty: string, bytes: Uint8Array): void {
  const sink = sinks.get(tty);
  if (sink === undefined) waiting.set(tty, [...(waiting.get(tty) ?? []), bytes]);
  else sink(bytes);
}

/** Makes a screen the receiver of a terminal's bytes; it gets what came before. The result undoes it. */
export function attachScreen(tty: string, sink: Sink): () => void {
  sinks.set(tty, sink);
  for (const bytes of waiting.get(tty) ?? []) sink(bytes);
  waiting.delete(tty);
  return () => sinks.delete(tty);
}

/** Forgets bytes of terminals that no longer exist. */
export function dropOutput(): void {
  waiting.clear();
}

/** Brings a tab to the front. */
export const showTab = (tty: string): void => useTerminals.setState({ active: tty });

/** Takes over what stands at a terminal, opening its tab if it is new. */
export function noteTerminal(tty: string, news: Partial<TerminalTab>): void {
  useTerminals.setState(({ tabs, active }) => {
    const known = tabs.find((tab) => tab.tty === tty);
    const machine = news.machine ?? known?.machine ?? news.state?.machine ?? tty;
    const tab: TerminalTab = { closed: false, ...known, ...news, tty, machine };
    const next = known === undefined ? [...tabs, tab] : tabs.map((old) => (old.tty === tty ? tab : old));
    return { tabs: next, active: active === '' ? tty : active };
  });
}

/** Takes a tab away; its left neighbour comes to the front. */
export function removeTab(tty: string): void {
  waiting.delete(tty);
  useTerminals.setState(({ tabs, active }) => {
    const at = tabs.findIndex((tab) => tab.tty === tty);
    const next = tabs.filter((tab) => tab.tty !== tty);
    return { tabs: next, active: active === tty ? (next[Math.max(0, at - 1)]?.tty ?? '') : active };
  });
}
