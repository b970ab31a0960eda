import { virtualMs } from '../../base/brand.ts';
import { createCore, type Core } from '../../base/core.ts';
import { runLoop } from '../../base/loop.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { machineId, netnsId, type MachineId } from '../../linux/names.ts';
import { createKernel } from '../../linux/process/create-kernel.ts';
import type { Kernel } from '../../linux/process/kernel.ts';
import type { MachineKind, ProgramSpec } from '../../linux/process/program.ts';
import type { SocketLayer } from '../../linux/socket/socket-layer.ts';
import { concat } from './input.ts';

/** What a command left behind. */
export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** A machine without network on which tests run single programs. */
export interface TestMachine {
  readonly core: Core;
  readonly kernel: Kernel;
  readonly id: MachineId;
  /** Runs a program to its end, at most some virtual seconds. */
  run(argv: readonly string[], stdin?: string | Uint8Array): Outcome;
  /** The same with the bytes as they are. */
  runBytes(
    argv: readonly string[],
    stdin?: string | Uint8Array,
  ): { readonly out: Uint8Array; readonly err: string; readonly code: number };
}

const NO_SOCKETS: SocketLayer = {
  connectTcp: () => ({ ok: false, error: 'ENETUNREACH' }),
  listenTcp: () => ({ ok: false, error: 'EADDRNOTAVAIL' }),
  accept: () => ({ ok: false, error: 'EINVAL' }),
  connected: () => ({ ok: false, error: 'EINVAL' }),
  send: () => ({ ok: false, error: 'ENOTCONN' }),
  receive: () => ({ ok: false, error: 'ENOTCONN' }),
  shutdown: () => undefined,
  close: () => undefined,
  abort: () => undefined,
  openUdp: () => ({ ok: false, error: 'EADDRNOTAVAIL' }),
  connectUdp: () => ({ ok: false, error: 'ENETUNREACH' }),
  sendTo: () => ({ ok: false, error: 'ENETUNREACH' }),
  receiveFrom: () => ({ ok: false, error: 'EINVAL' }),
  openPing: () => ({ ok: false, error: 'EACCES' }),
  sendPing: () => ({ ok: false, error: 'ENETUNREACH' }),
  receivePing: () => ({ ok: false, error: 'EINVAL' }),
  view: () => undefined,
  list: () => [],
  note: () => undefined,
  onEvent: () => undefined,
};

/** Makes a machine with these programs and files; its calendar starts on 24 November 2026. */
export function testMachine(
  programs: readonly ProgramSpec[],
  files: Readonly<Record<string, string>> = {},
  options: { readonly kind?: MachineKind; readonly busybox?: boolean } = {},
): TestMachine {
  const core = createCore(1, Date.UTC(2026, 10, 24, 13, 47, 46));
  const kernel = createKernel(core, { sockets: NO_SOCKETS });
  const id = machineId('laptop');
  kernel.addMachine({
    id,
    kind: options.kind ?? 'laptop',
    hostname: 'laptop',
    netns: netnsId('laptop'),
    users: [{ name: 'user', uid: 1000, gid: 1000, home: '/home/user' }],
    files: Object.fromEntries(
      Object.entries(files).map(([name, data]) => [
        name.startsWith('/') ? name : `/home/user/${name}`,
        { type: 'file' as const, data },
      ]),
    ),
    programs: options.busybox
      ? programs.map((spec) => ({ ...spec, run: spec.busybox ?? spec.run }))
      : programs,
    env: {},
    shell: 'bash',
  });
  if (!kernel.files(id).exists('/home/user')) kernel.files(id).mkdir('/home/user', { parents: true });
  const runBytes: TestMachine['runBytes'] = (argv, stdin) => {
    const out: Uint8Array[] = [];
    const err: Uint8Array[] = [];
    const launched = kernel.launch({
      machine: id,
      argv,
      stdin: stdin === undefined ? 'null' : 'stream',
      stdout: (bytes) => void out.push(bytes),
      stderr: (bytes) => void err.push(bytes),
    });
    if (!launched.ok) return { out: new Uint8Array(), err: `${argv[0] ?? ''}: ${launched.error}`, code: 127 };
    if (stdin !== undefined) {
      kernel.feed(launched.value, typeof stdin === 'string' ? encodeUtf8(stdin) : stdin);
      kernel.feed(launched.value, undefined);
    }
    runLoop(core, { until: virtualMs(core.now() + 60_000), pieces: 100_000, runner: kernel });
    const code = kernel.ended(launched.value);
    if (code === undefined) kernel.kill(launched.value, 'KILL');
    return { out: concat(out), err: decodeUtf8(concat(err)), code: code ?? -1 };
  };
  return {
    core,
    kernel,
    id,
    runBytes,
    run: (argv, stdin) => {
      const { out, err, code } = runBytes(argv, stdin);
      return { out: decodeUtf8(out), err, code };
    },
  };
}
