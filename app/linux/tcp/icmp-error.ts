import { errnoOf } from '../icmp/kinds.ts';
import type { Flight, Netns } from '../network/state.ts';
import type { SocketsState } from '../socket/sockets-state.ts';
import { outcomeOfError } from '../trace-recorder/outcome.ts';
import { fail } from './life.ts';

/**
 * An ICMP error about a TCP packet of this machine: it ends an attempt, and is only remembered once connected.
 * @upstream net/ipv4/tcp_ipv4.c tcp_v4_err
 */
export function tcpIcmpError(sockets: SocketsState, netns: Netns, flight: Flight): void {
  const { icmp } = flight.packet;
  const about = icmp?.about;
  const connection = about && netns.ports.connection(about.src, about.sport, about.dst, about.dport);
  if (!icmp || !connection) return;
  const error = errnoOf(flight.packet.protocol, icmp);
  if (connection.state !== 'SYN-SENT') {
    connection.softError = error;
    return;
  }
  if (flight.journey) sockets.net.recorder.settle(connection.recording, outcomeOfError(flight.journey));
  fail(sockets, connection, error);
}
