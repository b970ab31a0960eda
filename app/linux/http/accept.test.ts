import { expect, it } from 'vitest';
import { createCore, type Core } from '../../base/core.ts';
import { runLoop } from '../../base/loop.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { virtualMs } from '../../base/brand.ts';
import { ip, machineId, netnsId, type SocketId } from '../names.ts';
import { createNetwork } from '../network/create-network.ts';
import { createKernel } from '../process/create-kernel.ts';
import type { Kernel } from '../process/kernel.ts';
import type { ProgramSpec } from '../process/program.ts';
import type { SocketLayer } from '../socket/socket-layer.ts';
import { serveHttp, textResponse } from './serve.ts';

const HOST = netnsId('host');
const MACHINE = machineId('host');
const ROOT = { name: 'root', uid: 0, gid: 0, home: '/root' };
const GET = 'GET /page HTTP/1.1\r\nHost: host\r\n\r\n';

/** Answers with the number of the connection; `/slow` after a second, `/large` with many bytes. */
const server: ProgramSpec = {
  name: 'server',
  help: 'server',
  on: ['container'],
  run: function* (p) {
    p.onSignal('QUIT', 'wake');
    yield* serveHttp(p, { ip: ip('0.0.0.0'), port: 80 }, function* ({ target }, { number }) {
      if (target === '/slow') yield* p.sleep(1000);
      return textResponse(200, target === '/large' ? 'x'.repeat(600_000) : `client ${number}\n`);
    });
    return 7;
  },
};

interface Host {
  readonly core: Core;
  readonly kernel: Kernel;
  readonly sockets: SocketLayer;
  readonly ended: readonly number[];
  run(ms: number): void;
  connect(): SocketId;
  /** Sends bytes, gives the world some time, and takes what came back. */
  ask(socket: SocketId, text: string, ms?: number): string;
}

function host(): Host {
  const core = createCore(1, 0);
  const network = createNetwork(core);
  network.addNetns({ id: HOST });
  const { sockets } = network;
  const kernel = createKernel(core, { sockets });
  const machine = { id: MACHINE, kind: 'container', hostname: 'host', netns: HOST } as const;
  kernel.addMachine({ ...machine, users: [ROOT], files: {}, programs: [server], env: {}, shell: 'sh' });
  const ended: number[] = [];
  const launched = kernel.launch({
    machine: MACHINE,
    argv: ['server'],
    stdin: 'null',
    onExit: ({ code }) => ended.push(code),
  });
  if (!launched.ok) throw new Error(launched.error);
  const run = (ms: number): void => {
    const until = virtualMs(core.now() + ms);
    while (!runLoop(core, { until, pieces: 100_000, runner: kernel }));
  };
  run(10);
  return {
    core,
    kernel,
    sockets,
    ended,
    run,
    connect() {
      const opened = sockets.connectTcp(HOST, { ip: ip('127.0.0.1'), port: 80 });
      if (!opened.ok) throw new Error(opened.error);
      run(10);
      return opened.value;
    },
    ask(socket, text, ms = 10) {
      sockets.send(socket, encodeUtf8(text));
      run(ms);
      const got = sockets.receive(socket, 65_536);
      return got.ok ? decodeUtf8(got.value) : got.error;
    },
  };
}

it('one process serves many clients, and none waits for an idle or slow one', () => {
  const world = host();
  const [idle, slow, third] = [world.connect(), world.connect(), world.connect()];
  expect(world.ask(slow, GET.replace('/page', '/slow'))).toBe('EAGAIN');
  expect(world.ask(third, GET)).toContain('client 3');
  expect(world.ask(idle, GET)).toContain('client 1');
  expect(world.ask(slow, '', 1000)).toContain('client 2');
  expect(world.kernel.processes(MACHINE)).toHaveLength(1);
});

it('a connection carries several requests, also sent at once', () => {
  const world = host();
  const socket = world.connect();
  expect(world.ask(socket, GET)).toContain('client 1');
  expect(world.ask(socket, GET + GET).match(/client 1/g)).toHaveLength(2);
});

it('a client that reads slowly gets everything while others are served', () => {
  const world = host();
  const [slow, other] = [world.connect(), world.connect()];
  let bytes = world.ask(slow, GET.replace('/page', '/large')).length;
  expect(world.ask(other, GET)).toContain('client 2');
  for (let turn = 0; turn < 40; turn++) bytes += world.ask(slow, '').replace('EAGAIN', '').length;
  expect(bytes).toBeGreaterThan(600_000);
});

it('an idle connection is closed after the keep-alive time', () => {
  const world = host();
  const socket = world.connect();
  expect(world.ask(socket, GET)).toContain('client 1');
  expect(world.ask(socket, '', 179_000)).toBe('EAGAIN');
  expect(world.ask(socket, '', 2000)).toBe('');
});

it('a signal that the server asked for ends it when its last client has gone', () => {
  const world = host();
  const socket = world.connect();
  for (const { pid } of world.kernel.processes(MACHINE)) world.kernel.kill(pid, 'QUIT');
  world.run(10);
  expect(world.ask(socket, GET)).toContain('client 1');
  expect(world.ended).toEqual([]);
  world.sockets.close(socket);
  world.run(10);
  expect(world.ended).toEqual([7]);
});

it('the connections of a server that is killed are closed', () => {
  const world = host();
  const socket = world.connect();
  for (const { pid } of world.kernel.processes(MACHINE)) world.kernel.kill(pid, 'KILL');
  expect(world.ask(socket, '')).toBe('');
});
