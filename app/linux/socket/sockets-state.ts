import type { Random } from '../../base/random.ts';
import type { Table } from '../../base/tables.ts';
import type { SocketId } from '../names.ts';
import type { NetworkState } from '../network/state.ts';
import type { PingSocket } from '../icmp/ping-socket.ts';
import type { TcpConnection, TcpListener } from '../tcp/connection.ts';
import type { UdpSocket } from '../udp/udp-socket.ts';
import type { SocketEvent, SocketView } from './socket-layer.ts';

/** Any open socket. */
export type Socket = TcpConnection | TcpListener | UdpSocket | PingSocket;

/** What all socket families know in common. */
export interface SocketsState {
  readonly net: NetworkState;
  /** Sockets that a program holds. A connection that was closed lives on only under its ports. */
  readonly open: Map<SocketId, Socket>;
  /** Connections with timers, by number. */
  readonly timed: Map<number, TcpConnection>;
  /** First in, first out: all wait equally long. */
  readonly timeWait: TcpConnection[];
  readonly sequenceChance: Random;
  /** Listening TCP and bound UDP sockets, as others may see them. Connections come and go too fast to be rows. */
  readonly rows: Table<SocketView>;
  nextSocket: number;
  emit: (socket: SocketId, event: SocketEvent) => void;
}
