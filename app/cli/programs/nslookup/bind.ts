import { canonicalIp } from '../../../base/ip.ts';
import { dataText, reverseName, type DnsMessage, type ResourceRecord } from '../../../linux/dns/message.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { searchBind } from '../../tool/bind-search.ts';
import { resolvConfOf } from '../../tool/name-servers.ts';

/** nslookup of BIND 9.18, as Debian has it; the interactive form is not simulated. */
export function* bindNslookup(p: Process): Sys<number> {
  const args = p.argv.slice(1);
  const options = args.filter((word) => word.startsWith('-'));
  const [host, server] = args.filter((word) => !word.startsWith('-'));
  if (host === undefined) {
    yield* p.warn('lintas: interactive nslookup is not simulated\n');
    return 1;
  }
  const wanted = options
    .map((word) => /^-(?:query)?t(?:ype)?=(.*)$|^-q=(.*)$/.exec(word))
    .find((found) => found !== null);
  const type = (wanted?.[1] ?? wanted?.[2])?.toUpperCase();
  const lookup = new Lookup(p, server);
  return canonicalIp(host) !== undefined && type === undefined
    ? yield* lookup.reverse(host)
    : yield* lookup.forward(host, type);
}

class Lookup {
  readonly #p: Process;
  readonly #server: string;
  readonly #given: boolean;
  #titled = false;

  constructor(p: Process, server: string | undefined) {
    this.#p = p;
    this.#given = server !== undefined;
    this.#server = server ?? resolvConfOf(p).nameservers[0] ?? '127.0.0.1';
  }

  *reverse(address: string): Sys<number> {
    const name = reverseName(address);
    const answer = yield* this.#ask(name, 'PTR', false);
    if (!answer) return 1;
    const shown = name.replace(/\.$/, '');
    if (answer.message.answers.length === 0) {
      yield* this.#p.print(`** server can't find ${shown}: ${answer.message.rcode}\n\n`);
      return 1;
    }
    for (const { data } of answer.message.answers)
      yield* this.#p.print(`${shown}\tname = ${dataText(data)}\n`);
    yield* this.#p.print('\n');
    return 0;
  }

  *forward(host: string, type: string | undefined): Sys<number> {
    const first = yield* this.#ask(host, type ?? 'A', true);
    if (!first) return 1;
    yield* this.#title();
    const { message, name } = first;
    if (message.rcode !== 'NOERROR') {
      yield* this.#p.print(`** server can't find ${host}: ${message.rcode}\n\n`);
      return 1;
    }
    yield* this.#p.print(recordLines(message));
    if (type !== undefined) {
      if (message.answers.length === 0) yield* this.#p.print(`*** Can't find ${host}: No answer\n`);
      yield* this.#p.print('\n');
      return message.answers.length === 0 ? 1 : 0;
    }
    const target = message.answers.findLast(({ data }) => data.type === 'CNAME')?.data;
    const second = yield* this.#ask(target?.type === 'CNAME' ? target.target : name, 'AAAA', false);
    const lines = second ? recordLines(second.message) : '';
    if (message.answers.length === 0 && lines === '')
      yield* this.#p.print(`*** Can't find ${host}: No answer\n`);
    yield* this.#p.print(`${lines}\n`);
    return 0;
  }

  *#title(): Sys<void> {
    if (this.#titled) return;
    this.#titled = true;
    yield* this.#p.print(`Server:\t\t${this.#server}\nAddress:\t${this.#server}#53\n\n`);
  }

  *#ask(
    name: string,
    type: string,
    search: boolean,
  ): Sys<{ readonly message: DnsMessage; readonly name: string } | undefined> {
    const literal = canonicalIp(this.#server);
    const resolved = literal === undefined ? yield* this.#p.net.resolve(this.#server) : undefined;
    const server = literal ?? (resolved?.ok ? resolved.value[0] : undefined);
    if (server === undefined) {
      yield* this.#p.print(`nslookup: couldn't get address for '${this.#server}': not found\n`);
      return undefined;
    }
    const conf = resolvConfOf(this.#p);
    const found = yield* searchBind(this.#p, name, type, conf, { server, search });
    for (const { message } of found.answers)
      if (!message.recursionAvailable && !this.#given)
        yield* this.#p.print(`;; Got recursion not available from ${server}\n`);
    const last = found.answers.at(-1);
    if (found.error !== undefined || !last) {
      const why = found.error === 'ECONNREFUSED' ? 'connection refused' : 'timed out';
      for (let tries = 0; tries < 3; tries++)
        yield* this.#p.print(`;; communications error to ${server}#53: ${why}\n`);
      yield* this.#p.print(';; no servers could be reached\n\n\n');
      return undefined;
    }
    return { message: last.message, name: found.name };
  }
}

function recordLines(message: DnsMessage): string {
  return message.answers.map(recordLine).join('');
}

function recordLine({ name, data }: ResourceRecord): string {
  const owner = name.replace(/\.$/, '');
  switch (data.type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${owner}\nAddress: ${data.address}\n`;
    case 'CNAME':
      return `${owner}\tcanonical name = ${data.target}\n`;
    case 'PTR':
      return `${owner}\tname = ${data.target}\n`;
    case 'SRV':
      return `${owner}\tservice = ${dataText(data)}\n`;
    case 'MX':
      return `${owner}\tmail exchanger = ${dataText(data)}\n`;
    case 'NS':
      return `${owner}\tnameserver = ${data.target}\n`;
    case 'TXT':
      return `${owner}\ttext = ${dataText(data)}\n`;
    case 'SOA':
      return `${owner}\n\torigin = ${data.primary}\n\tmail addr = ${data.mailbox}\n\tserial = ${data.serial}\n\trefresh = ${data.refresh}\n\tretry = ${data.retry}\n\texpire = ${data.expire}\n\tminimum = ${data.minimum}\n`;
    case 'OTHER':
      return `${owner}\trdata_${data.code} = ${dataText(data)}\n`;
  }
}
