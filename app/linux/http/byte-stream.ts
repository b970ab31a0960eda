import type { VirtualMs } from '../../base/brand.ts';
import type { Result } from '../../base/result.ts';
import type { SocketId } from '../names.ts';
import type { Process, Sys } from '../process/program.ts';
import type { Errno } from '../socket/socket-layer.ts';

/** A two-way stream of bytes: a TCP connection, or what TLS makes of one. */
export interface ByteStream {
  send(bytes: Uint8Array | string): Sys<Result<void, Errno>>;
  /** Null is the end of the stream. */
  receive(until?: VirtualMs): Sys<Result<Uint8Array | null, Errno | 'TIMEOUT'>>;
  close(): void;
}

/** A stream with bytes that were read too far put back in front. */
export function withFront(stream: ByteStream, front: Uint8Array): ByteStream {
  let held = front;
  return {
    send: (bytes) => stream.send(bytes),
    *receive(until) {
      if (held.length === 0) return yield* stream.receive(until);
      const first = held;
      held = new Uint8Array();
      return { ok: true, value: first };
    },
    close: () => stream.close(),
  };
}

/** A connected socket as a stream. */
export function socketStream(p: Process, socket: SocketId): ByteStream {
  return {
    send: (bytes) => p.net.send(socket, bytes),
    receive: (until) => p.net.receive(socket, until),
    close: () => p.net.close(socket),
  };
}
