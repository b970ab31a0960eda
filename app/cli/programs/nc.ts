import { virtualMs } from '../../base/brand.ts';
import { canonicalIp } from '../../base/ip.ts';
import { ip, STDIN, STDOUT, type Ip, type SocketId } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { muslStrerror, strerror } from '../tool/errno.ts';
import type { Options } from '../tool/options.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Connects to a port, or listens on one, and copies bytes between it and the standard streams. */
export const nc = tool('nc', 'nc [-vzu] [-w SECONDS] HOST PORT..., nc -l [-p] PORT', run);

const USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
\t  [destination] [port]
`;

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(
    p,
    { flags: '46CDdFhklNnrStUuvZzb', values: 'IiMmOPpqsTVWwXxe' },
    flavour,
    USAGE,
  );
  if (!options) return 1;
  if (options.has('l')) return yield* listen(p, options);
  const [host, ...ports] = options.operands;
  if (host === undefined || ports.length === 0) {
    yield* p.warn(host === undefined ? USAGE : 'nc: missing port number\n');
    return 1;
  }
  if (options.has('u') && !options.has('z')) {
    yield* p.warn('lintas: nc -u is simulated with -z only\n');
    return 1;
  }
  const address = yield* resolve(p, host, ports[0] ?? '', flavour);
  if (address === undefined) return 1;
  const numbers = ports.flatMap(portRange);
  let status = 1;
  for (const port of numbers) {
    const done = options.has('u')
      ? yield* probeUdp(p, host, address, port, options)
      : yield* tryPort(p, host, address, port, options, flavour);
    if (done) status = 0;
  }
  return status;
}

function portRange(text: string): readonly number[] {
  const named: Readonly<Record<string, number>> = { http: 80, https: 443, domain: 53, ssh: 22 };
  const [from = '', to = from] = text.split('-');
  const start = named[from] ?? Number(from);
  const end = named[to] ?? Number(to);
  return Array.from({ length: Math.max(0, Math.min(65_536, end - start + 1)) }, (_, index) => start + index);
}

function* resolve(p: Process, host: string, port: string, flavour: Flavour): Sys<Ip | undefined> {
  const literal = canonicalIp(host);
  if (literal !== undefined) return ip(literal);
  const found = yield* p.net.resolve(host);
  if (found.ok) return found.value[0];
  const reason =
    found.error === 'EAI_AGAIN' ? 'Temporary failure in name resolution' : 'Name or service not known';
  yield* p.warn(
    flavour === 'gnu'
      ? `nc: getaddrinfo for host "${host}" port ${port}: ${reason}\n`
      : `nc: bad address '${host}'\n`,
  );
  return undefined;
}

function* tryPort(
  p: Process,
  host: string,
  address: Ip,
  port: number,
  options: Options,
  flavour: Flavour,
): Sys<boolean> {
  const seconds = options.value('w');
  const until = seconds === undefined ? undefined : virtualMs(p.now() + Number(seconds) * 1000);
  const connected = yield* p.net.connect({ ip: address, port }, until);
  const loud = options.has('v');
  if (!connected.ok) {
    const errno = connected.error === 'TIMEOUT' ? 'ETIMEDOUT' : connected.error;
    if (flavour === 'busybox') yield* p.warn(`nc: ${host} (${address}:${port}): ${muslStrerror(errno)}\n`);
    else if (loud) {
      const place = canonicalIp(host) === undefined ? `${host} (${address})` : host;
      const reason =
        connected.error === 'TIMEOUT' ? 'timed out: Operation now in progress' : `failed: ${strerror(errno)}`;
      yield* p.warn(`nc: connect to ${place} port ${port} (tcp) ${reason}\n`);
    }
    return false;
  }
  if (loud) {
    yield* p.warn(
      flavour === 'busybox'
        ? `${host} (${address}:${port}) open\n`
        : `Connection to ${canonicalIp(host) === undefined ? `${host} (${address})` : host} ${port} port [tcp/${serviceName(port)}] succeeded!\n`,
    );
  }
  if (!options.has('z')) yield* converse(p, connected.value, options);
  p.net.close(connected.value);
  return true;
}

/** Names of /etc/services that a machine without the file still knows. */
function serviceName(port: number): string {
  const names: Readonly<Record<number, string>> = {
    22: 'ssh',
    53: 'domain',
    80: 'http',
    443: 'https',
    8080: 'http-alt',
    6443: '*',
  };
  return names[port] ?? '*';
}

function* probeUdp(p: Process, host: string, address: Ip, port: number, options: Options): Sys<boolean> {
  const socket = p.net.openUdp();
  if (!socket.ok) return false;
  p.sockets.connectUdp(socket.value, { ip: address, port });
  p.net.sendTo(socket.value, { ip: address, port }, Uint8Array.from([0x58]));
  const got = yield* p.net.receiveFrom(socket.value, virtualMs(p.now() + 1000));
  p.net.close(socket.value);
  const open = got.ok || got.error === 'TIMEOUT';
  if (open && options.has('v'))
    yield* p.warn(`Connection to ${host} ${port} port [udp/${serviceName(port)}] succeeded!\n`);
  return open;
}

/** Sends standard input and prints what comes back, until the other end closes. */
function* converse(p: Process, socket: SocketId, options: Options): Sys<void> {
  const sender = p.spawn(['nc'], {
    *program(child) {
      for (let chunk = yield* child.read(STDIN); chunk; chunk = yield* child.read(STDIN)) {
        const sent = yield* child.net.send(socket, chunk);
        if (!sent.ok) return 1;
      }
      if (options.has('N') || options.has('q')) child.sockets.shutdown(socket);
      return 0;
    },
  });
  const quitAfter = options.value('q');
  for (;;) {
    const idle = sender.ok && p.poll(sender.value) !== undefined && quitAfter !== undefined;
    const until = idle ? virtualMs(p.now() + Number(quitAfter) * 1000) : undefined;
    const got = yield* p.net.receive(socket, until);
    if (!got.ok || got.value === null) break;
    yield* p.write(STDOUT, got.value);
  }
  if (sender.ok) p.kill({ pid: sender.value }, 'TERM');
}

function* listen(p: Process, options: Options): Sys<number> {
  const port = Number(options.value('p') ?? options.operands.at(-1) ?? 0);
  const listener = p.net.listen({ ip: ip('0.0.0.0'), port });
  if (!listener.ok) {
    yield* p.warn(`nc: ${strerror(listener.error)}\n`);
    return 1;
  }
  if (options.has('v')) yield* p.warn(`Listening on 0.0.0.0 ${port}\n`);
  do {
    const socket = yield* p.net.accept(listener.value);
    const peer = p.sockets.view(socket)?.peer;
    if (options.has('v') && peer) yield* p.warn(`Connection received on ${peer.ip} ${peer.port}\n`);
    yield* converse(p, socket, options);
    p.net.close(socket);
  } while (options.has('k'));
  return 0;
}
