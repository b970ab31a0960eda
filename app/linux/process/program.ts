import type { VirtualMs } from '../../base/brand.ts';
import type { EffectInput, EffectKind, EffectOutput } from '../../base/effect.ts';
import type { Random } from '../../base/random.ts';
import type { Result } from '../../base/result.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { EffectId, Fd, InboxId, MachineId, NetnsId, Pgid, Pid, SocketId } from '../names.ts';
import type { Errno, SocketEvent, SocketLayer } from '../socket/socket-layer.ts';
import type { ProcessView } from './process-view.ts';
import type { Sockets } from './sockets.ts';
import type { Tty } from './tty.ts';

/** A call into the machine. Returns at once when it can; yields a Wait when it must block. */
export type Sys<Value> = Generator<Wait, Value, Wake>;

/** Why a process is blocked; plain data, so the scheduler and the debugger can show it. */
export type Wait =
  | { readonly on: 'read' | 'write'; readonly fd: Fd; readonly until?: VirtualMs }
  | { readonly on: 'sleep'; readonly until: VirtualMs }
  | { readonly on: 'child'; readonly pid: Pid | 'any' }
  | {
      readonly on: 'socket';
      readonly socket: SocketId;
      readonly event: SocketEvent;
      readonly until?: VirtualMs;
    }
  /** A watch, or whatever another part of the world pushes. */
  | { readonly on: 'inbox'; readonly inbox: InboxId; readonly until?: VirtualMs }
  | { readonly on: 'effect'; readonly effect: EffectId }
  /** Stopped by Ctrl-Z until fg or bg. */
  | { readonly on: 'stopped' }
  /** Breathing: goes on 1 ms of virtual time later, so that the clock never stands still. */
  | { readonly on: 'turn' };

/** What the kernel hands back: nothing special, or a signal that the program asked to handle. */
export interface Wake {
  readonly signal?: Signal;
}

/** 0..255; ended by signal n: 128 + n. */
export type ExitCode = number;

/** A program is a generator over calls into its machine: it reads like blocking code, and any wait can be interrupted. */
export type Program = (p: Process) => Sys<ExitCode>;

/** Signals by their names without SIG. */
export type Signal =
  | 'HUP'
  | 'INT'
  | 'QUIT'
  | 'KILL'
  | 'USR1'
  | 'USR2'
  | 'PIPE'
  | 'ALRM'
  | 'TERM'
  | 'CHLD'
  | 'CONT'
  | 'STOP'
  | 'TSTP'
  | 'TTIN'
  | 'TTOU'
  | 'WINCH';

/** What kind of machine a program is installed on. Images name theirs (`busybox`, `debian`, `curlimages/curl`, …). */
export type MachineKind = 'laptop' | 'node' | 'container' | 'internet' | 'docker-host';

/** A program as a line of the registry. */
export interface ProgramSpec {
  readonly name: string;
  /** Usage text in our own words, printed by `help NAME`; programs with a real --help print that themselves. */
  readonly help: string;
  readonly run: Program;
  readonly complete?: (request: CompletionRequest) => readonly Candidate[];
  /** Where it is installed. Containers get those that their image names. */
  readonly on: readonly MachineKind[];
  /** Directory of its file in the tree: /usr/bin unless said. */
  readonly directory?: string;
  /** The same name in busybox and alpine images, where it prints other messages. */
  readonly busybox?: Program;
  /** The same name in alpine images alone, where they carry a newer version of the real program. */
  readonly alpine?: Program;
}

/** What the line editor asks a program: the words before the cursor, the last one being completed. */
export interface CompletionRequest {
  readonly words: readonly string[];
  readonly process: Process;
}

/** One possible completion. */
export interface Candidate {
  readonly text: string;
  readonly description?: string;
  /** Whether a blank follows: yes unless more of the same word is expected (`service/`, `--flag=`). */
  readonly final?: boolean;
}

/** One line read; `newline` is empty at an unfinished last line. */
export interface Line {
  readonly text: string;
  readonly newline: '\n' | '';
}

/** How a child ended or stopped. */
export interface Ended {
  readonly pid: Pid;
  readonly code: ExitCode;
  readonly signal?: Signal;
  readonly stopped?: boolean;
}

/** How to start a child. Descriptors not named are inherited. */
export interface SpawnOptions {
  readonly fds?: ReadonlyMap<Fd, Fd>;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** `new`: a group of its own, led by the child; a number: joins that one; undefined: the parent's. */
  readonly group?: 'new' | Pgid;
  /** Makes the child's group the terminal's foreground group. */
  readonly foreground?: boolean;
  /** Instead of looking argv[0] up on PATH: this very program (subshells and functions run this way). */
  readonly program?: Program;
  /** Another machine for the child (ssh, exec): its files, environment and network. */
  readonly machine?: MachineId;
  readonly user?: User;
  /** Signals that the child does not ignore although the parent does: an interactive shell ignores some for itself. */
  readonly restore?: readonly Signal[];
}

/** Who a process runs as. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** A running program's view of its machine. Calls of type Sys may wait; all others answer at once. */
export interface Process {
  readonly pid: Pid;
  readonly ppid: Pid;
  readonly pgid: Pgid;
  readonly machine: MachineId;
  readonly netns: NetnsId;
  readonly hostname: string;
  readonly kind: MachineKind;
  readonly user: User;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  /** Controlling terminal, if any. */
  readonly tty: Tty | undefined;

  /** Virtual clock; date, $SECONDS and curl's timings use it. */
  now(): VirtualMs;
  /** The calendar date at virtual time 0, in milliseconds since 1970. */
  readonly epoch: number;
  random(stream: string): Random;

  /** Null at end of file. */
  read(fd: Fd, max?: number): Sys<Uint8Array | null>;
  readLine(fd: Fd): Sys<Line | null>;
  /** Everything to the end of file, as text. */
  readAll(fd: Fd): Sys<string>;
  /** Waits for room; ends the process by SIGPIPE when nobody reads. */
  write(fd: Fd, data: Uint8Array | string): Sys<void>;
  /** write(1, …) */
  print(text: string): Sys<void>;
  /** write(2, …) */
  warn(text: string): Sys<void>;
  pipe(): readonly [Fd, Fd];
  dup(from: Fd, to?: Fd): Fd;
  close(fd: Fd): void;
  isTty(fd: Fd): boolean;
  isOpen(fd: Fd): boolean;
  /** As read, but a signal asked for with `wake` ends it: its name comes instead. */
  readOrSignal(fd: Fd, max?: number): Sys<Uint8Array | null | Signal>;
  /** As read, at most until a time: undefined when it is over. */
  readBefore(fd: Fd, until: VirtualMs, max?: number): Sys<Uint8Array | null | undefined>;
  /** The bytes of whatever a path names, to its end: also pipes (`/dev/fd/63`, `/dev/stdin`), which `fs` cannot read. */
  readFile(path: string): Sys<Result<Uint8Array>>;
  /** Opens a file of the machine as a descriptor: `r`, `w` (truncate), `a` (append), `rw`. Error: errno name such as ENOENT. */
  open(path: string, mode: 'r' | 'w' | 'a' | 'rw'): Result<Fd>;

  /** Where argv[0] is found on PATH: its absolute path, or why not (ENOENT → 127, EACCES → 126). */
  which(name: string, searchPath?: string): Result<string>;
  /** The programs installed on the machine, for help and completion. */
  readonly programs: readonly ProgramSpec[];
  spawn(argv: readonly string[], options?: SpawnOptions): Result<Pid>;
  /** Waits for a child's end, or with `stopped` for its stop too. Without such a child: code 127. */
  wait(pid: Pid | 'any', options?: { readonly stopped?: boolean }): Sys<Ended>;
  /** As wait, but a signal asked for with `wake` ends it: its name comes instead. */
  waitOrSignal(pid: Pid | 'any', options?: { readonly stopped?: boolean }): Sys<Ended | Signal>;
  /** As waitpid with WNOHANG. */
  poll(pid: Pid | 'any', options?: { readonly stopped?: boolean }): Ended | undefined;
  /** Whether the process has children that it has not waited for. */
  readonly hasChildren: boolean;
  /** As execve: gives the program that this process is from now on; the caller runs it as its last act. */
  become(argv: readonly string[], env?: ReadonlyMap<string, string>): Result<Program>;
  /** All processes of the machine, as `ps` shows them. */
  processes(): readonly ProcessView[];
  kill(target: { readonly pid: Pid } | { readonly group: Pgid }, signal: Signal): Result<void>;
  onSignal(signal: Signal, act: 'default' | 'ignore' | 'wake'): void;
  /** The oldest signal that was asked for with `wake` and not taken yet. */
  takeSignal(): Signal | undefined;
  /** Whether a signal does what it does by default, is ignored, or wakes. */
  signalAction(signal: Signal): 'default' | 'ignore' | 'wake';
  /** Permission bits that new files do not get. */
  umask: number;
  sleep(ms: number): Sys<Wake>;
  breathe(): Sys<void>;
  chdir(path: string): Result<void>;
  setEnv(name: string, value: string | undefined): void;

  readonly fs: FileSystem;
  /** Blocking socket calls for programs. */
  readonly net: Sockets;
  /** The layer underneath, for programs that watch several sockets. */
  readonly sockets: SocketLayer;
  /** Events of several sockets in one mailbox, for servers of many connections. */
  watchSockets(): SocketWatch;
  inbox<Message>(): Inbox<Message>;
  /** Waits for the next message, at most until a time; a signal asked for comes as Wake, the time's end as undefined. */
  receive<Message>(inbox: Inbox<Message>, until?: VirtualMs): Sys<Message | Wake | undefined>;
  /** Waits until one of the sockets may go on, or the time is over (undefined). */
  waitSocket(socket: SocketId, event: SocketEvent, until?: VirtualMs): Sys<SocketEvent | Wake | undefined>;
  effect<Kind extends EffectKind>(kind: Kind, input: EffectInput<Kind>): Sys<EffectOutput<Kind>>;
}

/** A mailbox that others push plain data into. */
export interface Inbox<Message> {
  readonly id: InboxId;
  push(message: Message): void;
  /** Takes what is there, without waiting. */
  take(): Message | undefined;
}

/** As epoll: what happens to the sockets in it comes as their numbers into one mailbox. */
export interface SocketWatch {
  readonly events: Inbox<SocketId>;
  add(socket: SocketId): void;
  remove(socket: SocketId): void;
}

/** Why a name or address could not be reached, for programs' messages. */
export type NetError = Errno | 'EAI_NONAME' | 'EAI_AGAIN' | 'TIMEOUT';
