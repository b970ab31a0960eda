import type { Random } from '../../base/random.ts';
import { encodeMessage } from '../../linux/dns/codec.ts';
import { sameName, type DnsMessage, type Question, type ResourceRecord } from '../../linux/dns/message.ts';
import { answerZone, type DnsAnswer, type Upstream, type ZoneServer } from './answer.ts';
import type { DnsCatalog } from './catalog.ts';
import type { ServerConfig } from './corefile.ts';

/** A server block with what it needs to answer. */
export interface DnsServer {
  readonly config: ServerConfig;
  readonly catalog: DnsCatalog;
  readonly localIps: readonly string[];
  /** Where names outside the zones are asked. */
  readonly forward: Upstream;
}

const REFUSED: DnsAnswer = {
  rcode: 'REFUSED',
  authoritative: false,
  answer: [],
  authority: [],
  additional: [],
};

/** Passes a question through the plugins: rewrite, hosts, kubernetes, forward. */
export function answerQuestion(server: DnsServer, question: Question): DnsAnswer {
  const { config } = server;
  const rewrite = config.rewrites.find(({ from }) => sameName(from, question.name));
  if (rewrite)
    return renamed(answerPlain(server, { ...question, name: rewrite.to }), rewrite.to, question.name);
  return answerPlain(server, question);
}

function answerPlain(server: DnsServer, question: Question): DnsAnswer {
  const { config } = server;
  const known = question.type === 'A' ? config.hosts.get(question.name.toLowerCase()) : undefined;
  if (known) {
    const answer = known.map(
      (address) => ({ name: question.name, ttl: 3600, data: { type: 'A', address } }) as const,
    );
    return { ...REFUSED, rcode: 'NOERROR', authoritative: true, answer };
  }
  const zone: ZoneServer = {
    catalog: server.catalog,
    config,
    localIps: server.localIps,
    upstream: (inner) => answerQuestion(server, inner),
  };
  const answered = config.hasKubernetes ? answerZone(zone, question) : undefined;
  return answered ?? (config.forwards ? server.forward(question) : REFUSED);
}

function renamed(answer: DnsAnswer, from: string, to: string): DnsAnswer {
  const rename = (records: readonly ResourceRecord[]): readonly ResourceRecord[] =>
    records.map((record) => (sameName(record.name, from) ? { ...record, name: to } : record));
  return { ...answer, answer: rename(answer.answer) };
}

/** The whole answer to a message. `chance` shuffles addresses as the loadbalance plugin does. */
export function respond(server: DnsServer, query: DnsMessage, chance?: Random): DnsMessage {
  const [question] = query.questions;
  const answer = question ? answerQuestion(server, question) : { ...REFUSED, rcode: 'SERVFAIL' as const };
  return {
    ...query,
    isResponse: true,
    authoritative: answer.authoritative,
    truncated: false,
    recursionAvailable: !answer.authoritative && answer.rcode !== 'REFUSED',
    authenticData: false,
    rcode: answer.rcode,
    answers: chance && server.config.shuffles ? shuffled(answer.answer, chance) : answer.answer,
    authority: answer.authority,
    additional: answer.additional,
    ...(query.edns ? { edns: query.edns } : {}),
  };
}

/** CNAMEs first, then the addresses in random order, then the rest. @upstream coredns plugin/loadbalance roundRobin */
function shuffled(records: readonly ResourceRecord[], chance: Random): readonly ResourceRecord[] {
  const isAddress = ({ data }: ResourceRecord): boolean => ['A', 'AAAA', 'MX'].includes(data.type);
  const addresses = records.filter(isAddress);
  if (addresses.length < 2) return records;
  const aliases = records.filter(({ data }) => data.type === 'CNAME');
  const rest = records.filter((record) => !isAddress(record) && record.data.type !== 'CNAME');
  for (let at = addresses.length - 1; at > 0; at--) {
    const other = chance.below(at + 1);
    const [one, two] = [addresses[at], addresses[other]];
    if (one && two) [addresses[at], addresses[other]] = [two, one];
  }
  return [...aliases, ...addresses, ...rest];
}

/** Bytes that fit a datagram of the asker: what is too long is cut off and marked as truncated. */
export function encodeForUdp(message: DnsMessage): Uint8Array {
  const limit = Math.max(512, message.edns?.udpSize ?? 512);
  const whole = encodeMessage(message);
  if (whole.length <= limit) return whole;
  const withoutExtras = encodeMessage({ ...message, additional: [] });
  if (withoutExtras.length <= limit) return withoutExtras;
  let kept = message.answers;
  for (;;) {
    kept = kept.slice(0, -1);
    const cut = encodeMessage({ ...message, answers: kept, additional: [], truncated: true });
    if (cut.length <= limit || kept.length === 0) return cut;
  }
}
