import type { VirtualMs } from '../../base/brand.ts';
import { virtualMs } from '../../base/brand.ts';
import type { Core } from '../../base/core.ts';
import type { EffectInput, EffectKind, EffectOutput } from '../../base/effect.ts';
import type { Json } from '../../base/json.ts';
import type { Random } from '../../base/random.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { join } from '../fs/content.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { FileView } from '../fs/file-view.ts';
import type { MountedFiles } from '../fs/mounted-files.ts';
import { permits } from '../fs/permission.ts';
import {
  effectId,
  fd as fdOf,
  inboxId,
  pid as pidOf,
  STDERR,
  STDOUT,
  type EffectId,
  type Fd,
  type InboxId,
  type MachineId,
  type NetnsId,
  type Pgid,
  type Pid,
  type SocketId,
} from '../names.ts';
import type { SocketEvent, SocketLayer } from '../socket/socket-layer.ts';
import { effectOutput } from './effect.decode.ts';
import type { MachineSpec } from './kernel.ts';
import { findProgram, loadProgram } from './load-program.ts';
import { WAIT, type OpenFile, type ReadAnswer } from './open-file.ts';
import { openPath, type OpenMode } from './open-path.ts';
import { openPipe } from './pipe.ts';
import type { ProcessTable } from './process-table.ts';
import type { ProcessView } from './process-view.ts';
import type {
  Ended,
  Inbox,
  Line,
  MachineKind,
  Process,
  Program,
  ProgramSpec,
  Signal,
  SpawnOptions,
  Sys,
  User,
  Wake,
} from './program.ts';
import type { Sockets } from './sockets.ts';
import type { Descriptor, Task } from './task.ts';
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
}

/** Descriptors that the kernel hands out begin here, so that scripts may use 3 to 9 as they like. */
const FIRST_FREE_FD = 10;
/** System calls that a process may make before it has to let the clock go on. */
const CALLS_PER_BREATH = 20_000;
const TURN = Object.freeze({ on: 'turn' });
const NO_WAKE: Wake = Object.freeze({});
const NEWLINE = 0x0a;
const READ_SIZE = 65_536;

/** A running program's view of its machine. */
export class SystemCalls implements Process {
  readonly #host: CallHost;
  readonly #task: Task;
  readonly #files: MountedFiles;
  readonly #view: FileView;
  readonly #spec: MachineSpec;
  readonly #net: Sockets;

  constructor(host: CallHost, task: Task) {
    this.#host = host;
    this.#task = task;
    this.#files = host.filesOf(task.machine);
    this.#spec = host.specOf(task.machine);
    const now = (): VirtualMs => host.core.now();
    const viewer = {
      user: task.user,
      get cwd() {
        return task.cwd;
      },
      get umask() {
        return task.umask;
      },
      now,
    };
    this.#view = new FileView(this.#files, viewer);
    this.#net = host.socketsFor(this, task);
  }

  get pid(): Pid {
    return this.#task.pid;
  }
  get ppid(): Pid {
    return this.#task.parent?.pid ?? pidOf(1);
  }
  get pgid(): Pgid {
    return this.#task.pgid;
  }
  get machine(): MachineId {
    return this.#task.machine;
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
    return this.#task.user;
  }
  get argv(): readonly string[] {
    return this.#task.argv;
  }
  get env(): ReadonlyMap<string, string> {
    return this.#task.env;
  }
  get cwd(): string {
    return this.#task.cwd;
  }
  get tty(): Tty | undefined {
    return this.#task.tty;
  }
  get epoch(): number {
    return this.#host.core.epoch;
  }
  get umask(): number {
    return this.#task.umask;
  }
  set umask(mask: number) {
    this.#task.umask = mask & 0o777;
  }
  get fs(): FileSystem {
    return this.#view;
  }
  get net(): Sockets {
    return this.#net;
  }
  get sockets(): SocketLayer {
    return this.#host.sockets;
  }
  get hasChildren(): boolean {
    return this.#task.children.size > 0;
  }

  now(): VirtualMs {
    return this.#host.core.now();
  }

  random(stream: string): Random {
    return this.#host.core.random.stream(stream);
  }

  *read(fd: Fd, max = READ_SIZE): Sys<Uint8Array | null> {
    for (;;) {
      if (this.#mustPause()) yield TURN;
      const got = this.#tryRead(fd, max);
      if (got !== WAIT) return got;
      yield { on: 'read', fd };
    }
  }

  *readOrSignal(fd: Fd, max = READ_SIZE): Sys<Uint8Array | null | Signal> {
    for (;;) {
      const signal = this.takeSignal();
      if (signal) return signal;
      if (this.#mustPause()) yield TURN;
      const got = this.#tryRead(fd, max);
      if (got !== WAIT) return got;
      yield { on: 'read', fd };
    }
  }

  *readBefore(fd: Fd, until: VirtualMs, max = READ_SIZE): Sys<Uint8Array | null | undefined> {
    for (;;) {
      if (this.#mustPause()) yield TURN;
      const got = this.#tryRead(fd, max);
      if (got !== WAIT) return got;
      if (this.now() >= until) return undefined;
      yield { on: 'read', fd, until };
    }
  }

  *readLine(fd: Fd): Sys<Line | null> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      if (this.#mustPause()) yield TURN;
      const got = this.#tryRead(fd, READ_SIZE, NEWLINE);
      if (got === WAIT) {
        yield { on: 'read', fd };
        continue;
      }
      if (got === null) return size === 0 ? null : { text: decodeUtf8(join(parts, size)), newline: '' };
      parts.push(got);
      size += got.length;
      if (got[got.length - 1] === NEWLINE) {
        const whole = parts.length === 1 ? got : join(parts, size);
        return { text: decodeUtf8(whole.subarray(0, size - 1)), newline: '\n' };
      }
    }
  }

  *readAll(fd: Fd): Sys<string> {
    return decodeUtf8(yield* this.#readToEnd(fd));
  }

  *readFile(path: string): Sys<Result<Uint8Array, string>> {
    const direct = this.#view.readFile(path);
    if (direct.ok || (direct.error !== 'ENODEV' && direct.error !== 'ENOENT')) return direct;
    const opened = this.open(path, 'r');
    if (!opened.ok) return opened;
    const bytes = yield* this.#readToEnd(opened.value);
    this.close(opened.value);
    return good(bytes);
  }

  *write(fd: Fd, data: Uint8Array | string): Sys<void> {
    let bytes = typeof data === 'string' ? encodeUtf8(data) : data;
    while (bytes.length > 0) {
      if (this.#mustPause()) yield TURN;
      const file = this.#task.fds.get(fd)?.file;
      if (!file) return;
      const taken = file.write(bytes, this.#task);
      if (taken === 'broken') {
        if (this.#task.actions.get('PIPE') === 'ignore') return;
        this.#host.table.signal(this.#task, 'PIPE');
        yield TURN;
        return;
      }
      if (typeof taken !== 'number') return;
      if (taken === bytes.length) return;
      bytes = bytes.subarray(taken);
      yield { on: 'write', fd };
    }
  }

  print(text: string): Sys<void> {
    return this.write(STDOUT, text);
  }

  warn(text: string): Sys<void> {
    return this.write(STDERR, text);
  }

  pipe(): readonly [Fd, Fd] {
    const [reader, writer] = openPipe((file) => this.#host.table.queue.wakeAll(file));
    return [this.#attach(reader), this.#attach(writer)];
  }

  dup(from: Fd, to?: Fd): Fd {
    const descriptor = this.#task.fds.get(from);
    if (!descriptor) return from;
    if (to === undefined) return this.#attach(descriptor.file);
    if (to === from) {
      this.#task.fds.set(to, { file: descriptor.file, private: false });
      return to;
    }
    descriptor.file.retain();
    this.close(to);
    this.#task.fds.set(to, { file: descriptor.file, private: false });
    return to;
  }

  close(fd: Fd): void {
    const descriptor = this.#task.fds.get(fd);
    if (!descriptor) return;
    this.#task.fds.delete(fd);
    descriptor.file.release();
  }

  isOpen(fd: Fd): boolean {
    return this.#task.fds.has(fd);
  }

  isTty(fd: Fd): boolean {
    const tty = this.#task.tty;
    return tty !== undefined && this.#task.fds.get(fd)?.file === tty;
  }

  open(path: string, mode: OpenMode): Result<Fd, string> {
    const random = this.random('dev/urandom');
    const opened = openPath(this.#task, this.#files, this.#view, random, { path, mode });
    return opened.ok ? good(this.#attach(opened.value)) : opened;
  }

  which(name: string, searchPath = this.#task.env.get('PATH')): Result<string, string> {
    return findProgram(this.#view, this.#task.user, searchPath, name);
  }

  get programs(): readonly ProgramSpec[] {
    return this.#spec.programs;
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): Result<Pid, string> {
    if (options.program) return good(this.#host.spawn(this.#task, argv, options.program, options).pid);
    const machine = options.machine ?? this.#task.machine;
    const user = options.user ?? this.#task.user;
    const elsewhere = machine !== this.#task.machine || user !== this.#task.user;
    const view = elsewhere ? this.#viewOn(machine, user, options.cwd) : this.#view;
    const env = options.env ?? (elsewhere ? this.#host.envOf(machine, user) : this.#task.env);
    const loaded = this.#load(view, user, env, argv);
    if (!loaded.ok) return loaded;
    const spawned = this.#host.spawn(this.#task, loaded.value.argv, loaded.value.program, {
      ...options,
      env,
    });
    return good(spawned.pid);
  }

  become(argv: readonly string[], env?: ReadonlyMap<string, string>): Result<Program, string> {
    const loaded = this.#load(this.#view, this.#task.user, env ?? this.#task.env, argv);
    if (!loaded.ok) return loaded;
    this.#task.argv = loaded.value.argv;
    if (env) this.#task.env = env;
    for (const [signal, action] of this.#task.actions) {
      if (action === 'wake') this.#task.actions.delete(signal);
    }
    for (const [fd, descriptor] of this.#task.fds) if (descriptor.private) this.close(fd);
    return good(loaded.value.program);
  }

  *wait(pid: Pid | 'any', options: { readonly stopped?: boolean } = {}): Sys<Ended> {
    for (;;) {
      if (this.#mustPause()) yield TURN;
      const ended = this.#poll(pid, options);
      if (ended) return ended;
      yield { on: 'child', pid };
    }
  }

  *waitOrSignal(pid: Pid | 'any', options: { readonly stopped?: boolean } = {}): Sys<Ended | Signal> {
    for (;;) {
      if (this.#mustPause()) yield TURN;
      const ended = this.#poll(pid, options);
      if (ended) return ended;
      const signal = this.takeSignal();
      if (signal) return signal;
      yield { on: 'child', pid };
    }
  }

  poll(pid: Pid | 'any', options: { readonly stopped?: boolean } = {}): Ended | undefined {
    return this.#host.table.takeNews(this.#task, pid, options.stopped === true);
  }

  processes(): readonly ProcessView[] {
    return this.#host.table.ofMachine(this.machine).map((task) => this.#host.table.view(task));
  }

  kill(target: { readonly pid: Pid } | { readonly group: Pgid }, signal: Signal): Result<void, string> {
    if ('group' in target)
      return this.#host.table.signalGroup(target.group, signal) ? good(undefined) : bad('ESRCH');
    const task = this.#host.table.get(target.pid);
    if (!task || task.machine !== this.machine) return bad('ESRCH');
    if (this.user.uid !== 0 && task.user.uid !== this.user.uid) return bad('EPERM');
    this.#host.table.signal(task, signal);
    return good(undefined);
  }

  onSignal(signal: Signal, act: 'default' | 'ignore' | 'wake'): void {
    if (act === 'default') this.#task.actions.delete(signal);
    else this.#task.actions.set(signal, act);
  }

  signalAction(signal: Signal): 'default' | 'ignore' | 'wake' {
    return this.#task.actions.get(signal) ?? 'default';
  }

  takeSignal(): Signal | undefined {
    return this.#task.caught.length === 0 ? undefined : this.#task.caught.shift();
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
    this.#task.work = 0;
    yield TURN;
  }

  chdir(path: string): Result<void, string> {
    const found = this.#view.node(path);
    if (!found.ok) return found;
    if (found.value.node.type !== 'directory') return bad('ENOTDIR');
    if (!permits(found.value.node, this.user, 'x')) return bad('EACCES');
    this.#task.cwd = found.value.path;
    return good(undefined);
  }

  setEnv(name: string, value: string | undefined): void {
    const env = new Map(this.#task.env);
    if (value === undefined) env.delete(name);
    else env.set(name, value);
    this.#task.env = env;
  }

  inbox<Message>(): Inbox<Message> {
    const id = this.#host.nextInbox();
    const messages: Message[] = [];
    return {
      id,
      push: (message) => {
        messages.push(message);
        this.#host.table.queue.wakeInbox(id);
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
      yield { on: 'inbox', inbox: inboxId(inbox.id), ...(until !== undefined && { until }) };
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
    const effect = this.#host.askEffect(kind, { ...input }, this.#task);
    for (;;) {
      const answer = this.#host.takeAnswer(effect);
      if (answer) return effectOutput(kind, answer.output);
      yield { on: 'effect', effect: effectId(effect) };
    }
  }

  /** Whether the process has to stop here: it is about to end or stop, or has worked long enough for one breath. */
  #mustPause(): boolean {
    const task = this.#task;
    if (task.doom || task.stopped) return true;
    if (++task.work < CALLS_PER_BREATH) return false;
    task.work = 0;
    return true;
  }

  #tryRead(fd: Fd, max: number, stop?: number): ReadAnswer {
    const file = this.#task.fds.get(fd)?.file;
    return file ? file.read(max, this.#task, stop) : null;
  }

  *#readToEnd(fd: Fd): Sys<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const bytes = yield* this.read(fd);
      if (bytes === null) return join(parts, size);
      parts.push(bytes);
      size += bytes.length;
    }
  }

  #poll(pid: Pid | 'any', options: { readonly stopped?: boolean }): Ended | undefined {
    const ended = this.poll(pid, options);
    if (ended) return ended;
    const known = pid === 'any' ? this.hasChildren : [...this.#task.children].some((c) => c.pid === pid);
    return known ? undefined : { pid: pid === 'any' ? pidOf(0) : pid, code: 127 };
  }

  #attach(file: OpenFile): Fd {
    let free = FIRST_FREE_FD;
    while (this.#task.fds.has(fdOf(free))) free += 1;
    this.#task.fds.set(fdOf(free), { file: file.retain(), private: true } satisfies Descriptor);
    return fdOf(free);
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
