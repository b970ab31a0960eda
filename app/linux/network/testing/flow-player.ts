import type { Core } from '../../../base/core.ts';
import { virtualMs } from '../../../base/brand.ts';
import { decodeUtf8, encodeUtf8 } from '../../../base/utf8.ts';
import { ip, type Ip, type NetnsId, type SocketId } from '../../names.ts';
import type { Network } from '../../network.ts';
import type { FiveTuple } from '../../packet.ts';
import type { Endpoint, Errno, Tried } from '../../socket/socket-layer.ts';
import type { Trace } from '../../trace.ts';

/** How one attempt of a client ended. */
export interface Attempt {
  /** `answered`, an error number, or `timeout`. */
  readonly result: 'answered' | 'timeout' | Errno;
  /** Who answered, and the client's address as the server saw it. */
  readonly server: string | undefined;
  readonly seen: Endpoint | undefined;
  readonly local: Endpoint;
  readonly trace: Trace | undefined;
  /** Milliseconds until the answer or error. */
  readonly after: number;
}

interface Asking {
  readonly socket: SocketId;
  readonly local: Endpoint;
  readonly tuple: FiveTuple;
  readonly began: number;
  result: Attempt['result'];
  after: number;
  text: string;
  asked: boolean;
}

const ANY = ip('0.0.0.0');

/** Servers that say who they are and whom they see, and clients that ask them: programs enough to test the network. */
export class FlowPlayer {
  readonly core: Core;
  readonly network: Network;
  readonly #listeners = new Map<SocketId, string>();
  readonly #datagrams = new Map<SocketId, string>();
  readonly #accepted = new Map<SocketId, string>();

  constructor(core: Core, network: Network) {
    this.core = core;
    this.network = network;
  }

  serve(netns: NetnsId, port: number, name: string, protocol: 'tcp' | 'udp' = 'tcp'): void {
    const { sockets } = this.network;
    const at = { ip: ANY, port };
    const opened = protocol === 'tcp' ? sockets.listenTcp(netns, at) : sockets.openUdp(netns, at);
    (protocol === 'tcp' ? this.#listeners : this.#datagrams).set(must(opened), name);
  }

  /** Lets time pass; the servers work meanwhile. */
  run(ms: number, each: () => void = () => undefined): void {
    const until = virtualMs(this.core.now() + ms);
    for (;;) {
      this.#work();
      each();
      const due = this.core.agenda.peek();
      if (!due || due.at > until) break;
      this.core.agenda.runNext();
    }
    this.core.agenda.advanceTo(until);
  }

  /** Several attempts at once; each gets `patience` milliseconds. */
  ask(
    from: NetnsId,
    to: Endpoint,
    options: { readonly protocol?: 'tcp' | 'udp'; readonly count?: number; readonly patience?: number } = {},
  ): Attempt[] {
    const { protocol = 'tcp', count = 1, patience = 3000 } = options;
    const asking = Array.from({ length: count }, () => this.#begin(from, to, protocol));
    this.run(patience, () => asking.forEach((one) => this.#go(one)));
    return asking.map((one) => {
      if (one.result === 'timeout') this.network.sockets.close(one.socket);
      const [server, seenIp = '', seenPort = ''] = one.text.split(' ');
      const { result, local, after } = one;
      const seen = one.text === '' ? undefined : { ip: ip(seenIp), port: Number(seenPort) };
      const trace = this.network.findTrace(from, one.tuple);
      return { result, server: one.text === '' ? undefined : server, seen, local, trace, after };
    });
  }

  #begin(from: NetnsId, to: Endpoint, protocol: 'tcp' | 'udp'): Asking {
    const { sockets } = this.network;
    const socket = must(
      protocol === 'tcp' ? sockets.connectTcp(from, to) : sockets.openUdp(from, { ip: ANY, port: 0 }),
    );
    if (protocol === 'udp') {
      must(sockets.connectUdp(socket, to));
      sockets.sendTo(socket, to, encodeUtf8('?'));
    }
    const bound = sockets.view(socket)?.local ?? { ip: ANY, port: 0 };
    const source: Ip = bound.ip === ANY ? (this.network.lookup(from, to.ip)?.source ?? ANY) : bound.ip;
    const local = { ip: source, port: bound.port };
    const tuple = { protocol, src: source, sport: bound.port, dst: to.ip, dport: to.port };
    return {
      socket,
      local,
      tuple,
      began: this.core.now(),
      result: 'timeout',
      after: 0,
      text: '',
      asked: false,
    };
  }

  #go(one: Asking): void {
    if (one.result !== 'timeout') return;
    const { sockets } = this.network;
    const got = one.tuple.protocol === 'udp' ? this.#datagramOf(one) : this.#streamOf(one);
    if (!got.ok && got.error === 'EAGAIN') return;
    one.after = this.core.now() - one.began;
    one.result = got.ok ? 'answered' : got.error === 'EAGAIN' ? 'timeout' : got.error;
    one.text = got.ok ? decodeUtf8(got.value) : '';
    sockets.close(one.socket);
  }

  #streamOf(one: Asking): Tried<Uint8Array> {
    const { sockets } = this.network;
    const connected = sockets.connected(one.socket);
    if (!connected.ok) return connected;
    if (!one.asked) sockets.send(one.socket, encodeUtf8('?'));
    one.asked = true;
    return sockets.receive(one.socket, 1000);
  }

  #datagramOf(one: Asking): Tried<Uint8Array> {
    const got = this.network.sockets.receiveFrom(one.socket);
    return got.ok ? { ok: true, value: got.value.bytes } : got;
  }

  #work(): void {
    const { sockets } = this.network;
    for (const [listener, name] of this.#listeners)
      for (let got = sockets.accept(listener); got.ok; got = sockets.accept(listener))
        this.#accepted.set(got.value, name);
    for (const [socket, name] of this.#accepted) {
      const got = sockets.receive(socket, 1000);
      if (!got.ok && got.error === 'EAGAIN') continue;
      const peer = sockets.view(socket)?.peer;
      if (got.ok && got.value.length > 0)
        sockets.send(socket, encodeUtf8(`${name} ${peer?.ip} ${peer?.port}`));
      sockets.close(socket);
      this.#accepted.delete(socket);
    }
    for (const [socket, name] of this.#datagrams)
      for (let got = sockets.receiveFrom(socket); got.ok; got = sockets.receiveFrom(socket))
        sockets.sendTo(
          socket,
          got.value.from,
          encodeUtf8(`${name} ${got.value.from.ip} ${got.value.from.port}`),
        );
  }
}

function must<Value>(tried: Tried<Value>): Value {
  if (!tried.ok) throw new Error(tried.error);
  return tried.value;
}
