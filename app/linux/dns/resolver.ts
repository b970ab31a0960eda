import { virtualMs } from '../../base/brand.ts';
import { canonicalIp } from '../../base/ip.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { ip, type Ip } from '../names.ts';
import type { Resolver, ResolveOptions } from '../process/blocking-sockets.ts';
import type { NetError, Process, Sys } from '../process/program.ts';
import { exchange, type Answered, type ExchangeError } from './exchange.ts';
import { hostsAddresses } from './hosts-file.ts';
import type { DnsMessage } from './message.ts';
import { parseResolvConf, searchNames, type ResolvConf } from './resolv-conf.ts';

/** How one name of the search list fared. */
type Lookup =
  | { readonly type: 'found'; readonly addresses: readonly string[] }
  | { readonly type: 'nxdomain' | 'nodata' | 'servfail' | 'timeout' | 'refused' };

/**
 * getaddrinfo: literal addresses, /etc/hosts, then the name servers of /etc/resolv.conf along its search list, A and
 * AAAA asked together from one socket. Alpine images ask as musl does, all others as glibc.
 */
export const stubResolver: Resolver = function* resolve(p, name, options) {
  const literal = canonicalIp(name);
  if (literal !== undefined) return good([ip(literal)]);
  const hosts = p.fs.readText('/etc/hosts');
  const listed = hosts.ok ? hostsAddresses(hosts.value, name, options.family) : [];
  if (listed.length > 0) return good(listed.map((address) => ip(address)));
  if (name === '' || name.length > 253 || /(^|\.)\.|[^.]{64}/.test(name)) return bad('EAI_NONAME');
  const file = p.fs.readText('/etc/resolv.conf');
  const conf = parseResolvConf(file.ok ? file.value : '');
  return libraryOf(p) === 'musl'
    ? yield* muslSearch(p, name, conf, options)
    : yield* glibcSearch(p, name, conf, options);
};

/** Which C library the programs of a machine are linked to. */
export function libraryOf(p: Process): 'glibc' | 'musl' {
  return p.fs.exists('/etc/alpine-release') ? 'musl' : 'glibc';
}

function* glibcSearch(
  p: Process,
  name: string,
  conf: ResolvConf,
  options: ResolveOptions,
): Sys<Result<readonly Ip[], NetError>> {
  const names = searchNames(name, conf);
  const asIs = name.endsWith('.') ? name : `${name}.`;
  let failed = false;
  let given = false;
  for (const candidate of names) {
    // A server that never answers ends the walk; only the name itself is still tried.
    if (given && candidate !== asIs) continue;
    const found = yield* lookUp(p, candidate, conf, options, 'glibc');
    if (found.type === 'found') return good(found.addresses.map((address) => ip(address)));
    if (found.type === 'refused') return bad('EAI_AGAIN');
    if (found.type === 'servfail') failed = true;
    if (found.type === 'timeout') given = true;
    if (expired(p, options)) return bad('TIMEOUT');
  }
  return bad(failed || given ? 'EAI_AGAIN' : 'EAI_NONAME');
}

/** @upstream musl src/network/lookup_name.c name_from_dns_search */
function* muslSearch(
  p: Process,
  name: string,
  conf: ResolvConf,
  options: ResolveOptions,
): Sys<Result<readonly Ip[], NetError>> {
  for (const candidate of searchNames(name, conf, 'musl')) {
    const found = yield* lookUp(p, candidate, conf, options, 'musl');
    if (found.type === 'found') return good(found.addresses.map((address) => ip(address)));
    if (found.type === 'nodata') return bad('EAI_NONAME');
    if (found.type !== 'nxdomain') return bad('EAI_AGAIN');
    if (expired(p, options)) return bad('TIMEOUT');
  }
  return bad('EAI_NONAME');
}

function expired(p: Process, { until }: ResolveOptions): boolean {
  return until !== undefined && p.now() >= until;
}

/** Asks the servers in turn, each as often and as long as the options say. */
function* lookUp(
  p: Process,
  name: string,
  conf: ResolvConf,
  options: ResolveOptions,
  library: 'glibc' | 'musl',
): Sys<Lookup> {
  const types = options.family === 4 ? ['A'] : options.family === 6 ? ['AAAA'] : ['A', 'AAAA'];
  const questions = types.map((type) => ({ name, type }));
  let last: ExchangeError | undefined;
  for (let attempt = 0; attempt < conf.attempts; attempt++) {
    for (const server of conf.nameservers) {
      const answered = yield* exchange(p, questions, {
        server,
        timeoutMs: patience(p, conf, options, library),
      });
      if (answered.ok) {
        const lookup = judge(answered.value);
        if (
          lookup.type !== 'servfail' ||
          (attempt === conf.attempts - 1 && server === conf.nameservers.at(-1))
        )
          return lookup;
        continue;
      }
      last = answered.error;
      if (expired(p, options)) return { type: 'timeout' };
    }
    if (last === 'ECONNREFUSED') break;
  }
  return { type: last === undefined ? 'servfail' : last === 'TIMEOUT' ? 'timeout' : 'refused' };
}

/** How long one question waits: musl spends the timeout on all attempts together. */
function patience(
  p: Process,
  conf: ResolvConf,
  { until }: ResolveOptions,
  library: 'glibc' | 'musl',
): number {
  const full = (conf.timeout * 1000) / (library === 'musl' ? conf.attempts : 1);
  return until === undefined ? full : Math.max(0, Math.min(full, until - virtualMs(p.now())));
}

function judge(answers: readonly Answered[]): Lookup {
  const messages = answers.map(({ message }) => message);
  const addresses = messages.flatMap(addressesOf);
  if (addresses.length > 0) return { type: 'found', addresses };
  if (messages.some(({ rcode }) => rcode === 'SERVFAIL' || rcode === 'REFUSED')) return { type: 'servfail' };
  return { type: messages.some(({ rcode }) => rcode === 'NXDOMAIN') ? 'nxdomain' : 'nodata' };
}

function addressesOf(message: DnsMessage): readonly string[] {
  return message.answers.flatMap(({ data }) =>
    data.type === 'A' || data.type === 'AAAA' ? [data.address] : [],
  );
}
