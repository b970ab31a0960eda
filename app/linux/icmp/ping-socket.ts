import type { Pid, SocketId } from '../names.ts';
import type { Netns } from '../network/state.ts';
import type { PingAnswer } from '../socket/socket-layer.ts';
import type { Recording } from '../trace-recorder/trace-recorder.ts';

/** A socket that sends echo requests; its identifier stands where other protocols have a port. */
export interface PingSocket {
  readonly kind: 'ping';
  readonly id: SocketId;
  readonly netns: Netns;
  readonly identifier: number;
  readonly pid: Pid | undefined;
  readonly program: string | undefined;
  readonly received: PingAnswer[];
  /** The trace of each request, by its sequence number. */
  readonly asked: Map<number, Recording>;
  latest: Recording | undefined;
}
