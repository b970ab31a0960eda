import type { Core } from '../../base/core.ts';
import type { Table } from '../../base/tables.ts';
import { pgid as pgidOf, pid as pidOf, type Fd, type MachineId, type Pgid, type Pid } from '../names.ts';
import type { SocketLayer } from '../socket/socket-layer.ts';
import type { ProcessView } from './process-view.ts';
import type { Ended, ExitCode, Program, Signal } from './program.ts';
import { RunQueue, type Lifecycle } from './run-queue.ts';
import { defaultAction } from './signals.ts';
import { newTask, type Descriptor, type Task, type TaskSeed } from './task.ts';

/** Numbers of processes begin here, as on a machine that has been up for a while. */
const FIRST_PID = 4200;

/** What a new process is made of, its numbers aside. */
export type TaskWish = Omit<TaskSeed, 'pid' | 'pgid' | 'startedAt'> & {
  readonly program: Program;
  readonly group: 'new' | Pgid;
  readonly fds: ReadonlyMap<Fd, Descriptor>;
  readonly restore?: readonly Signal[] | undefined;
  readonly onExit?: ((ended: Ended) => void) | undefined;
};

/** All processes of the world: birth, signals, death, and the groups in which they get signals together. */
export class ProcessTable implements Lifecycle {
  readonly queue: RunQueue;
  readonly #core: Core;
  readonly #sockets: SocketLayer;
  readonly #rows: Table<ProcessView>;
  readonly #tasks = new Map<Pid, Task>();
  readonly #groups = new Map<Pgid, Set<Task>>();
  readonly #codes = new Map<Pid, ExitCode>();
  #lastPid = FIRST_PID;

  constructor(core: Core, sockets: SocketLayer) {
    this.#core = core;
    this.#sockets = sockets;
    this.#rows = core.tables.open<ProcessView>({ name: 'processes', lasting: false });
    this.queue = new RunQueue(core, this);
  }

  /** Makes a process and puts it into the run queue; `begin` makes its generator. */
  start(wish: TaskWish, begin: (task: Task, program: Program) => Task['generator']): Task {
    const { group, fds, onExit, restore = [] } = wish;
    const pid = pidOf(++this.#lastPid);
    const pgid = group === 'new' ? pgidOf(pid) : group;
    const task = newTask({
      pid,
      pgid,
      parent: wish.parent,
      machine: wish.machine,
      user: wish.user,
      argv: wish.argv,
      env: wish.env,
      cwd: wish.cwd,
      umask: wish.umask,
      tty: wish.tty,
      startedAt: this.#core.now(),
      session: wish.session,
      init: wish.init ?? false,
    });
    task.onExit = onExit;
    for (const [fd, { file }] of fds) task.fds.set(fd, { file: file.retain(), private: false });
    for (const [signal, action] of wish.parent?.actions ?? []) {
      if (action === 'ignore' && !restore.includes(signal)) task.actions.set(signal, action);
    }
    this.#tasks.set(pid, task);
    this.#joinGroup(task);
    wish.parent?.children.add(task);
    task.generator = begin(task, wish.program);
    this.#rows.put(String(pid), this.view(task));
    this.queue.wake(task);
    return task;
  }

  get(pid: Pid): Task | undefined {
    return this.#tasks.get(pid);
  }

  ofMachine(machine: MachineId): readonly Task[] {
    return [...this.#tasks.values()].filter((task) => task.machine === machine);
  }

  /** The processes whose controlling terminal this is. */
  onTerminal(tty: Task['tty']): readonly Task[] {
    return [...this.#tasks.values()].filter((task) => task.tty === tty);
  }

  /** Exit status of a process that was launched from outside. */
  codeOf(pid: Pid): ExitCode | undefined {
    return this.#codes.get(pid);
  }

  signalGroup(group: Pgid, signal: Signal): boolean {
    const members = [...(this.#groups.get(group) ?? [])];
    for (const task of members) this.signal(task, signal);
    return members.length > 0;
  }

  signal(task: Task, signal: Signal): void {
    if (task.ended) return;
    if (signal === 'CONT') this.#continue(task);
    const action = signal === 'KILL' || signal === 'STOP' ? undefined : task.actions.get(signal);
    if (action === 'ignore') return;
    if (action === 'wake') {
      task.caught.push(signal);
      this.queue.wake(task);
      return;
    }
    const effect = defaultAction(signal);
    if (effect === 'stop') this.#stop(task, signal);
    if (effect !== 'end' || task.doom || (task.init && signal !== 'KILL')) return;
    task.doom = signal;
    this.queue.proceed(task);
  }

  /** Ends a process at once, wherever it waits; for machines that are taken away. */
  destroy(task: Task): void {
    if (task.ended || task.state === 'running') return;
    task.doom = 'KILL';
    this.queue.end(task);
  }

  finish(task: Task, ended: Ended): void {
    task.ended = ended;
    task.state = 'zombie';
    task.generator = undefined;
    this.queue.forget(task);
    this.#groups.get(task.pgid)?.delete(task);
    if (this.#groups.get(task.pgid)?.size === 0) this.#groups.delete(task.pgid);
    for (const { file } of task.fds.values()) file.release();
    task.fds.clear();
    for (const socket of task.sockets) this.#sockets.close(socket);
    for (const child of task.children) {
      child.parent = undefined;
      if (child.ended) this.#reap(child);
    }
    this.#rows.delete(String(task.pid));
    this.#tellParent(task, ended);
    task.onExit?.(ended);
  }

  /** A child that has ended, or stopped and not been told of; taking it is what waiting does. */
  takeNews(parent: Task, which: Pid | 'any', stops: boolean): Ended | undefined {
    for (const child of parent.children) {
      if (which !== 'any' && child.pid !== which) continue;
      if (child.ended) {
        this.#reap(child);
        return child.ended;
      }
      if (stops && child.stopNews && child.stopped) {
        child.stopNews = false;
        return { pid: child.pid, code: 128 + 20, signal: child.stopped, stopped: true };
      }
    }
    return undefined;
  }

  view(task: Task): ProcessView {
    const { pid, pgid, machine, argv, startedAt, tty } = task;
    const state = task.ended ? 'zombie' : task.stopped ? 'stopped' : stateOf(task);
    const base = { pid, ppid: task.parent?.pid ?? pidOf(1), pgid, machine, user: task.user.name };
    return { ...base, argv, state, startedAt, ...(tty && { tty: tty.id }) };
  }

  #joinGroup(task: Task): void {
    const members = this.#groups.get(task.pgid);
    if (members) members.add(task);
    else this.#groups.set(task.pgid, new Set([task]));
  }

  #stop(task: Task, signal: Signal): void {
    if (task.stopped) return;
    task.stopped = signal;
    task.stopNews = true;
    this.#rows.put(String(task.pid), this.view(task));
    this.#news(task.parent);
  }

  #continue(task: Task): void {
    if (!task.stopped) return;
    task.stopped = undefined;
    task.stopNews = false;
    this.#rows.put(String(task.pid), this.view(task));
    this.queue.proceed(task);
  }

  #tellParent(task: Task, ended: Ended): void {
    if (!task.parent) {
      this.#codes.set(task.pid, ended.code);
      this.#tasks.delete(task.pid);
      return;
    }
    this.#news(task.parent);
  }

  #news(parent: Task | undefined): void {
    if (!parent || parent.ended) return;
    if (parent.wait?.on === 'child') this.queue.wake(parent);
    this.signal(parent, 'CHLD');
  }

  #reap(task: Task): void {
    task.parent?.children.delete(task);
    this.#tasks.delete(task.pid);
  }
}

function stateOf(task: Task): 'running' | 'sleeping' {
  return task.state === 'blocked' && task.wait?.on !== 'turn' ? 'sleeping' : 'running';
}
