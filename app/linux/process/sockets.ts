import type { VirtualMs } from '../../base/brand.ts';
import type { Result } from '../../base/result.ts';
import type { Ip, SocketId } from '../names.ts';
import type { Datagram, Endpoint, Errno } from '../socket/socket-layer.ts';
import type { TraceNote } from '../trace.ts';
import type { NetError, Sys } from './program.ts';

/** Blocking socket calls of a process; its sockets are closed when it ends. `until`: give up at that time with TIMEOUT. */
export interface Sockets {
  connect(to: Endpoint, until?: VirtualMs): Sys<Result<SocketId, Errno | 'TIMEOUT'>>;
  listen(at: Endpoint): Result<SocketId, Errno>;
  accept(listener: SocketId): Sys<SocketId>;
  send(socket: SocketId, bytes: Uint8Array | string): Sys<Result<void, Errno>>;
  /** Null is the end of the stream. */
  receive(socket: SocketId, until?: VirtualMs): Sys<Result<Uint8Array | null, Errno | 'TIMEOUT'>>;
  close(socket: SocketId): void;
  openUdp(at?: Endpoint): Result<SocketId, Errno>;
  sendTo(socket: SocketId, to: Endpoint, bytes: Uint8Array): Result<void, Errno>;
  receiveFrom(socket: SocketId, until?: VirtualMs): Sys<Result<Datagram, Errno | 'TIMEOUT'>>;
  note(socket: SocketId, note: TraceNote): void;
  /** getaddrinfo: /etc/hosts, then the name servers of /etc/resolv.conf with its search list, as packets. */
  resolve(
    name: string,
    options?: { readonly family?: 4 | 6; readonly until?: VirtualMs },
  ): Sys<Result<readonly Ip[], NetError>>;
}
