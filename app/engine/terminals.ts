import type { TtyState } from '../linux/process/tty.ts';
import type { TerminalOutput } from './protocol.ts';

/** Bytes a page may be sent before it has said that it drew them: `yes` must not flood it. */
const CREDIT = 128 * 1024;
/** Output kept while there is no credit; beyond it the oldest is dropped, as a scrollback would. */
const KEPT = 1024 * 1024;

interface Screen {
  chunks: Uint8Array[];
  waiting: number;
  credit: number;
  state: TtyState | undefined;
  changed: boolean;
  closed: boolean;
}

/** What the terminals have printed and the page has not seen yet, with the page's credit for each. */
export class Terminals {
  readonly #screens = new Map<string, Screen>();
  #listeners: readonly ((tty: string, state: TtyState) => void)[] = [];
  #opened = 0;

  /** A terminal opens. */
  open(tty: string): void {
    this.#opened++;
    this.#screens.set(tty, {
      chunks: [],
      waiting: 0,
      credit: CREDIT,
      state: undefined,
      changed: false,
      closed: false,
    });
  }

  /** Takes bytes printed at a terminal. */
  print(tty: string, bytes: Uint8Array): void {
    const screen = this.#screens.get(tty);
    if (!screen) return;
    screen.chunks.push(bytes.slice());
    screen.waiting += bytes.length;
    while (screen.waiting > KEPT) screen.waiting -= screen.chunks.shift()?.length ?? screen.waiting;
  }

  /** Calls `listener` whenever what stands at a terminal has changed. */
  listen(listener: (tty: string, state: TtyState) => void): void {
    this.#listeners = [...this.#listeners, listener];
  }

  /** What stands at the terminal has changed. */
  announce(tty: string, state: TtyState): void {
    for (const listener of this.#listeners) listener(tty, state);
    const screen = this.#screens.get(tty);
    if (screen) Object.assign(screen, { state, changed: true });
  }

  /** The terminal's last process has gone. */
  close(tty: string): void {
    const screen = this.#screens.get(tty);
    if (screen) Object.assign(screen, { closed: true, changed: true });
  }

  /** The page has drawn so many bytes. */
  acknowledge(tty: string, bytes: number): void {
    const screen = this.#screens.get(tty);
    if (screen) screen.credit += bytes;
  }

  /** Whether some terminal stands at a prompt. */
  get prompting(): boolean {
    return [...this.#screens.values()].some(({ state }) => state?.prompt === true);
  }

  /** State of a terminal, if it is open. */
  state(tty: string): TtyState | undefined {
    return this.#screens.get(tty)?.state;
  }

  /** How many terminals have been opened so far, closed ones included. */
  get opened(): number {
    return this.#opened;
  }

  /** Names of the open terminals. */
  names(): string[] {
    return [...this.#screens].filter(([, screen]) => !screen.closed).map(([tty]) => tty);
  }

  /** Output and states since the last call, as far as there is credit. */
  take(): TerminalOutput[] {
    const outputs: TerminalOutput[] = [];
    for (const [tty, screen] of this.#screens) {
      const bytes = takeBytes(screen);
      if (bytes.length === 0 && !screen.changed) continue;
      outputs.push({
        tty,
        ...(bytes.length > 0 && { bytes }),
        ...(screen.changed && screen.state && { state: screen.state }),
        ...(screen.closed && screen.waiting === 0 && { closed: true }),
      });
      screen.changed = screen.closed && screen.waiting > 0;
      if (screen.closed && screen.waiting === 0) this.#screens.delete(tty);
    }
    return outputs;
  }
}

function takeBytes(screen: Screen): Uint8Array {
  const whole = concat(screen.chunks, screen.waiting);
  const bytes = whole.subarray(0, Math.max(0, screen.credit));
  const rest = whole.subarray(bytes.length);
  screen.chunks = rest.length > 0 ? [rest] : [];
  screen.waiting = rest.length;
  screen.credit -= bytes.length;
  return bytes.slice();
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
