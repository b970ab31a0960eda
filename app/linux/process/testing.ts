import { createCore, type Core } from '../../base/core.ts';
import { runLoop } from '../../base/loop.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { virtualMs } from '../../base/brand.ts';
import type { FileEntry } from '../fs/file-system.ts';
import { machineId, netnsId, pgid, type MachineId } from '../names.ts';
import type { SocketLayer } from '../socket/socket-layer.ts';
import { createKernel } from './create-kernel.ts';
import type { Kernel, MachineSpec } from './kernel.ts';
import type { MachineKind, ProgramSpec, User } from './program.ts';

/** What a test machine is made of; everything has a default. */
export interface TestMachine {
  readonly programs: readonly ProgramSpec[];
  readonly files?: Readonly<Record<string, string | FileEntry>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly kind?: MachineKind;
  readonly hostname?: string;
  readonly user?: User;
  readonly shell?: string;
  readonly sockets?: SocketLayer;
  readonly seed?: number;
}

/** What a command gave: the bytes of a pipe, and its exit status. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
  /** Virtual milliseconds it took. */
  readonly ms: number;
}

/** One machine for tests, with its world. */
export interface TestBed {
  readonly core: Core;
  readonly kernel: Kernel;
  readonly machine: MachineId;
  /** Runs `SHELL -c COMMAND` to its end, or for `limit` virtual milliseconds. */
  run(command: string, options?: { readonly stdin?: string; readonly limit?: number }): Ran;
  /** Runs a program by its arguments. */
  exec(argv: readonly string[], options?: { readonly stdin?: string; readonly limit?: number }): Ran;
  /** Lets the world go on for some virtual time, or until nothing is left to do. */
  advance(ms: number): void;
}

const TESTER: User = { name: 'user', uid: 1000, gid: 1000, home: '/home/user' };
const LIMIT_MS = 600_000;

/** Makes a machine with the given programs and files; relative paths lie in the user's home. */
export function testBed(spec: TestMachine): TestBed {
  const core = createCore(spec.seed ?? 1, 1_764_000_000_000);
  const kernel = createKernel(core, { sockets: spec.sockets ?? noSockets() });
  const user = spec.user ?? TESTER;
  const machine = machineId('laptop');
  kernel.addMachine(machineSpec(spec, machine, user));
  const advance = (ms: number): void => {
    const until = virtualMs(core.now() + ms);
    while (!runLoop(core, { until, pieces: 100_000, runner: kernel }));
  };
  const exec = (
    argv: readonly string[],
    options: { readonly stdin?: string; readonly limit?: number } = {},
  ): Ran => {
    const out: Uint8Array[] = [];
    const err: Uint8Array[] = [];
    const begun = core.now();
    const ended: { code?: number } = {};
    const launched = kernel.launch({
      machine,
      argv,
      stdin: options.stdin === undefined ? 'null' : 'stream',
      stdout: (bytes) => void out.push(bytes),
      stderr: (bytes) => void err.push(bytes),
      onExit: (end) => (ended.code = end.code),
    });
    if (!launched.ok) return { out: '', err: launched.error, code: 127, ms: 0 };
    if (options.stdin !== undefined) {
      kernel.feed(launched.value, encodeUtf8(options.stdin));
      kernel.feed(launched.value, undefined);
    }
    const until = virtualMs(begun + (options.limit ?? LIMIT_MS));
    while (ended.code === undefined && core.now() < until) {
      if (kernel.runnable) kernel.run(1000);
      else if ((core.agenda.peek()?.at ?? until) < until) core.agenda.runNext();
      else core.agenda.advanceTo(until);
    }
    if (ended.code === undefined) kernel.killGroup(pgid(launched.value), 'INT');
    while (kernel.runnable) kernel.run(1000);
    return { out: textOf(out), err: textOf(err), code: ended.code ?? 130, ms: core.now() - begun };
  };
  return {
    core,
    kernel,
    machine,
    exec,
    advance,
    run: (command, options) => exec([spec.shell ?? 'bash', '-c', command], options),
  };
}

function machineSpec(spec: TestMachine, id: MachineId, user: User): MachineSpec {
  const files = Object.entries(spec.files ?? {}).map(([path, entry]) => [
    path.startsWith('/') ? path : `${user.home}/${path}`,
    typeof entry === 'string' ? { type: 'file' as const, data: entry } : entry,
  ]);
  return {
    id,
    kind: spec.kind ?? 'laptop',
    hostname: spec.hostname ?? 'laptop',
    netns: netnsId('laptop'),
    users: [user],
    files: Object.fromEntries(files),
    programs: spec.programs,
    env: spec.env ?? {},
    shell: spec.shell ?? 'bash',
  };
}

function textOf(chunks: readonly Uint8Array[]): string {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return decodeUtf8(whole);
}

/** A network without any route, for tests that need none. */
export function noSockets(): SocketLayer {
  const unreachable = { ok: false, error: 'ENETUNREACH' } as const;
  const nothing = (): void => undefined;
  const refuse = (): typeof unreachable => unreachable;
  return {
    connectTcp: refuse,
    listenTcp: refuse,
    accept: refuse,
    connected: refuse,
    send: refuse,
    receive: refuse,
    shutdown: nothing,
    close: nothing,
    abort: nothing,
    openUdp: refuse,
    connectUdp: refuse,
    sendTo: refuse,
    receiveFrom: refuse,
    openPing: refuse,
    sendPing: refuse,
    receivePing: refuse,
    view: () => undefined,
    list: () => [],
    note: nothing,
    onEvent: nothing,
  };
}
