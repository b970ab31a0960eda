import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { ip, type NetnsId, type SocketId } from '../../linux/names.ts';
import type { Network } from '../../linux/network.ts';
import type { Endpoint, SocketEvent } from '../../linux/socket/socket-layer.ts';

/** Whoever waits for something to happen on a socket. */
type Reaction = (socket: SocketId) => void;

const ANY = ip('0.0.0.0');

/** What servers answer: who they are, and whom they see. */
export interface Answer {
  readonly backend: string;
  readonly source: string;
  readonly port: number;
}

/** The servers of a recorded cluster: every one says its name and the address of its client. */
export class Programs {
  readonly #network: Network;
  readonly #reactions = new Map<SocketId, Reaction>();
  readonly #listening = new Map<string, SocketId[]>();
  readonly #queue: SocketId[] = [];

  constructor(network: Network) {
    this.#network = network;
    network.sockets.onEvent((socket: SocketId, _event: SocketEvent) => this.#queue.push(socket));
  }

  /** Lets everybody react to what has happened since. */
  work(): void {
    for (let socket = this.#queue.shift(); socket !== undefined; socket = this.#queue.shift())
      this.#reactions.get(socket)?.(socket);
  }

  react(socket: SocketId, reaction: Reaction): void {
    this.#reactions.set(socket, reaction);
  }

  forget(socket: SocketId): void {
    this.#reactions.delete(socket);
  }

  /** A program answers on a port of a machine; several ports of one program have one name. */
  serve(name: string, netns: NetnsId, protocol: 'TCP' | 'UDP', port: number): void {
    const { sockets } = this.#network;
    const opened =
      protocol === 'TCP'
        ? sockets.listenTcp(netns, { ip: ANY, port })
        : sockets.openUdp(netns, { ip: ANY, port });
    if (!opened.ok) return;
    const socket = opened.value;
    this.#listening.set(name, [...(this.#listening.get(name) ?? []), socket]);
    if (protocol === 'TCP')
      this.react(socket, () => this.#accept(socket, (client) => this.#answer(client, `${name}:${port}`)));
    else this.react(socket, () => this.#answerDatagrams(socket, `${name}:${port}`));
  }

  /** The program ends; its listening sockets close. */
  end(name: string): void {
    for (const socket of this.#listening.get(name) ?? []) {
      this.forget(socket);
      this.#network.sockets.close(socket);
    }
    this.#listening.delete(name);
  }

  /** A proxy: each connection to `at` becomes a second one to one of the targets, in turn. */
  proxy(netns: NetnsId, at: Endpoint, from: Endpoint, targets: readonly Endpoint[]): void {
    const opened = this.#network.sockets.listenTcp(netns, at);
    if (!opened.ok) return;
    let turn = 0;
    this.react(opened.value, () =>
      this.#accept(opened.value, (client) => {
        const target = targets[turn++ % targets.length];
        const second = target && this.#network.sockets.connectTcp(netns, target, { from });
        if (!second?.ok) return;
        const both = (): void => {
          this.#pass(client, second.value);
          this.#pass(second.value, client);
        };
        this.react(second.value, both);
        this.react(client, both);
        both();
      }),
    );
  }

  #accept(listener: SocketId, serve: (client: SocketId) => void): void {
    const { sockets } = this.#network;
    for (let next = sockets.accept(listener); next.ok; next = sockets.accept(listener)) serve(next.value);
  }

  #answer(client: SocketId, backend: string): void {
    const { sockets } = this.#network;
    const reply = (): void => {
      const request = sockets.receive(client, 65_536);
      if (!request.ok) return;
      if (request.value.length > 0) {
        const peer = sockets.view(client)?.peer;
        const answer: Answer = { backend, source: peer?.ip ?? '', port: peer?.port ?? 0 };
        sockets.send(client, encodeUtf8(`HTTP/1.1 200 OK\r\n\r\n${JSON.stringify(answer)}`));
      }
      this.forget(client);
      sockets.close(client);
    };
    this.react(client, reply);
    reply();
  }

  #answerDatagrams(socket: SocketId, backend: string): void {
    const { sockets } = this.#network;
    for (let next = sockets.receiveFrom(socket); next.ok; next = sockets.receiveFrom(socket)) {
      const { from } = next.value;
      const answer: Answer = { backend, source: from.ip, port: from.port };
      sockets.sendTo(socket, from, encodeUtf8(JSON.stringify(answer)));
    }
  }

  #pass(from: SocketId, to: SocketId): void {
    const { sockets } = this.#network;
    if (!sockets.connected(to).ok || !sockets.connected(from).ok) return;
    for (let next = sockets.receive(from, 65_536); next.ok; next = sockets.receive(from, 65_536)) {
      if (next.value.length === 0) {
        sockets.shutdown(to);
        return;
      }
      sockets.send(to, next.value);
    }
  }
}

/** Reads what a server answered; undefined while the answer is not whole. */
export function readAnswer(bytes: Uint8Array): Answer | undefined {
  const text = decodeUtf8(bytes);
  const start = text.indexOf('{');
  if (start < 0 || !text.endsWith('}')) return undefined;
  const [, backend = '', source = '', port = '0'] =
    /"backend":"([^"]*)","source":"([^"]*)","port":(\d+)/.exec(text) ?? [];
  return { backend, source, port: Number(port) };
}
