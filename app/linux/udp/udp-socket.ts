import type { Pid, SocketId } from '../names.ts';
import type { Netns } from '../network/state.ts';
import type { Datagram, Endpoint, Errno } from '../socket/socket-layer.ts';
import type { Recording } from '../trace-recorder/trace-recorder.ts';

/** A socket for datagrams. */
export interface UdpSocket {
  readonly kind: 'udp';
  readonly id: SocketId;
  readonly netns: Netns;
  readonly local: Endpoint;
  readonly pid: Pid | undefined;
  readonly program: string | undefined;
  peer: Endpoint | undefined;
  error: Errno | undefined;
  readonly received: Datagram[];
  /** The exchange with each peer, by `address port`. */
  readonly exchanges: Map<string, Exchange>;
  /** The exchange that moved last. */
  latest: Recording | undefined;
}

/** Questions and answers with one peer that belong to one trace. */
export interface Exchange {
  readonly recording: Recording | undefined;
  readonly began: 'here' | 'there';
  /** The address of this machine that the peer wrote to. */
  readonly localIp: Datagram['from']['ip'] | undefined;
  unanswered: number;
  at: number;
}
