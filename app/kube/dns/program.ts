import type { Core } from '../../base/core.ts';
import { bytesToHex } from '@noble/hashes/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { encodeUtf8 } from '../../base/utf8.ts';
import { decodeMessage, encodeMessage } from '../../linux/dns/codec.ts';
import type { Question } from '../../linux/dns/message.ts';
import { acceptForEver } from '../../linux/http/accept.ts';
import { serveHttp, textResponse } from '../../linux/http/serve.ts';
import { ip } from '../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import type { ApiDoor } from '../client.ts';
import { createInformers } from '../informer.ts';
import type { DnsAnswer } from './answer.ts';
import { parseCorefile, STOCK_COREFILE, type ServerConfig } from './corefile.ts';
import { encodeForUdp, respond, type DnsServer } from './server.ts';
import { watchedCatalog } from './watched-catalog.ts';

/** What the DNS server of a cluster is made with. */
export interface CoreDnsParts {
  readonly core: Core;
  readonly door: ApiDoor;
  /** Answers for names outside the cluster. */
  readonly forward: (question: Question) => DnsAnswer;
}

const VERSION = 'CoreDNS-1.13.1\nlinux/amd64, go1.25.2, 1db4568\n';

/** The program of the image coredns: it serves UDP and TCP port 53 and follows the API server. */
export function coreDnsProgram(parts: CoreDnsParts): ProgramSpec {
  return {
    name: 'coredns',
    help: 'coredns [-conf FILE]',
    run: (p) => run(p, parts),
    on: ['container'],
    directory: '/',
  };
}

function* run(p: Process, parts: CoreDnsParts): Sys<number> {
  const file = p.argv[p.argv.indexOf('-conf') + 1];
  const read = p.argv.includes('-conf') && file !== undefined ? p.fs.readText(file) : undefined;
  const text = read?.ok ? read.value : STOCK_COREFILE;
  const config = parseCorefile(text);
  if (!config) {
    yield* p.warn(`${file ?? 'Corefile'}:1 - Error during parsing: Unknown directive\n`);
    return 1;
  }
  const informers = createInformers(parts.door, 'system:serviceaccount:kube-system:coredns');
  const catalog = watchedCatalog(informers, parts.core, config.pods === 'verified');
  try {
    const localIps = localAddresses(p);
    const server: DnsServer = { config, catalog, localIps, forward: parts.forward };
    yield* p.print(
      `.:${config.port}\n[INFO] plugin/reload: Running configuration SHA512 = ${bytesToHex(sha512(encodeUtf8(text)))}\n${VERSION}`,
    );
    startHealth(p, config);
    return yield* serve(p, server);
  } finally {
    catalog.stop();
    informers.stop();
  }
}

/** The addresses by which other Pods reach this one; the hosts file names them. */
function localAddresses(p: Process): readonly string[] {
  const hosts = p.fs.readText('/etc/hosts');
  const lines = (hosts.ok ? hosts.value : '').split('\n').map((line) => line.split(/\s+/));
  const own = lines
    .filter(([, ...names]) => names.includes(p.hostname))
    .flatMap(([address]) => address ?? []);
  return own.length > 0 ? own : ['127.0.0.1'];
}

function startHealth(p: Process, config: ServerConfig): void {
  const answers = [
    [config.healthPort, 'OK'],
    [config.readyPort, 'OK'],
    [config.metricsPort, '# lintas: metrics are not simulated\n'],
  ] as const;
  for (const [port, text] of answers) {
    if (port === undefined) continue;
    p.spawn(['coredns'], {
      *program(child) {
        const failure = yield* serveHttp(child, { ip: ip('0.0.0.0'), port }, function* () {
          yield* [];
          return textResponse(200, text, [['Content-Type', 'text/plain; charset=utf-8']]);
        });
        return failure === '' ? 0 : 1;
      },
    });
  }
}

function* serve(p: Process, server: DnsServer): Sys<number> {
  const { port } = server.config;
  const socket = p.net.openUdp({ ip: ip('0.0.0.0'), port });
  if (!socket.ok) {
    const reason = socket.error === 'EADDRINUSE' ? 'address already in use' : 'permission denied';
    yield* p.warn(`Listen: listen udp :${port}: bind: ${reason}\n`);
    return 1;
  }
  p.spawn(['coredns'], { program: (child) => serveTcp(child, server) });
  const chance = p.random(`coredns/${p.hostname}`);
  for (;;) {
    const got = yield* p.net.receiveFrom(socket.value);
    if (!got.ok) continue;
    const query = decodeMessage(got.value.bytes);
    if (!query.ok || query.value.isResponse) continue;
    const answer = respond(server, query.value, chance);
    if (server.config.logs) yield* p.print(logLine(query.value.questions[0], got.value.from, answer.rcode));
    p.net.sendTo(socket.value, got.value.from, encodeForUdp(answer));
  }
}

function logLine(
  question: Question | undefined,
  from: { readonly ip: string; readonly port: number },
  rcode: string,
): string {
  return `[INFO] ${from.ip}:${from.port} - 0 "${question?.type ?? ''} IN ${question?.name ?? ''} udp 50 false 512" ${rcode} qr,aa,rd 0 0.0001s\n`;
}

/** Over TCP every message has its length in front. */
function* serveTcp(p: Process, server: DnsServer): Sys<number> {
  const listener = p.net.listen({ ip: ip('0.0.0.0'), port: server.config.port });
  if (!listener.ok) return 1;
  yield* acceptForEver(p, listener.value, function* (socket) {
    let held = new Uint8Array();
    for (;;) {
      const got = yield* p.net.receive(socket);
      if (!got.ok || got.value === null) return;
      held = Uint8Array.from([...held, ...got.value]);
      const length = (held[0] ?? 0) * 256 + (held[1] ?? 0);
      if (held.length < 2 || held.length < length + 2) continue;
      const query = decodeMessage(held.slice(2, length + 2));
      held = held.slice(length + 2);
      if (!query.ok) return;
      const bytes = encodeMessage(respond(server, query.value));
      yield* p.net.send(socket, Uint8Array.from([bytes.length >> 8, bytes.length & 255, ...bytes]));
    }
  });
  return 0;
}
