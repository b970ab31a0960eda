import type { SocketsState } from '../socket/sockets-state.ts';
import type { TcpConnection } from './connection.ts';

/** Owner of connections' timers, in the agenda. */
export const TCP_TIMER = 'tcp';
/** Owner of the queue of connections in TIME-WAIT, in the agenda. */
export const TCP_TIME_WAIT = 'tcp/time-wait';

/** When a SYN without an answer is sent again, in milliseconds after the first (tcp_syn_linear_timeouts 4, tcp_syn_retries 6). */
const SYN_AGAIN = [1000, 2000, 3000, 4000, 5000, 7000, 11_000, 19_000, 35_000, 68_000];
/** When the attempt is given up. */
const SYN_GIVES_UP = 134_000;
/** A SYN-ACK is repeated after 1, 3, 7, 15 and 31 s, and forgotten at 63 s (tcp_synack_retries 5). */
const SYN_ACK_RETRIES = 5;
/** First repetition of data (TCP_RTO_MIN), the longest pause, and how often (tcp_retries2). */
const DATA_FIRST = 200;
const DATA_LONGEST = 120_000;
const DATA_RETRIES = 15;
/** Repetitions for a connection whose program has closed it (tcp_orphan_retries 0 means 8). */
const ORPHAN_RETRIES = 8;
/** TIME-WAIT, and an orphan's FIN-WAIT-2 (tcp_fin_timeout). */
export const TIME_WAIT_MS = 60_000;

/** How long after the last sending the timer of a connection rings; undefined when it has been patient enough. */
export function patience(connection: TcpConnection): number | undefined {
  const { state, retries } = connection;
  if (state === 'SYN-SENT') {
    if (retries > SYN_AGAIN.length) return undefined;
    return (SYN_AGAIN[retries] ?? SYN_GIVES_UP) - (SYN_AGAIN[retries - 1] ?? 0);
  }
  if (state === 'SYN-RECV') return retries > SYN_ACK_RETRIES ? undefined : doubled(1000, retries);
  const allowed = connection.orphan ? ORPHAN_RETRIES : DATA_RETRIES;
  return retries > allowed ? undefined : Math.min(DATA_LONGEST, doubled(DATA_FIRST, retries));
}

/** Sets a connection's timer. One agenda entry serves many settings: when it rings too early, it is set again. */
export function setTimer(sockets: SocketsState, connection: TcpConnection, delay: number): void {
  const deadline = sockets.net.core.now() + delay;
  connection.deadline = deadline;
  if (connection.alarm !== undefined && connection.alarmAt <= deadline) return;
  dropAlarm(sockets, connection);
  connection.alarm = sockets.net.core.agenda.after(delay, TCP_TIMER, connection.id, { periodic: true });
  connection.alarmAt = deadline;
  sockets.timed.set(connection.id, connection);
}

/** Nothing is waited for any more. */
export function stopTimer(connection: TcpConnection): void {
  connection.deadline = undefined;
}

/** Takes a connection's agenda entry back, when the connection goes. */
export function dropAlarm(sockets: SocketsState, connection: TcpConnection): void {
  if (connection.alarm !== undefined) sockets.net.core.agenda.cancel(connection.alarm);
  connection.alarm = undefined;
  sockets.timed.delete(connection.id);
}

/** The agenda entry of a connection came due: whether its timer has really rung. */
export function timerRang(sockets: SocketsState, connection: TcpConnection): boolean {
  connection.alarm = undefined;
  sockets.timed.delete(connection.id);
  if (connection.deadline === undefined) return false;
  const left = connection.deadline - sockets.net.core.now();
  if (left > 0) setTimer(sockets, connection, left);
  return left <= 0;
}

function doubled(first: number, times: number): number {
  let delay = first;
  for (let turn = 0; turn < times; turn++) delay *= 2;
  return delay;
}
