import type { Flight, Netns } from '../network/state.ts';
import type { Errno } from '../socket/socket-layer.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import { outcomeOfError } from '../trace-recorder/outcome.ts';
import { fail } from './life.ts';

/**
 * What an ICMP error means to a socket.
 * @upstream net/ipv4/icmp.c icmp_err_convert
 */
export function errnoOfIcmp(type: number, code: number): Errno {
  if (type !== 3) return 'EHOSTUNREACH';
  if (code === 0 || code === 6 || code === 9 || code === 11) return 'ENETUNREACH';
  return code === 2 || code === 3 ? 'ECONNREFUSED' : 'EHOSTUNREACH';
}

/**
 * An ICMP error about a TCP packet of this machine: it ends an attempt, and is only remembered once connected.
 * @upstream net/ipv4/tcp_ipv4.c tcp_v4_err
 */
export function tcpIcmpError(sockets: SocketsState, netns: Netns, flight: Flight): void {
  const { icmp } = flight.packet;
  const about = icmp?.about;
  const connection = about && netns.ports.connection(about.src, about.sport, about.dst, about.dport);
  if (!icmp || !connection) return;
  const error = errnoOfIcmp(icmp.type, icmp.code);
  if (connection.state !== 'SYN-SENT') {
    connection.softError = error;
    return;
  }
  if (flight.journey) sockets.net.recorder.settle(connection.recording, outcomeOfError(flight.journey));
  fail(sockets, connection, error);
}
