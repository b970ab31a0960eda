import { socketId, type Pid } from '../names.ts';
import type { Netns } from '../network/state.ts';
import { ByteQueue } from '../socket/byte-queue.ts';
import type { Endpoint, Errno } from '../socket/socket-layer.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import type { Recording } from '../trace-recorder/trace-recorder.ts';
import type { TcpConnection, TcpListener } from './connection.ts';
import { TCP_TIME_WAIT, TIME_WAIT_MS, dropAlarm, stopTimer } from './timers.ts';

/** What a new end of a connection is made of. */
export interface NewConnection {
  readonly netns: Netns;
  readonly local: Endpoint;
  readonly peer: Endpoint;
  readonly pid: Pid | undefined;
  readonly listener: TcpListener | undefined;
  readonly recording: Recording | undefined;
}

/** Makes one end of a connection and enters it under its ports: a client's without a listener, else a server's. */
export function newConnection(sockets: SocketsState, from: NewConnection): TcpConnection {
  const initialSequence = sockets.sequenceChance.bits();
  const connection: TcpConnection = {
    kind: 'connection',
    id: socketId(sockets.nextSocket++),
    netns: from.netns,
    local: from.local,
    peer: from.peer,
    pid: from.pid,
    isClient: from.listener === undefined,
    listener: from.listener,
    state: from.listener ? 'SYN-RECV' : 'SYN-SENT',
    initialSequence,
    unacknowledged: initialSequence,
    nextSequence: initialSequence,
    highestSequence: initialSequence,
    expected: 0,
    peerWindow: 0,
    announcedWindow: 0,
    sending: new ByteQueue(),
    received: new ByteQueue(),
    wantsFin: false,
    finSequence: undefined,
    wantsRoom: false,
    gotFin: false,
    orphan: false,
    error: undefined,
    softError: undefined,
    retries: 0,
    deadline: undefined,
    alarm: undefined,
    alarmAt: 0,
    recording: from.recording,
  };
  from.netns.ports.addConnection(connection);
  return connection;
}

/** Takes a connection out of the kernel; a program that holds it sees it closed. */
export function destroy(sockets: SocketsState, connection: TcpConnection): void {
  connection.state = 'CLOSED';
  stopTimer(connection);
  dropAlarm(sockets, connection);
  connection.netns.ports.removeConnection(connection);
  connection.sending.clear();
}

/** Ends a connection with an error, which its program finds at the next call. */
export function fail(sockets: SocketsState, connection: TcpConnection, error: Errno): void {
  const waited = connection.state === 'SYN-SENT' ? 'connected' : 'readable';
  connection.error = error;
  destroy(sockets, connection);
  if (connection.orphan) return;
  sockets.emit(connection.id, 'error');
  sockets.emit(connection.id, waited);
  if (waited === 'readable') sockets.emit(connection.id, 'writable');
}

/** The end that closed first keeps the ports for a minute, for what may still come late. */
export function enterTimeWait(sockets: SocketsState, connection: TcpConnection): void {
  connection.state = 'TIME-WAIT';
  stopTimer(connection);
  dropAlarm(sockets, connection);
  connection.sending.clear();
  connection.alarmAt = sockets.net.core.now() + TIME_WAIT_MS;
  if (sockets.timeWait.push(connection) === 1) scheduleTimeWait(sockets, TIME_WAIT_MS);
}

/** The oldest connections have waited long enough. */
export function endTimeWaits(sockets: SocketsState): void {
  const now = sockets.net.core.now();
  let over = 0;
  for (const connection of sockets.timeWait) {
    if (connection.state === 'TIME-WAIT' && connection.alarmAt > now) break;
    if (connection.state === 'TIME-WAIT') destroy(sockets, connection);
    over++;
  }
  sockets.timeWait.splice(0, over);
  const next = sockets.timeWait[0];
  if (next) scheduleTimeWait(sockets, next.alarmAt - now);
}

function scheduleTimeWait(sockets: SocketsState, delay: number): void {
  sockets.net.core.agenda.after(delay, TCP_TIME_WAIT, null, { periodic: true });
}
