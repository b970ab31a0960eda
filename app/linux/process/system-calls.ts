import type { VirtualMs } from '../../base/brand.ts';
import { virtualMs } from '../../base/brand.ts';
import type { Core } from '../../base/core.ts';
import type { EffectInput, EffectKind, EffectOutput } from '../../base/effect.ts';
import type { Json } from '../../base/json.ts';
import type { Random } from '../../base/random.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { FileView } from '../fs/file-view.ts';
import type { MountedFiles } from '../fs/mounted-files.ts';
import { permits } from '../fs/permission.ts';
import {
  effectId,
  pid as pidOf,
  type EffectId,
  type InboxId,
  type MachineId,
  type NetnsId,
  type Pgid,
  type Pid,
  type SocketId,
} from '../names.ts';
import type { SocketEvent, SocketLayer } from '../socket/socket-layer.ts';
import { DescriptorCalls } from './descriptor-calls.ts';
import { effectOutput } from './effect.decode.ts';
import type { MachineSpec } from './kernel.ts';
import { findProgram, loadProgram } from './load-program.ts';
import type { ProcessTable } from './process-table.ts';
import type { ProcessView } from './process-view.ts';
import type {
  Ended,
  Inbox,
  MachineKind,
  Process,
  Program,
  ProgramSpec,
  Signal,
  SocketWatch,
  SpawnOptions,
  Sys,
  User,
  Wake,
} from './program.ts';
import type { Sockets } from './sockets.ts';
import type { Task } from './task.ts';
import type { Tty } from './tty.ts';

/** What system calls need of the kernel. */
export interface CallHost {
  readonly core: Core;
  readonly table: ProcessTable;
  readonly sockets: SocketLayer;
  specOf(machine: MachineId): MachineSpec;
  filesOf(machine: MachineId): MountedFiles;
  envOf(machine: MachineId, user: User): ReadonlyMap<string, string>;
  socketsFor(process: Process, task: Task): Sockets;
  spawn(parent: Task, argv: readonly string[], program: Program, options: SpawnOptions): Task;
  askEffect(kind: string, input: Json, asker: Task): EffectId;
  /** Takes the answer of an effect, when it is there. */
  takeAnswer(effect: EffectId): { readonly output: Json } | undefined;
  nextInbox(): InboxId;
  /** Where a socket's events go from now on; undefined: nowhere but to those who wait for it. */
  watchSocket(socket: SocketId, events: Inbox<SocketId> | undefined): void;
}

const TURN = Object.freeze({ on: 'turn' });
const NO_WAKE: Wake = Object.freeze({});

/** A running program's view of its machine. */
export class SystemCalls extends DescriptorCalls implements Process {
  readonly #host: CallHost;
  readonly #spec: MachineSpec;
  readonly #net: Sockets;

  constructor(host: CallHost, task: Task) {
    super(task, host.core, host.table, host.filesOf(task.machine));
    this.#host = host;
    this.#spec = host.specOf(task.machine);
    this.#net = host.socketsFor(this, task);
  }

  get pid(): Pid {
    return this.task.pid;
  }
  get ppid(): Pid {
    return this.task.parent?.pid ?? pidOf(1);
  }
  get pgid(): Pgid {
    return this.task.pgid;
  }
  get machine(): MachineId {
    return this.task.machine;
  }
  get netns(): NetnsId {
    return this.#spec.netns;
  }
  get hostname(): string {
    return this.#spec.hostname;
  }
  get kind(): MachineKind {
    return this.#spec.kind;
  }
  get user(): User {
    return this.task.user;
  }
  get argv(): readonly string[] {
    return this.task.argv;
  }
  get env(): ReadonlyMap<string, string> {
    return this.task.env;
  }
  get cwd(): string {
    return this.task.cwd;
  }
  get tty(): Tty | undefined {
    return this.task.tty;
  }
  get epoch(): number {
    return this.core.epoch;
  }
  get umask(): number {
    return this.task.umask;
  }
  set umask(mask: number) {
    this.task.umask = mask & 0o777;
  }
  get fs(): FileSystem {
    return this.view;
  }
  get net(): Sockets {
    return this.#net;
  }
  get sockets(): SocketLayer {
    return this.#host.sockets;
  }
  get hasChildren(): boolean {
    return this.task.children.size > 0;
  }

  now(): VirtualMs {
    return this.core.now();
  }

  random(stream: string): Random {
    return this.core.random.stream(stream);
  }

  which(name: string, searchPath = this.task.env.get('PATH')): Result<string> {
    return findProgram(this.view, this.task.user, searchPath, name);
  }

  get programs(): readonly ProgramSpec[] {
    return this.#spec.programs;
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): Result<Pid> {
    if (options.program) return good(this.#host.spawn(this.task, argv, options.program, options).pid);
    const machine = options.machine ?? this.task.machine;
    const user = options.user ?? this.task.user;
    const elsewhere = machine !== this.task.machine || user !== this.task.user;
    const view = elsewhere ? this.#viewOn(machine, user, options.cwd) : this.view;
    const env = options.env ?? (elsewhere ? this.#host.envOf(machine, user) : this.task.env);
    const loaded = this.#load(view, user, env, argv);
    if (!loaded.ok) return loaded;
    const spawned = this.#host.spawn(this.task, loaded.value.argv, loaded.value.program, {
      ...options,
      env,
    });
    return good(spawned.pid);
  }

  become(argv: readonly string[], env?: ReadonlyMap<string, string>): Result<Program> {
    const loaded = this.#load(this.view, this.task.user, env ?? this.task.env, argv);
    if (!loaded.ok) return loaded;
    this.task.argv = loaded.value.argv;
    if (env) this.task.env = env;
    for (const [signal, action] of this.task.actions) {
      if (action === 'wake') this.task.actions.delete(signal);
    }
    for (const [fd, descriptor] of this.task.fds) if (descriptor.private) this.close(fd);
    return good(loaded.value.program);
  }

  *wait(pid: Pid | 'any', options: { readonly stopped?: boolean } = {}): Sys<Ended> {
    for (;;) {
      if (this.mustPause()) yield TURN;
      const ended = this.#poll(pid, options);
      if (ended) return ended;
      yield { on: 'child', pid };
    }
  }

  *waitOrSignal(pid: Pid | 'any', options: { readonly stopped?: boolean } = {}): Sys<Ended | Signal> {
    for (;;) {
      if (this.mustPause()) yield TURN;
      const ended = this.#poll(pid, options);
      if (ended) return ended;
      const signal = this.takeSignal();
      if (signal) return signal;
      yield { on: 'child', pid };
    }
  }

  poll(pid: Pid | 'any', options: { readonly stopped?: boolean } = {}): Ended | undefined {
    return this.table.takeNews(this.task, pid, options.stopped === true);
  }

  processes(): readonly ProcessView[] {
    return this.table.ofMachine(this.machine).map((task) => this.table.view(task));
  }

  kill(target: { readonly pid: Pid } | { readonly group: Pgid }, signal: Signal): Result<void> {
    if ('group' in target)
      return this.table.signalGroup(target.group, signal) ? good(undefined) : bad('ESRCH');
    const task = this.table.get(target.pid);
    if (!task || task.machine !== this.machine) return bad('ESRCH');
    if (this.user.uid !== 0 && task.user.uid !== this.user.uid) return bad('EPERM');
    this.table.signal(task, signal);
    return good(undefined);
  }

  onSignal(signal: Signal, act: 'default' | 'ignore' | 'wake'): void {
    if (act === 'default') this.task.actions.delete(signal);
    else this.task.actions.set(signal, act);
  }

  signalAction(signal: Signal): 'default' | 'ignore' | 'wake' {
    return this.task.actions.get(signal) ?? 'default';
  }

  *sleep(ms: number): Sys<Wake> {
    const until = virtualMs(this.now() + ms);
    for (;;) {
      const signal = this.takeSignal();
      if (signal) return { signal };
      if (this.now() >= until) return NO_WAKE;
      yield { on: 'sleep', until };
    }
  }

  *breathe(): Sys<void> {
    this.task.work = 0;
    yield TURN;
  }

  chdir(path: string): Result<void> {
    const found = this.view.node(path);
    if (!found.ok) return found;
    if (found.value.node.type !== 'directory') return bad('ENOTDIR');
    if (!permits(found.value.node, this.user, 'x')) return bad('EACCES');
    this.task.cwd = found.value.path;
    return good(undefined);
  }

  setEnv(name: string, value: string | undefined): void {
    const env = new Map(this.task.env);
    if (value === undefined) env.delete(name);
    else env.set(name, value);
    this.task.env = env;
  }

  watchSockets(): SocketWatch {
    const events = this.inbox<SocketId>();
    const host = this.#host;
    return {
      events,
      add: (socket) => host.watchSocket(socket, events),
      remove: (socket) => host.watchSocket(socket, undefined),
    };
  }

  inbox<Message>(): Inbox<Message> {
    const id = this.#host.nextInbox();
    const messages: Message[] = [];
    return {
      id,
      push: (message) => {
        messages.push(message);
        this.table.queue.wakeInbox(id);
      },
      take: () => messages.shift(),
    };
  }

  *receive<Message>(inbox: Inbox<Message>, until?: VirtualMs): Sys<Message | Wake | undefined> {
    for (;;) {
      const message = inbox.take();
      if (message !== undefined) return message;
      const signal = this.takeSignal();
      if (signal) return { signal };
      if (until !== undefined && this.now() >= until) return undefined;
      yield until === undefined ? { on: 'inbox', inbox: inbox.id } : { on: 'inbox', inbox: inbox.id, until };
    }
  }

  *waitSocket(socket: SocketId, event: SocketEvent, until?: VirtualMs): Sys<SocketEvent | Wake | undefined> {
    const before = this.takeSignal();
    if (before) return { signal: before };
    if (until !== undefined && this.now() >= until) return undefined;
    yield { on: 'socket', socket, event, ...(until !== undefined && { until }) };
    const signal = this.takeSignal();
    if (signal) return { signal };
    return until !== undefined && this.now() >= until ? undefined : event;
  }

  *effect<Kind extends EffectKind>(kind: Kind, input: EffectInput<Kind>): Sys<EffectOutput<Kind>> {
    const effect = this.#host.askEffect(kind, { ...input }, this.task);
    for (;;) {
      const answer = this.#host.takeAnswer(effect);
      if (answer) return effectOutput(kind, answer.output);
      yield { on: 'effect', effect: effectId(effect) };
    }
  }

  #poll(pid: Pid | 'any', options: { readonly stopped?: boolean }): Ended | undefined {
    const ended = this.poll(pid, options);
    if (ended) return ended;
    const known = pid === 'any' ? this.hasChildren : [...this.task.children].some((c) => c.pid === pid);
    return known ? undefined : { pid: pid === 'any' ? pidOf(0) : pid, code: 127 };
  }

  #viewOn(machine: MachineId, user: User, cwd = user.home): FileView {
    return new FileView(this.#host.filesOf(machine), { user, cwd, umask: 0o022, now: () => this.now() });
  }

  #load(
    view: FileView,
    user: User,
    env: ReadonlyMap<string, string>,
    argv: readonly string[],
  ): ReturnType<typeof loadProgram> {
    const path = findProgram(view, user, env.get('PATH'), argv[0] ?? '');
    return path.ok ? loadProgram(view, user, argv, path.value) : path;
  }
}
