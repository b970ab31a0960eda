import type { VirtualMs } from '../../base/brand.ts';
import { ip, type SocketId } from '../names.ts';
import type { Process, SocketWatch, Sys, Wait, Wake } from '../process/program.ts';
import type { Endpoint } from '../socket/socket-layer.ts';

/** A client's connection as a server sees it. */
export interface Client {
  readonly peer: Endpoint;
  readonly local: Endpoint;
  /** Counts the connections of a server from 1. */
  readonly number: number;
}

/** What a server does with one connection, from its first byte to its last. */
export type Serve = (socket: SocketId, client: Client) => Sys<void>;

const ANY: Endpoint = { ip: ip('0.0.0.0'), port: 0 };
const NO_WAKE: Wake = Object.freeze({});

/**
 * Accepts connections and serves them all in the process that calls it, each by turns as its bytes come, so that an
 * idle client never holds up the others. A signal that the process asked for ends the accepting: it returns when the
 * last of its connections has ended.
 */
export function* acceptForEver(p: Process, listener: SocketId, serve: Serve): Sys<void> {
  const served = new ServedConnections(p);
  let accepts = true;
  try {
    served.watch.add(listener);
    yield* served.accept(listener, serve);
    while (accepts || served.busy) {
      const woken: SocketId | Wake | undefined = yield* p.receive(served.watch.events, served.earliest);
      if (woken === undefined) yield* served.timesUp();
      else if (typeof woken === 'object') {
        accepts = false;
        served.watch.remove(listener);
      } else if (woken !== listener) yield* served.goOn(woken);
      else if (accepts) yield* served.accept(listener, serve);
    }
  } finally {
    served.watch.remove(listener);
    served.endAll();
  }
}

interface Served {
  readonly socket: SocketId;
  readonly work: Sys<void>;
  /** The socket whose next event it waits for. */
  waitsFor: SocketId | undefined;
  until: VirtualMs | undefined;
}

/** The connections that a process serves at the same time. */
class ServedConnections {
  readonly watch: SocketWatch;
  readonly #p: Process;
  readonly #all = new Set<Served>();
  readonly #bySocket = new Map<SocketId, Served>();
  #count = 0;
  /** No wait of a connection is over before this time. */
  #earliest: VirtualMs | undefined;

  constructor(p: Process) {
    this.#p = p;
    this.watch = p.watchSockets();
  }

  get busy(): boolean {
    return this.#all.size > 0;
  }

  get earliest(): VirtualMs | undefined {
    return this.#all.size > 0 ? this.#earliest : undefined;
  }

  /** Takes every connection that is there and begins to serve it. */
  *accept(listener: SocketId, serve: Serve): Sys<void> {
    const { sockets } = this.#p;
    for (;;) {
      const accepted = sockets.accept(listener);
      if (!accepted.ok) return;
      const socket = accepted.value;
      const view = sockets.view(socket);
      const client = { peer: view?.peer ?? ANY, local: view?.local ?? ANY, number: ++this.#count };
      const one: Served = { socket, work: serve(socket, client), waitsFor: undefined, until: undefined };
      if (this.#all.size === 0) this.#earliest = undefined;
      this.#all.add(one);
      yield* this.#step(one);
    }
  }

  /** Something happened to a socket. */
  *goOn(socket: SocketId): Sys<void> {
    const one = this.#bySocket.get(socket);
    if (one) yield* this.#step(one);
  }

  /** Lets those go on that have waited long enough. */
  *timesUp(): Sys<void> {
    const now = this.#p.now();
    this.#earliest = undefined;
    for (const one of Array.from(this.#all)) {
      if (one.until === undefined) continue;
      if (one.until <= now) yield* this.#step(one);
      else this.#wakeBy(one.until);
    }
  }

  endAll(): void {
    for (const one of this.#all) {
      for (let tries = 0; tries < 8 && one.work.return().done !== true; tries++);
      this.#end(one);
    }
  }

  /** Serves a connection until it waits for bytes or time. Whatever else it waits for, the whole process waits for. */
  *#step(one: Served): Sys<void> {
    for (;;) {
      const step = one.work.next(NO_WAKE);
      if (step.done === true) {
        this.#end(one);
        return;
      }
      const wait: Wait = step.value;
      if (wait.on === 'socket' || wait.on === 'sleep') {
        this.#block(one, wait.on === 'socket' ? wait.socket : undefined, wait.until);
        return;
      }
      yield wait;
    }
  }

  #block(one: Served, waitsFor: SocketId | undefined, until: VirtualMs | undefined): void {
    one.until = until;
    if (until !== undefined) this.#wakeBy(until);
    if (one.waitsFor === waitsFor) return;
    this.#unwatch(one);
    one.waitsFor = waitsFor;
    if (waitsFor === undefined) return;
    this.#bySocket.set(waitsFor, one);
    this.watch.add(waitsFor);
  }

  #wakeBy(until: VirtualMs): void {
    if (this.#earliest === undefined || until < this.#earliest) this.#earliest = until;
  }

  #unwatch({ waitsFor }: Served): void {
    if (waitsFor === undefined) return;
    this.#bySocket.delete(waitsFor);
    this.watch.remove(waitsFor);
  }

  #end(one: Served): void {
    this.#unwatch(one);
    this.#all.delete(one);
    this.#p.sockets.close(one.socket);
  }
}
