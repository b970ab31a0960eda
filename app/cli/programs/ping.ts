import { virtualMs } from '../../base/brand.ts';
import { canonicalIp } from '../../base/ip.ts';
import { ip, type SocketId } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import type { Options } from '../tool/options.ts';
import { icmpText, nextAnswer, type PingTarget } from '../tool/ping-socket.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Asks a machine for an echo. */
export const ping = tool(
  'ping',
  'ping [-c COUNT] [-i SECONDS] [-W SECONDS] [-w SECONDS] [-s BYTES] [-q] HOST',
  run,
  '/usr/bin',
);

const OPTIONS = { flags: '46AaBbDfLnOqrRUvV', values: 'cIiWwsTtMpQSlmFe', long: {} };

/** How long iputils waits for the last answers when nothing has come. */
const LINGER_MS = 10_000;

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour, '\nUsage\n  ping [options] <destination>\n');
  if (!options) return 2;
  const name = options.operands.at(-1);
  if (name === undefined) {
    yield* p.warn(
      flavour === 'gnu'
        ? 'ping: usage error: Destination address required\n'
        : 'Usage: ping [OPTIONS] HOST\n',
    );
    return 1;
  }
  const wrong = options.given.find(
    ({ key, value }) => 'ciWwst'.includes(key) && !/^\d+(\.\d+)?$/.test(value ?? ''),
  );
  if (wrong) {
    yield* p.warn(
      flavour === 'gnu'
        ? `ping: invalid argument: '${wrong.value ?? ''}'\n`
        : `ping: invalid number '${wrong.value ?? ''}'\n`,
    );
    return 1;
  }
  const literal = canonicalIp(name);
  const found = literal === undefined ? yield* p.net.resolve(name, { family: 4 }) : undefined;
  const address = literal ?? (found?.ok ? found.value[0] : undefined);
  if (address === undefined) {
    const reason =
      found && !found.ok && found.error === 'EAI_AGAIN'
        ? 'Temporary failure in name resolution'
        : 'Name or service not known';
    yield* p.warn(flavour === 'gnu' ? `ping: ${name}: ${reason}\n` : `ping: bad address '${name}'\n`);
    return flavour === 'gnu' ? 2 : 1;
  }
  const socket = p.sockets.openPing(p.netns, { pid: p.pid, program: 'ping' });
  if (!socket.ok) {
    yield* p.warn(
      flavour === 'gnu'
        ? `ping: socket: ${strerror(socket.error)}\n`
        : `ping: permission denied (are you root?)\n`,
    );
    return flavour === 'gnu' ? 2 : 1;
  }
  try {
    return yield* new Pinging(p, socket.value, { name, ip: ip(address) }, options, flavour).run();
  } finally {
    p.sockets.close(socket.value);
  }
}

class Pinging {
  readonly #p: Process;
  readonly #socket: SocketId;
  readonly #target: PingTarget;
  readonly #gnu: boolean;
  readonly #quiet: boolean;
  readonly #count: number;
  readonly #intervalMs: number;
  readonly #waitMs: number | undefined;
  readonly #deadlineMs: number | undefined;
  readonly #bytes: number;
  readonly #ttl: number | undefined;
  readonly #sentAt = new Map<number, number>();
  readonly #times: number[] = [];
  #sent = 0;
  #errors = 0;

  constructor(p: Process, socket: SocketId, target: PingTarget, options: Options, flavour: Flavour) {
    const number = (key: string): number | undefined =>
      options.has(key) ? Number(options.value(key)) : undefined;
    this.#p = p;
    this.#socket = socket;
    this.#target = target;
    this.#gnu = flavour === 'gnu';
    this.#quiet = options.has('q');
    this.#count = number('c') ?? Infinity;
    this.#intervalMs = (number('i') ?? 1) * 1000;
    this.#waitMs = options.has('W') ? (number('W') ?? 1) * 1000 : undefined;
    this.#deadlineMs = options.has('w') ? (number('w') ?? 1) * 1000 : undefined;
    this.#bytes = number('s') ?? 56;
    this.#ttl = number('t');
  }

  *run(): Sys<number> {
    const p = this.#p;
    const { name, ip: address } = this.#target;
    p.onSignal('INT', 'wake');
    yield* p.print(
      this.#gnu
        ? `PING ${name} (${address}) ${this.#bytes}(${this.#bytes + 28}) bytes of data.\n`
        : `PING ${name} (${address}): ${this.#bytes} data bytes\n`,
    );
    const begun = p.now();
    const end = this.#deadlineMs === undefined ? Infinity : begun + this.#deadlineMs;
    let last = begun;
    while (this.#sent < this.#count && p.now() < end) {
      const failed = yield* this.#send();
      if (failed !== undefined) return failed;
      last = p.now();
      const isLast = this.#sent >= this.#count;
      const until = Math.min(end, last + (isLast ? this.#lastWait() : this.#intervalMs));
      if (yield* this.#collect(until, isLast)) break;
    }
    yield* p.print(this.#statistics(Math.floor(last - begun)));
    return this.#times.length > 0 ? 0 : 1;
  }

  #lastWait(): number {
    if (this.#waitMs !== undefined) return this.#waitMs;
    return this.#gnu && this.#times.length === 0 ? LINGER_MS : this.#gnu ? 1000 : LINGER_MS;
  }

  *#send(): Sys<number | undefined> {
    const seq = this.#gnu ? this.#sent + 1 : this.#sent;
    this.#sent++;
    this.#sentAt.set(seq, this.#p.now());
    const sent = this.#p.sockets.sendPing(this.#socket, this.#target.ip, seq, this.#bytes, this.#ttl);
    if (sent.ok) return undefined;
    if (sent.error === 'ENETUNREACH') {
      yield* this.#p.warn(
        this.#gnu ? 'ping: connect: Network is unreachable\n' : 'ping: sendto: Network is unreachable\n',
      );
      return this.#gnu ? 2 : 1;
    }
    yield* this.#p.warn(
      this.#gnu ? `ping: sendmsg: ${strerror(sent.error)}\n` : `ping: sendto: ${strerror(sent.error)}\n`,
    );
    return this.#gnu ? undefined : 1;
  }

  /** Prints answers until a time, or until all are there; true when the user wants an end. */
  *#collect(until: number, isLast: boolean): Sys<boolean> {
    for (;;) {
      if (isLast && this.#times.length + this.#errors >= this.#sent) return false;
      const got = yield* nextAnswer(this.#p, this.#socket, virtualMs(until));
      if (got === undefined) return false;
      if (!('seq' in got)) {
        if (this.#gnu) yield* this.#p.print('\n');
        return true;
      }
      yield* this.#show(got);
    }
  }

  *#show(answer: {
    readonly from: string;
    readonly type: number;
    readonly code: number;
    readonly seq: number;
    readonly ttl: number;
  }): Sys<void> {
    const { name, ip: address } = this.#target;
    if (answer.type !== 0) {
      this.#errors++;
      if (this.#gnu)
        yield* this.#p.print(
          `From ${answer.from} icmp_seq=${answer.seq} ${icmpText(answer.type, answer.code)}\n`,
        );
      return;
    }
    const time = this.#p.now() - (this.#sentAt.get(answer.seq) ?? this.#p.now());
    this.#times.push(time);
    if (this.#quiet) return;
    const from = this.#gnu && name !== address ? `${name} (${answer.from})` : answer.from;
    yield* this.#p.print(
      this.#gnu
        ? `${this.#bytes + 8} bytes from ${from}: icmp_seq=${answer.seq} ttl=${answer.ttl} time=${shortTime(time)} ms\n`
        : `${this.#bytes + 8} bytes from ${answer.from}: seq=${answer.seq} ttl=${answer.ttl} time=${time.toFixed(3)} ms\n`,
    );
  }

  #statistics(elapsed: number): string {
    const received = this.#times.length;
    const lost = this.#sent === 0 ? 0 : Math.floor(((this.#sent - received) * 100) / this.#sent);
    const least = Math.min(...this.#times);
    const most = Math.max(...this.#times);
    const average = this.#times.reduce((sum, time) => sum + time, 0) / Math.max(1, received);
    const head = `\n--- ${this.#target.name} ping statistics ---\n`;
    if (!this.#gnu) {
      const trip =
        received > 0
          ? `round-trip min/avg/max = ${least.toFixed(3)}/${average.toFixed(3)}/${most.toFixed(3)} ms\n`
          : '';
      return `${head}${this.#sent} packets transmitted, ${received} packets received, ${lost}% packet loss\n${trip}`;
    }
    const errors = this.#errors > 0 ? `+${this.#errors} errors, ` : '';
    const squares = this.#times.reduce((sum, time) => sum + time * time, 0) / Math.max(1, received);
    const deviation = Math.sqrt(Math.max(0, squares - average * average));
    const trip =
      received > 0
        ? `rtt min/avg/max/mdev = ${least.toFixed(3)}/${average.toFixed(3)}/${most.toFixed(3)}/${deviation.toFixed(3)} ms\n`
        : '\n';
    return `${head}${this.#sent} packets transmitted, ${received} received, ${errors}${lost}% packet loss, time ${elapsed}ms\n${trip}`;
  }
}

/** Three significant digits, as iputils prints times. */
function shortTime(ms: number): string {
  if (ms >= 100) return String(Math.floor(ms));
  return ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);
}
