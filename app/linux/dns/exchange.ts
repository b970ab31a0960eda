import { virtualMs, type VirtualMs } from '../../base/brand.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { ip, type SocketId } from '../names.ts';
import type { Process, Sys } from '../process/program.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import { dataText, queryOf, sameName, type DnsMessage, type Edns, type Question } from './message.ts';

/** Where and how long to ask. */
export interface ExchangeOptions {
  readonly server: string;
  readonly port?: number;
  readonly timeoutMs: number;
  readonly recursion?: boolean;
  readonly edns?: Edns;
}

/** An exchange that brought no answer. */
export type ExchangeError = 'TIMEOUT' | 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH' | 'EPERM';

/** An answer, and how it was got. */
export interface Answered {
  readonly message: DnsMessage;
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** Asks one server all questions at once from one socket and waits for as many answers, in the order of the questions. */
export function* exchange(
  p: Process,
  questions: readonly Question[],
  options: ExchangeOptions,
): Sys<Result<readonly Answered[], ExchangeError>> {
  const opened = p.net.openUdp();
  if (!opened.ok) return bad('ENETUNREACH');
  const socket = opened.value;
  const asked = yield* ask(p, socket, questions, options);
  p.net.close(socket);
  return asked;
}

function* ask(
  p: Process,
  socket: SocketId,
  questions: readonly Question[],
  options: ExchangeOptions,
): Sys<Result<readonly Answered[], ExchangeError>> {
  const to = { ip: ip(options.server), port: options.port ?? 53 };
  const connected = p.sockets.connectUdp(socket, to);
  if (!connected.ok) return bad(connected.error === 'EHOSTUNREACH' ? 'EHOSTUNREACH' : 'ENETUNREACH');
  const random = p.random(`dns-id/${p.netns}`);
  const queries = questions.map((question) => queryOf(random.below(65_536), question, options));
  const sentAt = p.now();
  const until = virtualMs(sentAt + options.timeoutMs);
  for (const query of queries) {
    const sent = p.net.sendTo(socket, to, encodeMessage(query));
    if (!sent.ok) return bad(unreachable(sent.error));
    const [question] = query.questions;
    if (question) p.net.note(socket, { type: 'dns.question', name: question.name, rrtype: question.type });
  }
  return yield* collect(p, socket, queries, sentAt, until);
}

function* collect(
  p: Process,
  socket: SocketId,
  queries: readonly DnsMessage[],
  sentAt: VirtualMs,
  until: VirtualMs,
): Sys<Result<readonly Answered[], ExchangeError>> {
  const answers = new Map<number, Answered>();
  while (answers.size < queries.length) {
    const got = yield* p.net.receiveFrom(socket, until);
    if (!got.ok) return bad(got.error === 'TIMEOUT' ? 'TIMEOUT' : unreachable(got.error));
    const message = decodeMessage(got.value.bytes);
    if (!message.ok || !message.value.isResponse) continue;
    const index = queries.findIndex((query) => fits(query, message.value));
    if (index < 0 || answers.has(index)) continue;
    answers.set(index, {
      message: message.value,
      bytes: got.value.bytes.length,
      elapsedMs: p.now() - sentAt,
    });
    noteAnswer(p, socket, message.value);
  }
  return good([...answers].toSorted(([a], [b]) => a - b).map(([, answer]) => answer));
}

function fits(query: DnsMessage, answer: DnsMessage): boolean {
  const [asked, echoed] = [query.questions[0], answer.questions[0]];
  return (
    query.id === answer.id &&
    asked !== undefined &&
    echoed !== undefined &&
    asked.type === echoed.type &&
    sameName(asked.name, echoed.name)
  );
}

function noteAnswer(p: Process, socket: SocketId, answer: DnsMessage): void {
  const [question] = answer.questions;
  if (!question) return;
  const answers = answer.answers.map((record) => dataText(record.data));
  p.net.note(socket, {
    type: 'dns.answer',
    name: question.name,
    rrtype: question.type,
    rcode: answer.rcode,
    answers,
  });
}

function unreachable(error: string): ExchangeError {
  return error === 'ECONNREFUSED' || error === 'EHOSTUNREACH' || error === 'EPERM' ? error : 'ENETUNREACH';
}
