import { isAnyIp } from '../../base/ip.ts';
import { socketId, type SocketId } from '../names.ts';
import type { Netns } from '../network/state.ts';
import { resolveRoute } from '../route/route-table.ts';
import { AGAIN, type Endpoint, type Errno, type Tried } from '../socket/socket-layer.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import type { Opener } from '../socket/opener.ts';
import type { TcpConnection, TcpListener } from './connection.ts';
import { destroy, newConnection } from './life.ts';
import { SEND_BUFFER, announceRoom, isSynchronized, sendPending, sendRst, sendSyn } from './segment.ts';
import { patience, setTimer } from './timers.ts';

/** Begins a connection: chooses source address and port, sends the SYN. */
export function connectTcp(
  sockets: SocketsState,
  netns: Netns,
  to: Endpoint,
  options: Opener & { readonly from?: Endpoint },
): Tried<SocketId> {
  const { net } = sockets;
  const local = localEnd(netns, to, options.from);
  if (!local.ok) return local;
  const tuple = {
    protocol: 'tcp' as const,
    src: local.value.ip,
    sport: local.value.port,
    dst: to.ip,
    dport: to.port,
  };
  const recording = net.recorder.begin(netns.id, tuple, options.pid, options.program);
  const connection = newConnection(sockets, {
    netns,
    local: local.value,
    peer: to,
    pid: options.pid,
    listener: undefined,
    recording,
  });
  sockets.open.set(connection.id, connection);
  sendSyn(sockets, connection);
  setTimer(sockets, connection, patience(connection) ?? 0);
  return { ok: true, value: connection.id };
}

/** Begins to wait for connections. */
export function listenTcp(
  sockets: SocketsState,
  netns: Netns,
  at: Endpoint,
  options: Opener,
): Tried<SocketId> {
  if (!isAnyIp(at.ip) && !netns.isLocal(at.ip)) return failed('EADDRNOTAVAIL');
  const { ports } = netns;
  const taken = (port: number) => ports.listenerConflicts(at.ip, port);
  const port = at.port === 0 ? ports.freePort(netns.portChance, taken) : at.port;
  if (port === undefined || taken(port)) return failed('EADDRINUSE');
  const { pid, program } = options;
  const id = socketId(sockets.nextSocket++);
  const local = { ip: at.ip, port };
  const listener: TcpListener = { kind: 'listener', id, netns, local, pid, program, ready: [] };
  ports.addListener(listener);
  sockets.open.set(id, listener);
  return { ok: true, value: id };
}

/** The oldest connection that waits to be accepted. */
export function accept(listener: TcpListener): Tried<SocketId> {
  const connection = listener.ready.shift();
  if (!connection) return { ok: false, error: AGAIN };
  connection.listener = undefined;
  return { ok: true, value: connection.id };
}

/** Whether an attempt has succeeded. */
export function connected(connection: TcpConnection): Tried<true> {
  const error = takeError(connection);
  if (error) return failed(error);
  if (connection.state === 'SYN-SENT') return { ok: false, error: AGAIN };
  return connection.state === 'CLOSED' ? failed('ENOTCONN') : { ok: true, value: true };
}

/** Takes bytes to send, as many as there is room for. */
export function send(sockets: SocketsState, connection: TcpConnection, bytes: Uint8Array): Tried<number> {
  const error = takeError(connection);
  if (error) return failed(error);
  if (connection.state === 'SYN-SENT') return { ok: false, error: AGAIN };
  if (connection.wantsFin || !isSynchronized(connection)) return failed('EPIPE');
  const count = Math.min(bytes.length, SEND_BUFFER - connection.sending.length);
  connection.wantsRoom = count < bytes.length;
  if (count <= 0 && bytes.length > 0) return { ok: false, error: AGAIN };
  connection.sending.push(bytes.slice(0, count));
  sendPending(sockets, connection);
  return { ok: true, value: count };
}

/** Gives bytes that came in; an empty array is the end. */
export function receive(sockets: SocketsState, connection: TcpConnection, max: number): Tried<Uint8Array> {
  if (connection.received.length > 0) {
    const bytes = connection.received.take(max);
    announceRoom(sockets, connection);
    return { ok: true, value: bytes };
  }
  const error = takeError(connection);
  if (error) return failed(error);
  if (connection.gotFin || connection.state === 'CLOSED') return { ok: true, value: new Uint8Array(0) };
  return { ok: false, error: AGAIN };
}

/** Nothing more will be sent. */
export function shutdown(sockets: SocketsState, connection: TcpConnection): void {
  if (connection.wantsFin || !isSynchronized(connection)) return;
  connection.wantsFin = true;
  connection.state = connection.state === 'CLOSE-WAIT' ? 'LAST-ACK' : 'FIN-WAIT-1';
  sendPending(sockets, connection);
}

/**
 * The program lets go: unread bytes make it a reset, else the kernel finishes alone.
 * @upstream net/ipv4/tcp.c __tcp_close
 */
export function close(sockets: SocketsState, connection: TcpConnection): void {
  if (connection.received.length > 0) {
    abort(sockets, connection);
    return;
  }
  sockets.open.delete(connection.id);
  connection.orphan = true;
  if (isSynchronized(connection)) {
    shutdown(sockets, connection);
    if (connection.state === 'FIN-WAIT-2') setTimer(sockets, connection, 60_000);
  } else if (connection.state !== 'CLOSED') destroy(sockets, connection);
}

/** Ends a connection with RST. */
export function abort(sockets: SocketsState, connection: TcpConnection): void {
  sockets.open.delete(connection.id);
  connection.orphan = true;
  const { state } = connection;
  if (isSynchronized(connection) && state !== 'TIME-WAIT') sendRst(sockets, connection);
  if (state !== 'CLOSED' && state !== 'TIME-WAIT') destroy(sockets, connection);
}

/** Stops waiting for connections: those not accepted yet are reset. */
export function closeListener(sockets: SocketsState, listener: TcpListener): void {
  sockets.open.delete(listener.id);
  listener.netns.ports.removeListener(listener);
  for (const connection of listener.ready) abort(sockets, connection);
  for (const connection of listener.netns.ports.allTcp())
    if (
      connection.kind === 'connection' &&
      connection.listener === listener &&
      connection.state === 'SYN-RECV'
    )
      destroy(sockets, connection);
}

function localEnd(netns: Netns, to: Endpoint, from: Endpoint | undefined): Tried<Endpoint> {
  const resolved = resolveRoute(netns, to.ip);
  if (!resolved) return failed('ENETUNREACH');
  if (resolved.kind === 'blackhole') return failed('EINVAL');
  const address = from && !isAnyIp(from.ip) ? from.ip : resolved.source;
  if (address === undefined) return failed('EADDRNOTAVAIL');
  if (from && !isAnyIp(from.ip) && !netns.isLocal(from.ip)) return failed('EADDRNOTAVAIL');
  const { ports } = netns;
  if (from && from.port !== 0) {
    const taken = ports.connection(address, from.port, to.ip, to.port);
    return taken ? failed('EADDRNOTAVAIL') : { ok: true, value: { ip: address, port: from.port } };
  }
  const port = ports.connectPort(netns.portChance, address, to.ip, to.port);
  return port === undefined ? failed('EADDRNOTAVAIL') : { ok: true, value: { ip: address, port } };
}

function takeError(connection: TcpConnection): Errno | undefined {
  const { error } = connection;
  connection.error = undefined;
  return error;
}

function failed(error: Errno): { readonly ok: false; readonly error: Errno } {
  return { ok: false, error };
}
