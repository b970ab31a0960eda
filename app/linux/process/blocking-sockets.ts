import type { VirtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { ip, type Ip, type SocketId } from '../names.ts';
import {
  AGAIN,
  type Datagram,
  type Endpoint,
  type Errno,
  type SocketEvent,
  type Tried,
} from '../socket/socket-layer.ts';
import type { TraceNote } from '../trace.ts';
import type { NetError, Process, Sys } from './program.ts';
import type { Sockets } from './sockets.ts';

/** What to look up: as getaddrinfo's hints, and when to give up. */
export interface ResolveOptions {
  readonly family?: 4 | 6;
  readonly until?: VirtualMs;
}

/** getaddrinfo as a program of the machine would do it. */
export type Resolver = (
  process: Process,
  name: string,
  options: ResolveOptions,
) => Sys<Result<readonly Ip[], NetError>>;

/** What the kernel remembers of a process's sockets, so that they are closed when it ends. */
export type OpenSockets = Pick<Set<SocketId>, 'add' | 'delete'>;

const CHUNK = 65_536;
const ANY = ip('0.0.0.0');

/** Socket calls that wait, made from the layer whose calls never do. */
export class BlockingSockets implements Sockets {
  readonly #process: Process;
  readonly #open: OpenSockets;
  readonly #resolver: Resolver;

  constructor(process: Process, open: OpenSockets, resolver: Resolver) {
    this.#process = process;
    this.#open = open;
    this.#resolver = resolver;
  }

  *connect(to: Endpoint, until?: VirtualMs): Sys<Result<SocketId, Errno | 'TIMEOUT'>> {
    const begun = this.#keep(this.#layer.connectTcp(this.#process.netns, to, this.#owner));
    if (!begun.ok) return begun;
    const socket = begun.value;
    const done = yield* this.#until(socket, 'connected', () => this.#layer.connected(socket), until);
    if (done.ok) return good(socket);
    this.close(socket);
    return done;
  }

  listen(at: Endpoint): Result<SocketId, Errno> {
    return this.#keep(this.#layer.listenTcp(this.#process.netns, at, this.#owner));
  }

  *accept(listener: SocketId): Sys<SocketId> {
    for (;;) {
      const accepted = this.#layer.accept(listener);
      if (accepted.ok) {
        this.#open.add(accepted.value);
        return accepted.value;
      }
      yield { on: 'socket', socket: listener, event: 'accepted' };
    }
  }

  *send(socket: SocketId, data: Uint8Array | string): Sys<Result<void, Errno>> {
    let bytes = typeof data === 'string' ? encodeUtf8(data) : data;
    while (bytes.length > 0) {
      const sent = this.#layer.send(socket, bytes);
      if (sent.ok) bytes = bytes.subarray(sent.value);
      else if (sent.error !== AGAIN) return bad(sent.error);
      if (bytes.length > 0) yield { on: 'socket', socket, event: 'writable' };
    }
    return good(undefined);
  }

  *receive(socket: SocketId, until?: VirtualMs): Sys<Result<Uint8Array | null, Errno | 'TIMEOUT'>> {
    const got = yield* this.#until(socket, 'readable', () => this.#layer.receive(socket, CHUNK), until);
    if (!got.ok) return got;
    return good(got.value.length === 0 ? null : got.value);
  }

  close(socket: SocketId): void {
    this.#open.delete(socket);
    this.#layer.close(socket);
  }

  openUdp(at?: Endpoint): Result<SocketId, Errno> {
    const any = { ip: ANY, port: 0 };
    return this.#keep(this.#layer.openUdp(this.#process.netns, at ?? any, this.#owner));
  }

  sendTo(socket: SocketId, to: Endpoint, bytes: Uint8Array): Result<void, Errno> {
    const sent = this.#layer.sendTo(socket, to, bytes);
    if (sent.ok) return good(undefined);
    // A full send buffer drops datagrams silently.
    return sent.error === AGAIN ? good(undefined) : bad(sent.error);
  }

  receiveFrom(socket: SocketId, until?: VirtualMs): Sys<Result<Datagram, Errno | 'TIMEOUT'>> {
    return this.#until(socket, 'readable', () => this.#layer.receiveFrom(socket), until);
  }

  note(socket: SocketId, note: TraceNote): void {
    this.#layer.note(socket, note);
  }

  resolve(name: string, options: ResolveOptions = {}): Sys<Result<readonly Ip[], NetError>> {
    return this.#resolver(this.#process, name, options);
  }

  get #layer(): Process['sockets'] {
    return this.#process.sockets;
  }

  get #owner(): { readonly pid: Process['pid']; readonly program: string } {
    const [name = ''] = this.#process.argv;
    return { pid: this.#process.pid, program: name.slice(name.lastIndexOf('/') + 1) };
  }

  #keep(tried: Tried<SocketId>): Result<SocketId, Errno> {
    if (tried.ok) {
      this.#open.add(tried.value);
      return good(tried.value);
    }
    return bad(tried.error === AGAIN ? 'EINVAL' : tried.error);
  }

  *#until<Value>(
    socket: SocketId,
    event: SocketEvent,
    attempt: () => Tried<Value>,
    until?: VirtualMs,
  ): Sys<Result<Value, Errno | 'TIMEOUT'>> {
    for (;;) {
      const tried = attempt();
      if (tried.ok) return good(tried.value);
      if (tried.error !== AGAIN) return bad(tried.error);
      if (until !== undefined && this.#process.now() >= until) return bad('TIMEOUT');
      yield { on: 'socket', socket, event, ...(until !== undefined && { until }) };
    }
  }
}
