import type { Cause } from '../../base/tables.ts';
import type { Fd, MachineId, Pgid, Pid, SocketId } from '../names.ts';
import type { OpenFile } from './open-file.ts';
import type { Ended, ExitCode, Signal, Sys, User, Wait } from './program.ts';
import type { TerminalDevice } from './terminal-device.ts';

/** A descriptor of a process; private ones are not handed to children. */
export interface Descriptor {
  readonly file: OpenFile;
  readonly private: boolean;
}

/** How far a process is. `ready`: in the run queue. */
export type TaskState = 'ready' | 'running' | 'blocked' | 'zombie';

/** A process as the kernel keeps it. Only the kernel and its system calls touch it. */
export interface Task {
  readonly pid: Pid;
  parent: Task | undefined;
  pgid: Pgid;
  readonly machine: MachineId;
  readonly user: User;
  argv: readonly string[];
  env: ReadonlyMap<string, string>;
  cwd: string;
  umask: number;
  readonly tty: TerminalDevice | undefined;
  readonly startedAt: number;
  /** What stands behind its changes in the log. */
  readonly cause: Cause;
  /** First process of a container: a signal without a handler does not end it. */
  readonly init: boolean;
  readonly fds: Map<Fd, Descriptor>;
  readonly sockets: Set<SocketId>;
  readonly children: Set<Task>;
  readonly actions: Map<Signal, 'ignore' | 'wake'>;
  generator: Sys<ExitCode> | undefined;
  state: TaskState;
  /** Why it is blocked. */
  wait: Wait | undefined;
  /** The set of waiters that it stands in. */
  queue: Set<Task> | undefined;
  /** Agenda entry that will wake it. */
  timer: number | undefined;
  /** Signals asked for with `wake` that the program has not taken yet. */
  readonly caught: Signal[];
  /** The signal that ends it at the next opportunity. */
  doom: Signal | undefined;
  stopped: Signal | undefined;
  /** A stop that the parent has not been told of yet. */
  stopNews: boolean;
  ended: Ended | undefined;
  onExit: ((ended: Ended) => void) | undefined;
  /** Breaths in a row, without any other wait between. */
  turns: number;
  /** System calls since the last forced breath. */
  work: number;
}

/** What a new process is made of. */
export interface TaskSeed {
  readonly pid: Pid;
  readonly pgid: Pgid;
  readonly parent: Task | undefined;
  readonly machine: MachineId;
  readonly user: User;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly umask: number;
  readonly tty: TerminalDevice | undefined;
  readonly startedAt: number;
  /** The session that it belongs to when it has neither terminal nor parent. */
  readonly session?: string | undefined;
  readonly init?: boolean;
}

const NO_SESSION: Cause = Object.freeze({ by: 'process' });

/** A process that has not run yet. */
export function newTask(seed: TaskSeed): Task {
  // Written out: processes are many, and copying the seed by spreading would cost more than all the rest.
  return {
    pid: seed.pid,
    pgid: seed.pgid,
    parent: seed.parent,
    machine: seed.machine,
    user: seed.user,
    argv: seed.argv,
    env: seed.env,
    cwd: seed.cwd,
    umask: seed.umask,
    tty: seed.tty,
    startedAt: seed.startedAt,
    cause: causeOf(seed),
    init: seed.init ?? false,
    fds: new Map(),
    sockets: new Set(),
    children: new Set(),
    actions: new Map(),
    generator: undefined,
    state: 'blocked',
    wait: undefined,
    queue: undefined,
    timer: undefined,
    caught: [],
    doom: undefined,
    stopped: undefined,
    stopNews: false,
    ended: undefined,
    onExit: undefined,
    turns: 0,
    work: 0,
  };
}

function causeOf({ parent, tty, session = tty?.id }: TaskSeed): Cause {
  if (parent && parent.tty === tty) return parent.cause;
  return session === undefined ? NO_SESSION : { by: 'process', session };
}
