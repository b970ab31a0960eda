import type { Ip, NetnsId, Pid, SocketId } from '../names.ts';
import type { TraceNote } from '../trace.ts';

/** Error numbers of the socket calls, by their names in errno.h. */
export type Errno =
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'ETIMEDOUT'
  | 'EPIPE'
  | 'EPERM'
  | 'EACCES'
  | 'ENOTCONN'
  | 'EINVAL';

/** An address and a port; port 0 asks for any free one. */
export interface Endpoint {
  readonly ip: Ip;
  readonly port: number;
}

/** What may become possible on a socket. */
export type SocketEvent = 'connected' | 'readable' | 'writable' | 'accepted' | 'error';

/** The answer of a call that would have to wait. */
export const AGAIN = 'EAGAIN';

/** What a call gives: a value, the wish to wait, or an error. */
export type Tried<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Errno | typeof AGAIN };

/** A datagram with its other end. */
export interface Datagram {
  readonly from: Endpoint;
  readonly bytes: Uint8Array;
}

/** How a socket stands, for `ss` and for error texts. */
export interface SocketView {
  readonly id: SocketId;
  readonly netns: NetnsId;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly state:
    | 'LISTEN'
    | 'SYN-SENT'
    | 'SYN-RECV'
    | 'ESTAB'
    | 'FIN-WAIT-1'
    | 'FIN-WAIT-2'
    | 'CLOSE-WAIT'
    | 'LAST-ACK'
    | 'CLOSING'
    | 'TIME-WAIT'
    | 'UNCONN'
    | 'CLOSED';
  readonly local: Endpoint;
  readonly peer?: Endpoint;
  readonly pid?: Pid;
}

/**
 * The sockets of all network namespaces, without blocking: calls answer at once, AGAIN where a program must wait.
 * The process kernel turns AGAIN into a wait and is woken through `onEvent`.
 */
export interface SocketLayer {
  /** A TCP connection attempt: sends the SYN at once. Errors that are known at once (no route) come as such. */
  connectTcp(
    netns: NetnsId,
    to: Endpoint,
    options?: { readonly from?: Endpoint; readonly pid?: Pid; readonly program?: string },
  ): Tried<SocketId>;
  listenTcp(
    netns: NetnsId,
    at: Endpoint,
    options?: { readonly pid?: Pid; readonly program?: string },
  ): Tried<SocketId>;
  accept(listener: SocketId): Tried<SocketId>;
  /** Whether the attempt has succeeded; AGAIN while it goes on; the error when it failed. */
  connected(socket: SocketId): Tried<true>;
  /** Takes as many bytes as there is room for and says how many. */
  send(socket: SocketId, bytes: Uint8Array): Tried<number>;
  /** Up to `max` bytes; an empty array is the end of the stream. */
  receive(socket: SocketId, max: number): Tried<Uint8Array>;
  /** Sends FIN: nothing more will be sent. */
  shutdown(socket: SocketId): void;
  close(socket: SocketId): void;
  /** Closes with RST, as the kernel does when a process is killed with unread data. */
  abort(socket: SocketId): void;

  openUdp(
    netns: NetnsId,
    at: Endpoint,
    options?: { readonly pid?: Pid; readonly program?: string },
  ): Tried<SocketId>;
  /** Fixes the other end: ICMP errors then come back as errors of this socket. */
  connectUdp(socket: SocketId, to: Endpoint): Tried<true>;
  sendTo(socket: SocketId, to: Endpoint, bytes: Uint8Array): Tried<true>;
  receiveFrom(socket: SocketId): Tried<Datagram>;

  /** An ICMP echo socket, as ping uses; replies and errors come by `receivePing`. */
  openPing(netns: NetnsId, options?: { readonly pid?: Pid; readonly program?: string }): Tried<SocketId>;
  sendPing(socket: SocketId, to: Ip, seq: number, bytes: number, ttl?: number): Tried<true>;
  receivePing(socket: SocketId): Tried<PingAnswer>;

  view(socket: SocketId): SocketView | undefined;
  list(netns: NetnsId): readonly SocketView[];
  /** Adds what the program knows about its connection to the connection's trace. */
  note(socket: SocketId, note: TraceNote): void;
  /** Whoever waits for a socket is told through this one listener (the process kernel). It must only enqueue. */
  onEvent(listener: (socket: SocketId, event: SocketEvent) => void): void;
}

/** What comes back to a ping socket. */
export interface PingAnswer {
  readonly from: Ip;
  readonly type: number;
  readonly code: number;
  readonly seq: number;
  readonly ttl: number;
}
