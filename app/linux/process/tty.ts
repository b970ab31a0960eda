import type { MachineId, Pgid } from '../names.ts';

/** A terminal's line discipline: cooked or raw, window size, foreground group. It lives in the machine, not in the screen. */
export interface Tty {
  readonly id: string;
  readonly columns: number;
  readonly rows: number;
  readonly foreground: Pgid | undefined;
  /** Raw: bytes reach the reader as they come, without echo or signals (the line editor). Cooked: the kernel edits lines. */
  setMode(mode: 'raw' | 'cooked'): void;
  setEcho(on: boolean): void;
  setForeground(group: Pgid): void;
  resize(columns: number, rows: number): void;
  /** What the shell in front tells the screen: which machine waits at a prompt, or that a program runs. */
  announce(state: TtyState): void;
}

/** What stands at the terminal: a shell at its prompt, or a foreground program. The page shows it as tab title and busy mark. */
export interface TtyState {
  readonly machine: MachineId;
  readonly hostname: string;
  readonly prompt: boolean;
  /** The command line that runs, as the shell read it; empty at the prompt. */
  readonly command: string;
}
