import type { Pid, SocketId } from '../names.ts';
import type { Netns } from '../network/state.ts';
import type { ByteQueue } from '../socket/byte-queue.ts';
import type { Endpoint, Errno, SocketView } from '../socket/socket-layer.ts';
import type { Recording } from '../trace-recorder/trace-recorder.ts';

/** A socket that waits for connections. */
export interface TcpListener {
  readonly kind: 'listener';
  readonly id: SocketId;
  readonly netns: Netns;
  readonly local: Endpoint;
  readonly pid: Pid | undefined;
  readonly program: string | undefined;
  /** Connected, and not yet accepted. */
  readonly ready: TcpConnection[];
}

/** One end of a connection. Sequence numbers grow without wrapping. */
export interface TcpConnection {
  readonly kind: 'connection';
  readonly id: SocketId;
  readonly netns: Netns;
  readonly local: Endpoint;
  readonly peer: Endpoint;
  readonly pid: Pid | undefined;
  /** It began the connection. */
  readonly isClient: boolean;
  listener: TcpListener | undefined;
  state: SocketView['state'];
  readonly initialSequence: number;
  /** The oldest byte not acknowledged, the next to send, and the next never sent. */
  unacknowledged: number;
  nextSequence: number;
  highestSequence: number;
  /** The next byte expected from the other end. */
  expected: number;
  peerWindow: number;
  announcedWindow: number;
  /** Bytes from `unacknowledged` on. */
  readonly sending: ByteQueue;
  readonly received: ByteQueue;
  wantsFin: boolean;
  /** Number of the FIN, once it has been sent. */
  finSequence: number | undefined;
  /** The program waits for room to send. */
  wantsRoom: boolean;
  gotFin: boolean;
  /** The program has closed it; the kernel finishes alone. */
  orphan: boolean;
  error: Errno | undefined;
  softError: Errno | undefined;
  retries: number;
  deadline: number | undefined;
  alarm: number | undefined;
  alarmAt: number;
  recording: Recording | undefined;
}
