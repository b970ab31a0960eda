import { canonicalIp } from '../../base/ip.ts';
import { dataText, reverseName, type ResourceRecord } from '../../linux/dns/message.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { searchBind, type Searched } from '../tool/bind-search.ts';
import { resolvConfOf } from '../tool/name-servers.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Looks names up, one line for each record. */
export const host = tool('host', 'host [-t TYPE] NAME [SERVER]', run);

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(
    p,
    { flags: 'aCdlnrsTvVw46', values: 'tcNRWm' },
    flavour,
    'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n',
  );
  if (!options) return 1;
  const [name, server] = options.operands;
  if (name === undefined) {
    yield* p.warn(
      'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n',
    );
    return 1;
  }
  const conf = resolvConfOf(p);
  const at = server ?? conf.nameservers[0] ?? '127.0.0.1';
  if (server !== undefined)
    yield* p.print(`Using domain server:\nName: ${server}\nAddress: ${server}#53\nAliases: \n\n`);
  const isAddress = canonicalIp(name) !== undefined;
  const asked = isAddress ? reverseName(name) : name;
  const type = options.value('t')?.toUpperCase() ?? (isAddress ? 'PTR' : 'A');
  const first = yield* searchBind(p, asked, type, conf, { server: at, search: !isAddress, tries: 2 });
  const status = yield* report(
    p,
    first,
    isAddress ? asked.replace(/\.$/, '') : name,
    options.has('t') ? type : undefined,
  );
  if (status !== 0 || isAddress || options.has('t')) return status;
  for (const more of ['AAAA', 'MX']) {
    const found = yield* searchBind(p, first.name, more, conf, { server: at, search: false, tries: 2 });
    yield* p.print(
      (found.answers.at(-1)?.message.answers ?? [])
        .filter(({ data }) => data.type !== 'CNAME')
        .map(line)
        .join(''),
    );
  }
  return 0;
}

function* report(
  p: Process,
  { answers, error }: Searched,
  name: string,
  type: string | undefined,
): Sys<number> {
  const message = answers.at(-1)?.message;
  if (error !== undefined || !message) {
    yield* p.print(';; connection timed out; no servers could be reached\n');
    return 1;
  }
  if (message.rcode !== 'NOERROR') {
    const number = message.rcode === 'NXDOMAIN' ? 3 : message.rcode === 'SERVFAIL' ? 2 : 5;
    yield* p.print(`Host ${name} not found: ${number}(${message.rcode})\n`);
    return 1;
  }
  yield* p.print(message.answers.map(line).join(''));
  if (message.answers.length === 0 && type !== undefined) yield* p.print(`${name} has no ${type} record\n`);
  return 0;
}

function line({ name, data }: ResourceRecord): string {
  const owner = name.replace(/\.$/, '');
  switch (data.type) {
    case 'A':
      return `${owner} has address ${data.address}\n`;
    case 'AAAA':
      return `${owner} has IPv6 address ${data.address}\n`;
    case 'CNAME':
      return `${owner} is an alias for ${data.target}\n`;
    case 'PTR':
      return `${owner} domain name pointer ${data.target}\n`;
    case 'MX':
      return `${owner} mail is handled by ${dataText(data)}\n`;
    case 'NS':
      return `${owner} name server ${data.target}\n`;
    case 'TXT':
      return `${owner} descriptive text ${dataText(data)}\n`;
    case 'SRV':
    case 'SOA':
      return `${owner} has ${data.type} record ${dataText(data)}\n`;
    case 'OTHER':
      return `${owner} has TYPE${data.code} record ${dataText(data)}\n`;
  }
}
