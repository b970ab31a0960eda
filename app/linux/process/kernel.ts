import type { Json } from '../../base/json.ts';
import type { Result } from '../../base/result.ts';
import type { FileEntry, FileSystem, MountSource } from '../fs/file-system.ts';
import type { MachineId, NetnsId, Pgid, Pid } from '../names.ts';
import type { Ended, ExitCode, MachineKind, ProgramSpec, Signal, User } from './program.ts';
import type { ProcessView } from './process-view.ts';
import type { TtyState } from './tty.ts';

/** A machine: a host name, files, programs and processes in one network namespace. Containers of a Pod share theirs. */
export interface MachineSpec {
  readonly id: MachineId;
  readonly kind: MachineKind;
  readonly hostname: string;
  readonly netns: NetnsId;
  readonly users: readonly User[];
  /** Frozen files that come with it (image layer, stocked home), by absolute path. */
  readonly files: Readonly<Record<string, FileEntry>>;
  /** Programs installed, by name; PATH look-up finds them in their directories. */
  readonly programs: readonly ProgramSpec[];
  readonly env: Readonly<Record<string, string>>;
  /** Shell of interactive sessions: `bash` or `sh`. */
  readonly shell: string;
}

/** Where bytes written by a process without a terminal go. Called while the process runs; it must only enqueue or append. */
export type Sink = (bytes: Uint8Array) => void;

/** How to start a process from outside any process: kubelet (containers), sshd, terminal tabs, headless play. */
export interface LaunchRequest {
  readonly machine: MachineId;
  readonly argv: readonly string[];
  readonly user?: User;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin: 'null' | 'stream' | { readonly tty: string };
  /** Names the session that its changes are counted to; without one its terminal names it. */
  readonly session?: string;
  /** The first process of a container: signals that it has not asked for do nothing, except KILL and STOP. */
  readonly init?: boolean;
  readonly stdout?: Sink;
  readonly stderr?: Sink;
  /** Told when it has ended, inside the loop; it must only enqueue. */
  readonly onExit?: (ended: Ended) => void;
  /** Told once for each of the two sinks when no process holds it open any more (background children too). */
  readonly onClosed?: () => void;
}

/** A terminal session's other end: the screen. */
export interface TtyRequest {
  readonly id: string;
  readonly columns: number;
  readonly rows: number;
  readonly output: Sink;
  readonly onState?: (state: TtyState) => void;
}

/** The process side of all machines: one run queue for the whole world, first in first out. */
export interface Kernel {
  addMachine(spec: MachineSpec): void;
  /** Kills everything on it and takes it away. */
  removeMachine(id: MachineId): void;
  hasMachine(id: MachineId): boolean;
  machine(id: MachineId): MachineSpec | undefined;
  /** Files of a machine as root sees them, for kubelet, editor and tests. */
  files(id: MachineId): FileSystem;
  mount(id: MachineId, path: string, source: MountSource): void;
  unmount(id: MachineId, path: string): void;
  /** Freezes all processes of a machine (power off) or lets them go on. */
  setPower(id: MachineId, on: boolean): void;

  launch(request: LaunchRequest): Result<Pid>;
  /** Feeds a process started with `stdin: 'stream'`; undefined closes it. */
  feed(pid: Pid, bytes: Uint8Array | undefined): void;
  kill(pid: Pid, signal: Signal): void;
  /** To every process of a group; a launched process leads the group of its own number. */
  killGroup(group: Pgid, signal: Signal): void;
  ended(pid: Pid): ExitCode | undefined;
  processes(machine: MachineId): readonly ProcessView[];

  openTty(request: TtyRequest): void;
  /** Keys typed at a terminal. */
  type(tty: string, bytes: Uint8Array): void;
  resize(tty: string, columns: number, rows: number): void;
  /** Hangs up: HUP to everything on it. */
  closeTty(tty: string): void;

  /** Answers an effect that a process waits for. */
  answer(effect: number, output: Json): void;
  /** Effects asked for since the last call. */
  takeEffects(): readonly { readonly id: number; readonly kind: string; readonly input: Json }[];

  /** Whether some process could go on now. */
  readonly runnable: boolean;
  /** Runs processes until all wait, or `budget` resumptions are used up; false when the budget ended it. */
  run(budget: number): boolean;
}
