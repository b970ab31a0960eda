import type { Core } from '../../base/core.ts';
import type { MachineId, NetnsId, Pid } from '../../linux/names.ts';
import type { Network } from '../../linux/network.ts';
import type { Kernel, MachineSpec } from '../../linux/process/kernel.ts';
import type { TtyState } from '../../linux/process/tty.ts';
import type { ProgramSpec, User } from '../../linux/process/program.ts';
import type { MountSource } from '../../linux/fs/file-system.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type {
  ContainerMount,
  ContainerRuntime,
  ContainerStart,
  RunningContainer,
  StartFailure,
} from '../container-runtime.ts';
import type { Image } from '../image.ts';
import type { ExecOptions } from '../node-agent.ts';
import { OutputStream } from './output-stream.ts';
import { createProber } from './packet-prober.ts';

/** What the runtime of a node stands on. */
export interface ProcessRuntimeParts {
  readonly core: Core;
  readonly kernel: Kernel;
  readonly network: Network;
  readonly node: string;
  /** The node's own namespace, from which probes come. */
  readonly netns: NetnsId;
  /** All programs there are now; an image gets those that it names. */
  readonly programs: () => readonly ProgramSpec[];
}

/** Runs containers as machines whose first process is the image's program. */
export function createProcessRuntime(parts: ProcessRuntimeParts): ContainerRuntime {
  return new ProcessRuntime(parts);
}

class ProcessRuntime implements ContainerRuntime {
  readonly #parts: ProcessRuntimeParts;
  readonly #programs: ImagePrograms;
  readonly #machines = new Set<MachineId>();
  readonly probe: ContainerRuntime['probe'];
  #sessions = 0;

  constructor(parts: ProcessRuntimeParts) {
    this.#parts = parts;
    this.#programs = new ImagePrograms(parts.programs);
    this.probe = createProber(parts.core, parts.network.sockets, parts.netns, parts.node);
  }

  start(request: ContainerStart): RunningContainer | StartFailure {
    const { kernel } = this.#parts;
    const { machine } = request;
    if (kernel.hasMachine(machine)) kernel.removeMachine(machine);
    kernel.addMachine(this.#machineOf(request));
    this.#machines.add(machine);
    mountAll(kernel, request);
    const container = new ProcessContainer(kernel, request, () => ++this.#sessions);
    const failure = container.begin();
    if (failure === undefined) return container;
    this.#forget(machine);
    return { reason: 'RunContainerError', message: startError(request.argv[0] ?? '', failure) };
  }

  removePod({ metadata, spec }: ContainerStart['pod']): void {
    for (const { name } of [...spec.containers, ...(spec.initContainers ?? [])])
      for (const id of this.#machines)
        if (id === `pod/${metadata.namespace ?? ''}/${metadata.name}/${name}`) this.#forget(id);
  }

  setPower(on: boolean): void {
    for (const machine of this.#machines) this.#parts.kernel.setPower(machine, on);
  }

  #forget(machine: MachineId): void {
    this.#machines.delete(machine);
    this.#parts.kernel.removeMachine(machine);
  }

  #machineOf({ machine, hostname, netns, image, env, container, pod }: ContainerStart): MachineSpec {
    const runAs = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
    return {
      id: machine,
      kind: 'container',
      hostname,
      netns,
      users: usersOf(image, runAs),
      files: image.files,
      programs: this.#programs.of(image),
      env: withVariables(image.env, env),
      shell: image.family === 'debian' ? 'bash' : 'sh',
    };
  }
}

/** The image's variables and the container's, one after the other: that way all machines' have the same shape. */
function withVariables(
  image: Readonly<Record<string, string>>,
  own: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const name in image) all[name] = image[name] ?? '';
  for (const [name, value] of own) all[name] = value;
  return all;
}

/** Lists of programs by image, the same list for the same image: machines share what they have in common. */
class ImagePrograms {
  readonly #all: () => readonly ProgramSpec[];
  readonly #lists = new Map<Image, readonly ProgramSpec[]>();

  constructor(all: () => readonly ProgramSpec[]) {
    this.#all = all;
  }

  of(image: Image): readonly ProgramSpec[] {
    const known = this.#lists.get(image);
    if (known) return known;
    const all = this.#all();
    const list = image.programs.flatMap((name) => {
      const program = all.find((one) => one.name === name);
      return program ? [inFamily(program, image.family)] : [];
    });
    this.#lists.set(image, list);
    return list;
  }
}

/** A program as a family of images has it: busybox and alpine print other messages, alpine carries newer versions. */
function inFamily(program: ProgramSpec, family: Image['family']): ProgramSpec {
  const { busybox, alpine } = program;
  const run = family === 'alpine' ? (alpine ?? busybox) : family === 'busybox' ? busybox : undefined;
  return run ? { ...program, run } : program;
}

function usersOf(image: Image, runAs: number | undefined): readonly User[] {
  const root: User = { name: 'root', uid: 0, gid: 0, home: '/root' };
  if (runAs !== undefined && runAs !== 0)
    return [{ name: String(runAs), uid: runAs, gid: 0, home: '/' }, root];
  if (image.user === 'root' || runAs === 0) return [root];
  return [{ name: image.user, uid: 100, gid: 101, home: `/home/${image.user}` }, root];
}

function mountAll(kernel: Kernel, { machine, mounts, files, hostname, pod }: ContainerStart): void {
  for (const mount of mounts) kernel.mount(machine, mount.path, sourceOf(mount, pod.metadata.uid));
  const texts = { ...files, '/etc/hostname': `${hostname}\n` };
  for (const [path, text] of Object.entries(texts))
    kernel.mount(machine, path, { type: 'generated', read: () => text });
}

function sourceOf({ source }: ContainerMount, uid: string): MountSource {
  if (source.type === 'scratch') return { type: 'scratch', volume: `${uid}/${source.volume}` };
  const single = source.files[''];
  if (single?.type !== 'file') return source;
  const { data } = single;
  return { type: 'generated', read: () => (typeof data === 'string' ? data : decodeUtf8(data)) };
}

/** @upstream opencontainers/runc, as containerd passes it on */
function startError(program: string, error: string): string {
  const how = program.includes('/')
    ? error === 'EACCES'
      ? `exec: "${program}": permission denied`
      : `exec: "${program}": stat ${program}: no such file or directory`
    : `exec: "${program}": executable file not found in $PATH`;
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${how}`;
}

/** One container: a machine whose end is that of its first process. */
class ProcessContainer implements RunningContainer {
  readonly #kernel: Kernel;
  readonly #request: ContainerStart;
  readonly #nextSession: () => number;
  readonly #attached = new Set<OutputStream>();
  readonly #sessions = new Map<Pid, OutputStream>();
  /** Terminal output before anybody was attached. */
  #early: Uint8Array[] | undefined = [];
  #state: TtyState | undefined;
  #pid: Pid | undefined;
  #tty: string | undefined;
  #killed = false;
  #ended = false;

  constructor(kernel: Kernel, request: ContainerStart, nextSession: () => number) {
    this.#kernel = kernel;
    this.#request = request;
    this.#nextSession = nextSession;
  }

  /** Launches the first process; the error when it cannot. */
  begin(): string | undefined {
    const { machine, argv, container, image } = this.#request;
    const write = (channel: 'stdout' | 'stderr') => (bytes: Uint8Array) => this.#write(channel, bytes);
    if (container.tty === true) this.#tty = this.#openTty(write('stdout'), (state) => this.#announce(state));
    const launched = this.#kernel.launch({
      machine,
      argv,
      cwd: container.workingDir ?? image.workingDirectory,
      init: true,
      stdin: this.#tty === undefined ? (container.stdin === true ? 'stream' : 'null') : { tty: this.#tty },
      ...(this.#tty === undefined && { stdout: write('stdout'), stderr: write('stderr') }),
      onExit: ({ code, signal }) => this.#exited(code, signal !== undefined),
    });
    if (!launched.ok) return launched.error;
    this.#pid = launched.value;
    return undefined;
  }

  stop(): void {
    if (this.#pid !== undefined && !this.#ended)
      this.#kernel.kill(this.#pid, this.#request.image.stopSignal ?? 'TERM');
  }

  kill(): void {
    if (this.#pid === undefined || this.#ended) return;
    this.#killed = true;
    this.#kernel.kill(this.#pid, 'KILL');
  }

  refresh(volume: string, mounts: readonly ContainerMount[]): void {
    if (this.#ended) return;
    const { machine, pod } = this.#request;
    for (const mount of mounts)
      if (mount.volume === volume) this.#kernel.mount(machine, mount.path, sourceOf(mount, pod.metadata.uid));
  }

  exec(options: ExecOptions) {
    const { machine, container, image } = this.#request;
    const kernel = this.#kernel;
    let pid: Pid | undefined;
    let tty: string | undefined;
    const output = new OutputStream({
      send: (bytes) => {
        if (tty !== undefined) {
          if (bytes) kernel.type(tty, bytes);
        } else if (pid !== undefined) kernel.feed(pid, bytes);
      },
      resize: (columns, rows) => tty !== undefined && kernel.resize(tty, columns, rows),
      close: () => {
        if (tty !== undefined) kernel.closeTty(tty);
        else if (pid !== undefined && options.stdin) kernel.feed(pid, undefined);
      },
    });
    if (options.tty)
      tty = this.#openTty(
        (bytes) => output.write('stdout', bytes),
        (state) => output.state(state),
      );
    const launched = kernel.launch({
      machine,
      argv: options.command,
      cwd: container.workingDir ?? image.workingDirectory,
      stdin: tty === undefined ? (options.stdin ? 'stream' : 'null') : { tty },
      ...(tty === undefined && {
        stdout: (bytes: Uint8Array) => output.write('stdout', bytes),
        stderr: (bytes: Uint8Array) => output.write('stderr', bytes),
      }),
      onExit: ({ code }) => {
        if (pid !== undefined) this.#sessions.delete(pid);
        if (tty !== undefined) kernel.closeTty(tty);
        output.end(code);
      },
    });
    if (!launched.ok)
      return { ok: false, code: 500, message: execError(options.command[0] ?? '', launched.error) } as const;
    pid = launched.value;
    this.#sessions.set(pid, output);
    return { ok: true, value: output.stream } as const;
  }

  attach(options: Omit<ExecOptions, 'command'>) {
    const kernel = this.#kernel;
    const { container } = this.#request;
    const output = new OutputStream({
      send: (bytes) => {
        if (!options.stdin || container.stdin !== true || this.#pid === undefined) return;
        if (this.#tty === undefined) kernel.feed(this.#pid, bytes);
        else if (bytes) kernel.type(this.#tty, bytes);
      },
      resize: (columns, rows) => this.#tty !== undefined && kernel.resize(this.#tty, columns, rows),
      close: () => this.#detach(output, options.stdin),
    });
    this.#attached.add(output);
    // What came before the first client is not lost: the prompt of a shell stands there already.
    for (const bytes of this.#early ?? []) output.write('stdout', bytes);
    this.#early = undefined;
    if (this.#state) output.state(this.#state);
    return { ok: true, value: output.stream } as const;
  }

  #detach(output: OutputStream, stdin: boolean): void {
    this.#attached.delete(output);
    const { container } = this.#request;
    if (!stdin || container.stdinOnce !== true || this.#pid === undefined || this.#ended) return;
    if (this.#tty === undefined) this.#kernel.feed(this.#pid, undefined);
    else this.#kernel.closeTty(this.#tty);
  }

  #openTty(output: (bytes: Uint8Array) => void, onState: (state: TtyState) => void): string {
    const id = `${this.#request.machine}#${this.#nextSession()}`;
    this.#kernel.openTty({ id, columns: 80, rows: 24, output, onState });
    return id;
  }

  #announce(state: TtyState): void {
    this.#state = state;
    for (const output of this.#attached) output.state(state);
  }

  #write(channel: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#request.output(channel, bytes);
    if (this.#request.container.stdin === true) this.#early?.push(bytes);
    for (const output of this.#attached) output.write(channel, bytes);
  }

  #exited(code: number, signalled: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const output of this.#attached) output.end(code);
    for (const session of this.#sessions.values()) session.end(137);
    this.#sessions.clear();
    this.#request.onExit({ code: this.#killed && signalled ? 137 : code });
  }
}

function execError(program: string, error: string): string {
  const how = program.includes('/')
    ? error === 'EACCES'
      ? 'permission denied'
      : `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  return `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${execId(program)}": OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${how}`;
}

/** 64 digits, as the runtime numbers an exec. */
function execId(program: string): string {
  let hash = 0x811c9dc5;
  const digits: string[] = [];
  for (let round = 0; round < 8; round++) {
    for (const letter of `${program}${round}`)
      hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    digits.push(hash.toString(16).padStart(8, '0'));
  }
  return digits.join('');
}
