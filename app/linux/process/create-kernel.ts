import type { Core } from '../../base/core.ts';
import type { Json } from '../../base/json.ts';
import { Invariant } from '../../base/assert.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { FileSystem, MountSource } from '../fs/file-system.ts';
import { FileView } from '../fs/file-view.ts';
import { MachineVolumes } from '../fs/machine-volumes.ts';
import type { MountedFiles } from '../fs/mounted-files.ts';
import {
  effectId,
  fd,
  inboxId,
  STDERR,
  STDIN,
  STDOUT,
  type EffectId,
  type Fd,
  type InboxId,
  type MachineId,
  type Pgid,
  type Pid,
  type SocketId,
} from '../names.ts';
import type { SocketLayer } from '../socket/socket-layer.ts';
import { BlockingSockets, type Resolver } from './blocking-sockets.ts';
import type { Kernel, LaunchRequest, MachineSpec, TtyRequest } from './kernel.ts';
import { literalResolver } from './literal-resolver.ts';
import { findProgram, loadProgram } from './load-program.ts';
import { environmentOf } from './login-environment.ts';
import type { OpenFile } from './open-file.ts';
import { ProcessTable } from './process-table.ts';
import type { ProcessView } from './process-view.ts';
import type { ExitCode, Inbox, Process, Program, Signal, SpawnOptions, User } from './program.ts';
import type { Sockets } from './sockets.ts';
import { DeviceFile, FedInput, SinkFile } from './stream-files.ts';
import { SystemCalls, type CallHost } from './system-calls.ts';
import type { Descriptor, Task } from './task.ts';
import { TerminalDevice } from './terminal-device.ts';

/** What a kernel is made with: the sockets underneath, and how names are looked up. */
export interface KernelParts {
  readonly sockets: SocketLayer;
  readonly resolver?: Resolver;
}

/** The process side of a new world, without machines. */
export function createKernel(core: Core, parts: KernelParts): Kernel {
  return new WorldKernel(core, parts);
}

const ROOT: User = { name: 'root', uid: 0, gid: 0, home: '/root' };

/** A machine that is there. Its file tree is put together when somebody looks. */
interface Machine {
  readonly spec: MachineSpec;
  files: MountedFiles | undefined;
}

class WorldKernel implements Kernel, CallHost {
  readonly core: Core;
  readonly table: ProcessTable;
  readonly sockets: SocketLayer;
  readonly #resolver: Resolver;
  readonly #volumes: MachineVolumes;
  readonly #machines = new Map<MachineId, Machine>();
  readonly #ttys = new Map<string, TerminalDevice>();
  readonly #fed = new Map<Pid, FedInput>();
  readonly #asked = new Map<EffectId, { readonly asker: Task; answer?: { readonly output: Json } }>();
  readonly #watched = new Map<SocketId, Inbox<SocketId>>();
  #newEffects: { readonly id: number; readonly kind: string; readonly input: Json }[] = [];
  #lastEffect = 0;
  #lastInbox = 0;

  constructor(core: Core, { sockets, resolver }: KernelParts) {
    this.core = core;
    this.sockets = sockets;
    this.#resolver = resolver ?? literalResolver;
    this.table = new ProcessTable(core, sockets);
    this.#volumes = new MachineVolumes(core);
    sockets.onEvent((socket) => {
      this.#watched.get(socket)?.push(socket);
      this.table.queue.wakeSocket(socket);
    });
  }

  addMachine(spec: MachineSpec): void {
    if (this.#machines.has(spec.id)) throw new Invariant('machine-added-twice', spec.id);
    this.#machines.set(spec.id, { spec, files: undefined });
  }

  removeMachine(id: MachineId): void {
    const machine = this.#machines.get(id);
    if (!machine) return;
    for (const task of this.table.ofMachine(id)) this.table.destroy(task);
    this.table.queue.setFrozen(id, false);
    for (const { volume } of machine.files?.mounts ?? []) this.#volumes.release(volume);
    machine.files?.root.clear();
    this.#machines.delete(id);
  }

  hasMachine(id: MachineId): boolean {
    return this.#machines.has(id);
  }

  machine(id: MachineId): MachineSpec | undefined {
    return this.#machines.get(id)?.spec;
  }

  files(id: MachineId): FileSystem {
    return new FileView(this.filesOf(id), { user: ROOT, cwd: '/', umask: 0o022, now: () => this.core.now() });
  }

  mount(id: MachineId, path: string, source: MountSource): void {
    const files = this.filesOf(id);
    const old = files.unmount(path);
    files.mount(path, this.#volumes.volumeOf(source));
    if (old) this.#volumes.release(old);
  }

  unmount(id: MachineId, path: string): void {
    const old = this.filesOf(id).unmount(path);
    if (old) this.#volumes.release(old);
  }

  setPower(id: MachineId, on: boolean): void {
    this.table.queue.setFrozen(id, !on);
  }

  launch(request: LaunchRequest): Result<Pid> {
    const machine = this.#machines.get(request.machine);
    if (!machine) return bad('ENODEV');
    const user = request.user ?? machine.spec.users[0] ?? ROOT;
    const base = environmentOf(machine.spec, user, typeof request.stdin === 'object');
    const env = request.env ? new Map([...base, ...Object.entries(request.env)]) : base;
    const cwd = request.cwd ?? user.home;
    const files = this.filesOf(request.machine);
    const view = new FileView(files, { user, cwd, umask: 0o022, now: () => this.core.now() });
    const path = findProgram(view, user, env.get('PATH'), request.argv[0] ?? '');
    const loaded = path.ok ? loadProgram(view, user, request.argv, path.value) : path;
    if (!loaded.ok) return loaded;
    const tty = typeof request.stdin === 'object' ? this.#ttys.get(request.stdin.tty) : undefined;
    const { input, fds } = this.#standardFiles(request, tty);
    const task = this.table.start(
      {
        parent: undefined,
        machine: request.machine,
        user,
        argv: loaded.value.argv,
        env,
        cwd,
        umask: 0o022,
        tty,
        program: loaded.value.program,
        group: 'new',
        fds,
        onExit: request.onExit,
        session: request.session,
        ...(request.init === true && { init: true }),
      },
      (made, program) => this.#begin(made, program),
    );
    tty?.setForeground(task.pgid);
    if (input) this.#fed.set(task.pid, input);
    return good(task.pid);
  }

  feed(pid: Pid, bytes: Uint8Array | undefined): void {
    this.#fed.get(pid)?.feed(bytes);
    if (!bytes) this.#fed.delete(pid);
  }

  kill(pid: Pid, signal: Signal): void {
    const task = this.table.get(pid);
    if (task) this.table.signal(task, signal);
  }

  killGroup(group: Pgid, signal: Signal): void {
    this.table.signalGroup(group, signal);
  }

  ended(pid: Pid): ExitCode | undefined {
    return this.table.codeOf(pid);
  }

  processes(machine: MachineId): readonly ProcessView[] {
    return this.table.ofMachine(machine).map((task) => this.table.view(task));
  }

  openTty(request: TtyRequest): void {
    const host = {
      now: () => this.core.now(),
      wakeAll: (file: OpenFile) => this.table.queue.wakeAll(file),
      signalGroup: (group: Pgid, signal: Signal) => void this.table.signalGroup(group, signal),
    };
    this.#ttys.set(request.id, new TerminalDevice(request, host));
  }

  type(tty: string, bytes: Uint8Array): void {
    this.#ttys.get(tty)?.type(bytes);
  }

  resize(tty: string, columns: number, rows: number): void {
    this.#ttys.get(tty)?.resize(columns, rows);
  }

  closeTty(id: string): void {
    const tty = this.#ttys.get(id);
    if (!tty) return;
    this.#ttys.delete(id);
    tty.hangUp();
    for (const task of this.table.onTerminal(tty)) {
      this.table.signal(task, 'HUP');
      this.table.signal(task, 'CONT');
    }
  }

  answer(effect: number, output: Json): void {
    const asked = this.#asked.get(effectId(effect));
    if (!asked) return;
    asked.answer = { output };
    this.table.queue.wake(asked.asker);
  }

  takeEffects(): readonly { readonly id: number; readonly kind: string; readonly input: Json }[] {
    const taken = this.#newEffects;
    this.#newEffects = [];
    return taken;
  }

  get runnable(): boolean {
    return this.table.queue.runnable;
  }

  run(budget: number): boolean {
    return this.table.queue.run(budget);
  }

  specOf(id: MachineId): MachineSpec {
    return this.#machine(id).spec;
  }

  filesOf(id: MachineId): MountedFiles {
    const machine = this.#machine(id);
    machine.files ??= this.#volumes.treeOf(machine.spec);
    return machine.files;
  }

  envOf(id: MachineId, user: User): ReadonlyMap<string, string> {
    return environmentOf(this.specOf(id), user, true);
  }

  socketsFor(process: Process, task: Task): Sockets {
    return new BlockingSockets(process, task.sockets, this.#resolver);
  }

  spawn(parent: Task, argv: readonly string[], program: Program, options: SpawnOptions): Task {
    const machine = options.machine ?? parent.machine;
    const user = options.user ?? parent.user;
    const moved = machine !== parent.machine || user !== parent.user;
    const task = this.table.start(
      {
        parent,
        machine,
        user,
        argv,
        program,
        tty: parent.tty,
        umask: parent.umask,
        env: options.env ?? (moved ? this.envOf(machine, user) : parent.env),
        cwd: options.cwd ?? (moved ? user.home : parent.cwd),
        group: options.group ?? parent.pgid,
        fds: descriptorsFor(parent, options.fds),
        restore: options.restore,
      },
      (made, run) => this.#begin(made, run),
    );
    if (options.foreground === true) task.tty?.setForeground(task.pgid);
    return task;
  }

  askEffect(kind: string, input: Json, asker: Task): EffectId {
    const id = effectId(++this.#lastEffect);
    this.#asked.set(id, { asker });
    this.#newEffects.push({ id, kind, input });
    return id;
  }

  takeAnswer(effect: EffectId): { readonly output: Json } | undefined {
    const answer = this.#asked.get(effect)?.answer;
    if (answer) this.#asked.delete(effect);
    return answer;
  }

  nextInbox(): InboxId {
    return inboxId(++this.#lastInbox);
  }

  watchSocket(socket: SocketId, events: Inbox<SocketId> | undefined): void {
    if (events) this.#watched.set(socket, events);
    else this.#watched.delete(socket);
  }

  #machine(id: MachineId): Machine {
    const machine = this.#machines.get(id);
    if (!machine) throw new Invariant('no-such-machine', id);
    return machine;
  }

  #begin(task: Task, program: Program): Task['generator'] {
    return program(new SystemCalls(this, task));
  }

  #standardFiles(
    request: LaunchRequest,
    tty: TerminalDevice | undefined,
  ): { readonly input: FedInput | undefined; readonly fds: ReadonlyMap<Fd, Descriptor> } {
    const input =
      request.stdin === 'stream' ? new FedInput((file) => this.table.queue.wakeAll(file)) : undefined;
    const nothing = new DeviceFile('null', this.core.random.stream('dev/urandom'));
    const out = tty && !request.stdout ? tty : new SinkFile(request.stdout, request.onClosed);
    const err = tty && !request.stderr ? tty : new SinkFile(request.stderr, request.onClosed);
    const files: readonly (readonly [Fd, OpenFile])[] = [
      [STDIN, input ?? tty ?? nothing],
      [STDOUT, out],
      [STDERR, err],
    ];
    return { input, fds: new Map(files.map(([number, file]) => [number, { file, private: false }])) };
  }
}

/** What a child starts with: its parent's open descriptors, except private ones, and those that were asked for. */
function descriptorsFor(parent: Task, wanted: SpawnOptions['fds']): ReadonlyMap<Fd, Descriptor> {
  const fds = new Map<Fd, Descriptor>();
  for (const [number, descriptor] of parent.fds) {
    if (!descriptor.private) fds.set(number, descriptor);
  }
  for (const [child, from] of wanted ?? []) {
    const descriptor = parent.fds.get(from);
    if (descriptor) fds.set(child, descriptor);
    else fds.delete(fd(child));
  }
  return fds;
}
