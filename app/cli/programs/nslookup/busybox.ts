import { canonicalIp } from '../../../base/ip.ts';
import { exchange } from '../../../linux/dns/exchange.ts';
import { dataText, reverseName, type DnsMessage, type Question } from '../../../linux/dns/message.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { resolvConfOf } from '../../tool/name-servers.ts';
import { BUSYBOX_BANNER } from '../../tool/tool.ts';

const USAGE = `${BUSYBOX_BANNER}

Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]

Query DNS about HOST

QUERY_TYPE: soa,ns,a,aaaa,cname,mx,txt,ptr,srv,any
`;

const TYPES = ['soa', 'ns', 'a', 'aaaa', 'cname', 'mx', 'txt', 'ptr', 'srv', 'any'];

/** One question with the name under which its failure is reported. */
interface Asked {
  readonly question: Question;
  readonly name: string;
}

/**
 * nslookup of busybox 1.29 and later: all names of the search list are asked at once, names with a dot are not searched,
 * and any failure makes the whole fail.
 */
export function* busyboxNslookup(p: Process): Sys<number> {
  const args = p.argv.slice(1);
  const flags = args.filter((word) => word.startsWith('-'));
  const [host, server] = args.filter((word) => !word.startsWith('-'));
  const types: string[] = [];
  for (const flag of flags) {
    const type = /^-(?:query)?t(?:ype)?=(.*)$|^-q(?:uerytype)?=(.*)$/.exec(flag);
    const name = type?.[1] ?? type?.[2];
    if (name !== undefined && !TYPES.includes(name.toLowerCase())) {
      yield* p.warn(`nslookup: invalid query type "${name}"\n`);
      return 1;
    }
    if (name === undefined && flag !== '-debug') {
      yield* p.warn(USAGE);
      return 1;
    }
    if (name !== undefined) types.push(name.toUpperCase());
  }
  if (host === undefined) {
    yield* p.warn(USAGE);
    return 1;
  }
  const conf = resolvConfOf(p);
  const at = yield* serverAddress(p, server ?? conf.nameservers[0] ?? '127.0.0.1');
  if (at === undefined) {
    yield* p.warn(`nslookup: bad address '${server ?? ''}'\n`);
    return 1;
  }
  return yield* askAll(p, questionsOf(host, types, server === undefined ? conf.search : []), at);
}

function* serverAddress(p: Process, server: string): Sys<string | undefined> {
  const literal = canonicalIp(server);
  if (literal !== undefined) return literal;
  const found = yield* p.net.resolve(server);
  return found.ok ? found.value[0] : undefined;
}

function questionsOf(host: string, types: readonly string[], search: readonly string[]): readonly Asked[] {
  if (types.length === 0 && canonicalIp(host) !== undefined) {
    const name = reverseName(host);
    return [{ question: { name, type: 'PTR' }, name: name.replace(/\.$/, '') }];
  }
  const wanted = types.length > 0 ? types : ['A', 'AAAA'];
  const names =
    host.includes('.') || search.length === 0 ? [host] : search.map((domain) => `${host}.${domain}`);
  return wanted.flatMap((type) =>
    (type === 'PTR' ? [host] : names).map((name) => ({
      question: { name: name.endsWith('.') ? name : `${name}.`, type },
      name,
    })),
  );
}

function* askAll(p: Process, asked: readonly Asked[], server: string): Sys<number> {
  const answers = yield* exchange(
    p,
    asked.map(({ question }) => question),
    { server, timeoutMs: 5000 },
  );
  const again =
    answers.ok || answers.error !== 'TIMEOUT'
      ? answers
      : yield* exchange(
          p,
          asked.map(({ question }) => question),
          { server, timeoutMs: 5000 },
        );
  if (!again.ok) {
    if (again.error === 'ECONNREFUSED') yield* p.warn(`nslookup: write to '${server}': Connection refused\n`);
    yield* p.print(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  yield* p.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  let failed = false;
  for (const [index, { message }] of again.value.entries()) {
    const name = asked[index]?.name ?? '';
    if (message.rcode !== 'NOERROR') {
      failed = true;
      yield* p.print(`** server can't find ${name}: ${message.rcode}\n\n`);
      continue;
    }
    yield* p.print(`${recordLines(message)}\n`);
  }
  return failed ? 1 : 0;
}

function recordLines(message: DnsMessage): string {
  return message.answers
    .map(({ name, data }) => {
      const owner = name.replace(/\.$/, '');
      const text = dataText(data).replace(/\.$/, '');
      switch (data.type) {
        case 'A':
        case 'AAAA':
          return `Name:\t${owner}\nAddress: ${text}\n`;
        case 'CNAME':
          return `${owner}\tcanonical name = ${text}\n`;
        case 'PTR':
          return `${owner}\tname = ${text}\n`;
        case 'SRV':
          return `${owner}\tservice = ${text}\n`;
        case 'NS':
          return `${owner}\tnameserver = ${text}\n`;
        case 'MX':
          return `${owner}\tmail exchanger = ${text}\n`;
        case 'TXT':
          return `${owner}\ttext = ${text}\n`;
        case 'SOA':
          return `${owner}\n\torigin = ${data.primary.replace(/\.$/, '')}\n\tmail addr = ${data.mailbox.replace(/\.$/, '')}\n\tserial = ${data.serial}\n\trefresh = ${data.refresh}\n\tretry = ${data.retry}\n\texpire = ${data.expire}\n\tminimum = ${data.minimum}\n`;
        case 'OTHER':
          return `${owner}\tunknown resource record type: ${data.code}\n`;
      }
    })
    .join('');
}
