import type { Answered } from '../../../linux/dns/exchange.ts';
import { dataText, typeName, type DnsMessage, type ResourceRecord } from '../../../linux/dns/message.ts';
import type { DigQuery } from './options.ts';
import { DAYS, MONTHS, short, two, type Civil } from '../../tool/civil.ts';

/** What dig says of one answer, section by section. */
export function printAnswer(query: DigQuery, answered: Answered, server: string, when: Civil): string {
  const { message } = answered;
  const on = (name: string): boolean => query.flags.get(name) === true;
  if (on('short')) return message.answers.map(({ data }) => `${dataText(data)}\n`).join('');
  let out = '';
  if (on('comments')) out += header(message);
  if (on('comments') && message.edns) out += edns(message);
  if (on('question'))
    out += `${on('comments') ? ';; QUESTION SECTION:\n' : ''}${questionLines(message)}${on('comments') ? '\n' : ''}`;
  const sections: readonly (readonly [string, readonly ResourceRecord[]])[] = [
    ['answer', message.answers],
    ['authority', message.authority],
    ['additional', message.additional],
  ];
  for (const [name, records] of sections) {
    if (!on(name) || records.length === 0) continue;
    out += `${on('comments') ? `;; ${name.toUpperCase()} SECTION:\n` : ''}${records.map(recordLine).join('')}${on('comments') ? '\n' : ''}`;
  }
  if (on('stats')) out += stats(answered, server, query.port, when, query.flags.get('tcp') === true);
  return out;
}

function header(message: DnsMessage): string {
  const flags = [
    'qr',
    ...(message.authoritative ? ['aa'] : []),
    ...(message.truncated ? ['tc'] : []),
    ...(message.recursionDesired ? ['rd'] : []),
    ...(message.recursionAvailable ? ['ra'] : []),
    ...(message.authenticData ? ['ad'] : []),
  ].join(' ');
  const isLocal = message.questions[0]?.name.toLowerCase().endsWith('.local.') ?? false;
  const additional = message.additional.length + (message.edns ? 1 : 0);
  return [
    ';; Got answer:',
    ...(isLocal
      ? [
          ';; WARNING: .local is reserved for Multicast DNS',
          ';; You are currently testing what happens when an mDNS query is leaked to DNS',
        ]
      : []),
    `;; ->>HEADER<<- opcode: QUERY, status: ${message.rcode}, id: ${message.id}`,
    `;; flags: ${flags}; QUERY: ${message.questions.length}, ANSWER: ${message.answers.length}, AUTHORITY: ${message.authority.length}, ADDITIONAL: ${additional}`,
    ...(message.recursionDesired && !message.recursionAvailable
      ? [';; WARNING: recursion requested but not available']
      : []),
    '',
    '',
  ].join('\n');
}

function edns({ edns: options }: DnsMessage): string {
  const cookie = options?.cookie === undefined ? '' : `; COOKIE: ${options.cookie} (echoed)\n`;
  return `;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: ${options?.udpSize ?? 512}\n${cookie}`;
}

function questionLines(message: DnsMessage): string {
  return message.questions
    .map(({ name, type }) => `${indent(indent(`;${name}`, 24, 32), 32, 40, 'IN')}${type}\n`)
    .join('');
}

/** Fills up to a column with tabs; one blank where the text is already there. */
function indent(text: string, _from: number, to: number, word = ''): string {
  const joined = word === '' ? text : text + word;
  const column = columnOf(joined);
  if (column >= to) return `${joined} `;
  return joined + '\t'.repeat(Math.ceil((to - column) / 8));
}

function columnOf(text: string): number {
  let column = 0;
  for (const char of text) column = char === '\t' ? column + 8 - (column % 8) : column + 1;
  return column;
}

/** One record in the columns of dig: owner, TTL at 24, class at 32, type at 40, data at 48. */
export function recordLine({ name, ttl, data }: ResourceRecord): string {
  let line = indent(name, 0, 24);
  line = indent(line, 24, 32, String(ttl));
  line = indent(line, 32, 40, 'IN');
  line = indent(line, 40, 48, typeName(data));
  return `${line}${dataText(data)}\n`;
}

function stats(
  { elapsedMs, bytes }: Answered,
  server: string,
  port: number,
  when: Civil,
  tcp: boolean,
): string {
  const zone = 'UTC';
  const date = `${short(DAYS[when.weekday])} ${short(MONTHS[when.month - 1])} ${two(when.day)} ${two(when.hour)}:${two(when.minute)}:${two(when.second)} ${zone} ${when.year}`;
  return `;; Query time: ${Math.floor(elapsedMs)} msec\n;; SERVER: ${server}#${port}(${server}) (${tcp ? 'TCP' : 'UDP'})\n;; WHEN: ${date}\n;; MSG SIZE  rcvd: ${bytes}\n\n`;
}
