import type { Core } from '../../base/core.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { ip, type NetnsId, type SocketId } from '../../linux/names.ts';
import { AGAIN, type SocketLayer } from '../../linux/socket/socket-layer.ts';
import type { ContainerRuntime, ProbeRequest } from '../container-runtime.ts';
import type { HTTPGetAction } from '../kinds/types.data.ts';
import { probePort } from './probe-port.ts';

interface Attempt {
  readonly request: ProbeRequest;
  readonly host: string;
  readonly port: number;
  readonly http: HTTPGetAction | undefined;
  readonly socket: SocketId;
  readonly until: number;
  sent: boolean;
  received: string;
  polls: number;
}

const USER_AGENT = 'kube-probe/1.35';

/**
 * Makes what asks containers over the network, from the node's own address: every probe is a real connection. It looks
 * again and again rather than wait for events, because those belong to the processes.
 */
export function createProber(
  core: Core,
  sockets: SocketLayer,
  netns: NetnsId,
  node: string,
): ContainerRuntime['probe'] {
  const owner = `prober/${node}`;
  const attempts = new Map<number, Attempt>();
  let last = 0;

  const finish = (id: number, attempt: Attempt, success: boolean, message: string) => {
    attempts.delete(id);
    sockets.close(attempt.socket);
    attempt.request.done({ success, message });
  };

  core.agenda.handle(owner, (payload) => {
    const id = Number(payload);
    const attempt = attempts.get(id);
    if (!attempt) return;
    const outcome = step(sockets, attempt);
    if (outcome !== 'wait') return finish(id, attempt, outcome.success, outcome.message);
    if (core.now() >= attempt.until) return finish(id, attempt, false, timeoutText(attempt));
    core.agenda.after(pollDelay(attempt.polls++), owner, id, { periodic: true });
  });

  return (request) => {
    const { probe, container } = request;
    if (probe.exec) return execProbe(request, probe.exec.command ?? []);
    const action = probe.httpGet ?? probe.tcpSocket ?? probe.grpc;
    if (!action) return request.done({ success: true, message: '' });
    const host = (probe.httpGet ?? probe.tcpSocket)?.host ?? request.ip;
    const port = probePort(action.port, container);
    const tried = sockets.connectTcp(netns, { ip: ip(host), port }, { program: 'kubelet' });
    if (!tried.ok)
      return request.done({ success: false, message: connectText(probe.httpGet, host, port, tried.error) });
    const until = core.now() + (probe.timeoutSeconds ?? 1) * 1000;
    const attempt = { request, host, port, http: probe.httpGet, socket: tried.value, until };
    const id = ++last;
    attempts.set(id, { ...attempt, sent: false, received: '', polls: 0 });
    core.agenda.after(1, owner, id, { periodic: true });
  };
}

function pollDelay(polls: number): number {
  return polls < 10 ? 1 : polls < 30 ? 5 : 25;
}

type Outcome = 'wait' | { readonly success: boolean; readonly message: string };

function step(sockets: SocketLayer, attempt: Attempt): Outcome {
  const { socket, http, host, port } = attempt;
  if (!attempt.sent) {
    const connected = sockets.connected(socket);
    if (!connected.ok && connected.error === AGAIN) return 'wait';
    if (!connected.ok) return { success: false, message: connectText(http, host, port, connected.error) };
    // A TCP probe asks no more; behind HTTPS the certificate is not looked at, so that the connection is the answer.
    if (!http || http.scheme === 'HTTPS') return { success: true, message: '' };
    sockets.send(socket, encodeUtf8(requestText(http, host, port)));
    attempt.sent = true;
    return 'wait';
  }
  const got = sockets.receive(socket, 4096);
  if (!got.ok && got.error === AGAIN) return 'wait';
  const text = got.ok ? decodeUtf8(got.value) : '';
  attempt.received += text;
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(attempt.received)?.[1];
  if (status === undefined && text !== '') return 'wait';
  if (status === undefined) return { success: false, message: `Get "${urlOf(attempt)}": EOF` };
  const success = Number(status) >= 200 && Number(status) < 400;
  return { success, message: success ? '' : `HTTP probe failed with statuscode: ${status}` };
}

function requestText({ path = '/', httpHeaders = [] }: HTTPGetAction, host: string, port: number): string {
  const own = httpHeaders.map(({ name, value }) => `${name}: ${value}\r\n`).join('');
  const named = httpHeaders.some(({ name }) => name.toLowerCase() === 'host');
  const hostLine = named ? '' : `Host: ${host}:${port}\r\n`;
  return `GET ${path} HTTP/1.1\r\n${hostLine}User-Agent: ${USER_AGENT}\r\nAccept: */*\r\n${own}Connection: close\r\n\r\n`;
}

function urlOf({ http, host, port }: Pick<Attempt, 'http' | 'host' | 'port'>): string {
  return `${(http?.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}${http?.path ?? '/'}`;
}

function connectText(http: HTTPGetAction | undefined, host: string, port: number, error: string): string {
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused',
    EHOSTUNREACH: 'no route to host',
    ENETUNREACH: 'network is unreachable',
    ECONNRESET: 'connection reset by peer',
    ETIMEDOUT: 'connection timed out',
  };
  const text = `dial tcp ${host}:${port}: connect: ${words[error] ?? error}`;
  return http ? `Get "${urlOf({ http, host, port })}": ${text}` : text;
}

function timeoutText(attempt: Attempt): string {
  if (!attempt.http) return `dial tcp ${attempt.host}:${attempt.port}: i/o timeout`;
  return `Get "${urlOf(attempt)}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
}

function execProbe({ running, container, done }: ProbeRequest, command: readonly string[]): void {
  const answer = running.exec({
    container: container.name,
    command,
    stdin: false,
    stdout: true,
    stderr: true,
    tty: false,
  });
  if (!answer.ok)
    return done({ success: false, message: answer.message.replace(/^Internal error occurred: /, '') });
  let text = '';
  answer.value.subscribe((event) => {
    if (event.type === 'data') text += decodeUtf8(event.bytes);
    else if (event.type === 'end')
      done({ success: event.status.status === 'Success', message: text.trimEnd() });
  });
}
