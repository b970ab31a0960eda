import { isAnyIp } from '../../base/ip.ts';
import { ip, type NetnsId, type SocketId } from '../../linux/names.ts';
import type { FiveTuple } from '../../linux/packet.ts';
import type { Endpoint } from '../../linux/socket/socket-layer.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { conntrackAlong } from './conntrack-path.ts';
import { readAnswer, type Answer } from './programs.ts';
import type { FlowResult, RecordedFlow } from './recorded-case.ts';
import type { RecordedMachines } from './recorded-machines.ts';

/** Connections of a flow, unless its outcomes say otherwise. */
const CONNECTIONS = 24;

const ANY = ip('0.0.0.0');

/** One connection of a flow. */
interface Attempt {
  readonly netns: NetnsId;
  readonly socket: SocketId | undefined;
  readonly tuple: FiveTuple | undefined;
  connected: boolean;
  outcome: string | undefined;
  answer: Answer | undefined;
}

/** Runs all connections of a flow at once and says how they went. */
export function runFlow(machines: RecordedMachines, flow: RecordedFlow, waitMs: number): FlowResult {
  const count = Object.values(flow.outcomes ?? {}).reduce((sum, one) => sum + one, 0) || CONNECTIONS;
  machines.route(flow.to.ip, flow.entryNode);
  const attempts = Array.from({ length: count }, () => begin(machines, flow));
  machines.run(waitMs, () => attempts.every(({ outcome }) => outcome !== undefined));
  const results = attempts.map((attempt) => ({
    ...attempt,
    outcome: attempt.outcome ?? unfinished(attempt),
  }));
  for (const { socket } of attempts)
    if (socket !== undefined) {
      machines.programs.forget(socket);
      machines.network.sockets.close(socket);
    }
  machines.run(300);
  const first = attempts[0]?.tuple;
  const conntrack = first ? conntrackAlong(machines, first) : {};
  machines.route(flow.to.ip, undefined);
  machines.run(500);
  return { ...summary(results), conntrack };
}

function unfinished({ connected }: Attempt): string {
  return connected ? 'connected, no answer' : 'timeout';
}

function begin(machines: RecordedMachines, { from, to }: RecordedFlow): Attempt {
  const netns = machines.netnsOf(from);
  const { sockets } = machines.network;
  const at: Endpoint = { ip: ip(to.ip), port: to.port ?? 0 };
  const opened =
    to.protocol === 'TCP'
      ? sockets.connectTcp(netns, at, { from: { ip: ANY, port: machines.nextPort() } })
      : to.protocol === 'UDP'
        ? sockets.openUdp(netns, { ip: ANY, port: machines.nextPort() })
        : sockets.openPing(netns);
  if (!opened.ok)
    return {
      netns,
      socket: undefined,
      tuple: undefined,
      connected: false,
      outcome: opened.error,
      answer: undefined,
    };
  const socket = opened.value;
  const error =
    to.protocol === 'UDP'
      ? sendDatagram(machines, socket, at)
      : to.protocol === 'ICMP'
        ? sendEcho(machines, socket, at)
        : undefined;
  const attempt: Attempt = {
    netns,
    socket,
    tuple: tupleOf(machines, netns, socket, to.protocol, at),
    connected: false,
    outcome: error,
    answer: undefined,
  };
  const react = REACTIONS[to.protocol];
  machines.programs.react(socket, () => react(machines, attempt, socket));
  react(machines, attempt, socket);
  return attempt;
}

function sendDatagram(
  { network: { sockets } }: RecordedMachines,
  socket: SocketId,
  to: Endpoint,
): string | undefined {
  const connected = sockets.connectUdp(socket, to);
  const sent = connected.ok ? sockets.sendTo(socket, to, encodeUtf8('hello')) : connected;
  return sent.ok ? undefined : sent.error;
}

function sendEcho(
  { network: { sockets } }: RecordedMachines,
  socket: SocketId,
  to: Endpoint,
): string | undefined {
  const sent = sockets.sendPing(socket, to.ip, 1, 56);
  return sent.ok ? undefined : sent.error;
}

/** The five-tuple as the client sends it; an unbound socket takes the address that the route gives it. */
function tupleOf(
  { network }: RecordedMachines,
  netns: NetnsId,
  socket: SocketId,
  protocol: 'TCP' | 'UDP' | 'ICMP',
  to: Endpoint,
): FiveTuple | undefined {
  const view = network.sockets.view(socket);
  if (!view) return undefined;
  const name = protocol === 'TCP' ? 'tcp' : protocol === 'UDP' ? 'udp' : 'icmp';
  const src = isAnyIp(view.local.ip)
    ? (network.lookup(netns, to.ip)?.source ?? view.local.ip)
    : view.local.ip;
  return {
    protocol: name,
    src,
    dst: to.ip,
    sport: view.local.port,
    dport: protocol === 'ICMP' ? 0 : to.port,
  };
}

type React = (machines: RecordedMachines, attempt: Attempt, socket: SocketId) => void;

const tcp: React = (machines, attempt, socket) => {
  const { sockets } = machines.network;
  if (attempt.outcome !== undefined) return;
  if (!attempt.connected) {
    const state = sockets.connected(socket);
    if (!state.ok) {
      if (state.error !== 'EAGAIN') attempt.outcome = errorText(machines, attempt, state.error);
      return;
    }
    attempt.connected = true;
    sockets.send(socket, encodeUtf8('GET / HTTP/1.1\r\nHost: lintas\r\n\r\n'));
  }
  const got = sockets.receive(socket, 65_536);
  if (!got.ok) {
    if (got.error !== 'EAGAIN')
      attempt.outcome = got.error === 'ECONNRESET' ? 'reset' : errorText(machines, attempt, got.error);
    return;
  }
  attempt.answer = readAnswer(got.value);
  attempt.outcome = attempt.answer ? 'http 200' : 'reset';
};

const udp: React = (machines, attempt, socket) => {
  const got = machines.network.sockets.receiveFrom(socket);
  if (attempt.outcome !== undefined) return;
  if (got.ok) {
    attempt.answer = readAnswer(got.value.bytes);
    attempt.outcome = 'udp reply';
  } else if (got.error !== 'EAGAIN') attempt.outcome = errorText(machines, attempt, got.error);
};

const icmp: React = (machines, attempt, socket) => {
  const got = machines.network.sockets.receivePing(socket);
  if (attempt.outcome !== undefined || (!got.ok && got.error === 'EAGAIN')) return;
  if (got.ok)
    attempt.outcome = got.value.type === 0 ? 'echo reply' : `icmp ${got.value.type}/${got.value.code}`;
  else attempt.outcome = errorText(machines, attempt, got.error);
};

const REACTIONS: Readonly<Record<'TCP' | 'UDP' | 'ICMP', React>> = { TCP: tcp, UDP: udp, ICMP: icmp };

/** The words of the recordings for an error of a socket: with the ICMP message behind it, if there was one. */
function errorText({ network }: RecordedMachines, { netns, tuple }: Attempt, error: string): string {
  const trace = tuple && network.findTrace(netns, tuple);
  const message = trace?.packets.findLast(
    ({ icmp: about, end }) => about !== undefined && about.type !== 5 && end.type === 'delivered',
  )?.icmp;
  const suffix = message ? ` icmp ${message.type}/${message.code}` : '';
  if (error === 'ECONNREFUSED') return message ? `refused${suffix}` : 'refused rst';
  return error === 'ETIMEDOUT' ? 'timeout' : `${error}${suffix}`;
}

function summary(
  attempts: readonly {
    readonly outcome: string;
    readonly answer: Answer | undefined;
    readonly tuple: FiveTuple | undefined;
  }[],
): Omit<FlowResult, 'conntrack'> {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of attempts) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const answered = attempts.flatMap(({ answer, tuple }) =>
    answer ? [{ answer, kept: answer.port === tuple?.sport }] : [],
  );
  const backends = distinct(answered.map(({ answer }) => answer.backend));
  const kept = distinct(answered.map((one) => String(one.kept)));
  const [only] = Object.keys(outcomes);
  return {
    result: Object.keys(outcomes).length === 1 && only !== undefined ? only : 'mixed',
    outcomes,
    backends: backends.length > 0 ? backends : null,
    sourceSeen: distinct(answered.map(({ answer }) => answer.source)),
    sourcePortKept: kept.length === 0 ? null : kept.length > 1 ? 'mixed' : kept[0] === 'true',
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
