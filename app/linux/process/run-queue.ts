import type { Core } from '../../base/core.ts';
import { pid as pidOf, type InboxId, type MachineId, type Pid, type SocketId } from '../names.ts';
import type { OpenFile } from './open-file.ts';
import type { Ended, Wait } from './program.ts';
import { statusOfSignal } from './signals.ts';
import type { Task } from './task.ts';

const NO_WAKE = Object.freeze({});
/** One breath: how long a busy process lets the rest of the world go on. */
const TURN_MS = 1;
/** A process that does nothing but breathe for so long takes twice as long over each breath, again and again. */
const TURNS_PER_DOUBLING = 500;
const MAX_DOUBLINGS = 10;

/** What the run queue asks of the kernel around it. */
export interface Lifecycle {
  finish(task: Task, ended: Ended): void;
}

/** The order in which processes run: one queue for the whole world, first in, first out. */
export class RunQueue {
  readonly #core: Core;
  readonly #lifecycle: Lifecycle;
  #ready: Task[] = [];
  #head = 0;
  readonly #timers = new Map<Pid, Task>();
  readonly #sockets = new Map<SocketId, Set<Task>>();
  readonly #inboxes = new Map<InboxId, Set<Task>>();
  readonly #frozen = new Map<MachineId, Set<Task>>();

  constructor(core: Core, lifecycle: Lifecycle) {
    this.#core = core;
    this.#lifecycle = lifecycle;
    core.agenda.handle('process', (payload) => {
      const task = typeof payload === 'number' ? this.#timers.get(pidOf(payload)) : undefined;
      if (!task) return;
      this.#timers.delete(task.pid);
      task.timer = undefined;
      this.wake(task);
    });
  }

  get runnable(): boolean {
    return this.#head < this.#ready.length;
  }

  /** Runs processes until all wait or the budget of resumptions is used up; false in the latter case. */
  run(budget: number): boolean {
    for (let left = budget; left > 0; left--) {
      const task = this.#next();
      if (!task) return true;
      this.#resume(task);
    }
    return !this.runnable;
  }

  /** Enters a blocked process; it will look again at what it waits for. */
  wake(task: Task): void {
    if (task.state !== 'blocked') return;
    this.#leave(task);
    task.state = 'ready';
    if (task.stopped && !task.doom) return;
    this.#enter(task);
  }

  wakeAll(file: OpenFile): void {
    for (const task of file.waiting) this.wake(task);
  }

  wakeSocket(socket: SocketId): void {
    for (const task of this.#sockets.get(socket) ?? []) this.wake(task);
  }

  wakeInbox(inbox: InboxId): void {
    for (const task of this.#inboxes.get(inbox) ?? []) this.wake(task);
  }

  /** Lets a stopped process that was due go on. */
  proceed(task: Task): void {
    if (task.state === 'ready') this.#enter(task);
    else this.wake(task);
  }

  /** Holds back all processes of a machine without power, or lets them go on in the order in which they came. */
  setFrozen(machine: MachineId, frozen: boolean): void {
    const held = this.#frozen.get(machine);
    if (frozen) {
      if (!held) this.#frozen.set(machine, new Set());
      return;
    }
    this.#frozen.delete(machine);
    for (const task of held ?? []) this.#enter(task);
  }

  /** Takes a process out of every queue for good. */
  forget(task: Task): void {
    this.#leave(task);
    this.#frozen.get(task.machine)?.delete(task);
  }

  #enter(task: Task): void {
    const frozen = this.#frozen.get(task.machine);
    if (frozen) frozen.add(task);
    else this.#ready.push(task);
  }

  #next(): Task | undefined {
    const task = this.#ready[this.#head];
    if (!task) return undefined;
    this.#head += 1;
    if (this.#head === this.#ready.length) {
      this.#ready = [];
      this.#head = 0;
    } else if (this.#head > 4096) {
      this.#ready = this.#ready.slice(this.#head);
      this.#head = 0;
    }
    return task;
  }

  #resume(task: Task): void {
    // Entered twice, ended, or stopped in the meantime: whoever lets it go on enters it again.
    if (task.state !== 'ready' || (task.stopped && !task.doom)) return;
    if (this.#frozen.has(task.machine)) {
      this.#enter(task);
      return;
    }
    const { generator } = task;
    if (!generator) return;
    if (task.doom) {
      this.end(task);
      return;
    }
    task.state = 'running';
    this.#core.tables.cause = task.cause;
    const step = generator.next(NO_WAKE);
    if (task.ended) return;
    if (step.done === true) this.#lifecycle.finish(task, { pid: task.pid, code: step.value & 0xff });
    else if (task.doom) this.end(task);
    else this.#block(task, step.value);
  }

  /** Ends a doomed process: its `finally` blocks run, then it is gone. */
  end(task: Task): void {
    const signal = task.doom ?? 'KILL';
    task.state = 'running';
    this.#core.tables.cause = task.cause;
    const { generator } = task;
    if (generator) for (let tries = 0; tries < 8 && generator.return(0).done !== true; tries++);
    if (!task.ended) this.#lifecycle.finish(task, { pid: task.pid, code: statusOfSignal(signal), signal });
  }

  #block(task: Task, wait: Wait): void {
    task.state = 'blocked';
    task.wait = wait;
    task.queue = this.#queueOf(task, wait);
    task.queue?.add(task);
    task.turns = wait.on === 'turn' ? task.turns + 1 : 0;
    const until = this.#deadline(task, wait);
    if (until !== undefined) {
      task.timer = this.#core.agenda.after(until - this.#core.now(), 'process', task.pid);
      this.#timers.set(task.pid, task);
    }
  }

  #deadline(task: Task, wait: Wait): number | undefined {
    if (wait.on === 'turn') {
      const doublings = Math.min(MAX_DOUBLINGS, Math.floor(task.turns / TURNS_PER_DOUBLING));
      return this.#core.now() + TURN_MS * 2 ** doublings;
    }
    return 'until' in wait ? wait.until : undefined;
  }

  #queueOf(task: Task, wait: Wait): Set<Task> | undefined {
    if ('fd' in wait) return task.fds.get(wait.fd)?.file.waiting;
    if ('socket' in wait) return waitersOf(this.#sockets, wait.socket);
    return 'inbox' in wait ? waitersOf(this.#inboxes, wait.inbox) : undefined;
  }

  #leave(task: Task): void {
    task.queue?.delete(task);
    if (task.queue?.size === 0) {
      if (task.wait?.on === 'socket') this.#sockets.delete(task.wait.socket);
      if (task.wait?.on === 'inbox') this.#inboxes.delete(task.wait.inbox);
    }
    task.queue = undefined;
    task.wait = undefined;
    if (task.timer === undefined) return;
    this.#core.agenda.cancel(task.timer);
    this.#timers.delete(task.pid);
    task.timer = undefined;
  }
}

function waitersOf<Key>(queues: Map<Key, Set<Task>>, key: Key): Set<Task> {
  const known = queues.get(key);
  if (known) return known;
  const made = new Set<Task>();
  queues.set(key, made);
  return made;
}
