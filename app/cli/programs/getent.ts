import { canonicalIp } from '../../base/ip.ts';
import { exchange } from '../../linux/dns/exchange.ts';
import { hostsAddresses, parseHosts } from '../../linux/dns/hosts-file.ts';
import { reverseName } from '../../linux/dns/message.ts';
import { searchNames } from '../../linux/dns/resolv-conf.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { resolvConfOf } from '../tool/name-servers.ts';
import { tool } from '../tool/tool.ts';

/** Asks the system databases: hosts, ahosts, passwd, group, services. */
export const getent = tool('getent', 'getent hosts|ahosts|ahostsv4|passwd|group|services [KEY]...', run);

function* run(p: Process): Sys<number> {
  const [, database = '', ...keys] = p.argv;
  switch (database) {
    case '':
      yield* p.warn(
        "getent: wrong number of arguments\nTry `getent --help' or `getent --usage' for more information.\n",
      );
      return 1;
    case 'hosts':
      return keys.length === 0 ? yield* wholeHosts(p) : yield* eachKey(keys, (key) => hosts(p, key));
    case 'ahosts':
    case 'ahostsv4':
    case 'ahostsv6':
      return yield* eachKey(keys, (key) => ahosts(p, key, database));
    case 'passwd':
    case 'group':
      return yield* fileEntries(p, `/etc/${database}`, keys);
    default:
      yield* p.warn(
        `Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`,
      );
      return 1;
  }
}

function* eachKey(keys: readonly string[], one: (key: string) => Sys<boolean>): Sys<number> {
  let status = 0;
  for (const key of keys) if (!(yield* one(key))) status = 2;
  return status;
}

function* wholeHosts(p: Process): Sys<number> {
  const file = p.fs.readText('/etc/hosts');
  for (const { address, names } of parseHosts(file.ok ? file.value : ''))
    yield* p.print(`${address.padEnd(15)} ${names.join(' ')}\n`);
  return 0;
}

function* hosts(p: Process, key: string): Sys<boolean> {
  if (canonicalIp(key) !== undefined) return yield* byAddress(p, key);
  const found = yield* addressesOf(p, key);
  if (!found) return false;
  for (const address of found.addresses) yield* p.print(`${address.padEnd(15)} ${found.name}\n`);
  return true;
}

function* byAddress(p: Process, address: string): Sys<boolean> {
  const file = p.fs.readText('/etc/hosts');
  const line = parseHosts(file.ok ? file.value : '').find((one) => one.address === address);
  const name = line ? line.names.join(' ') : yield* reverse(p, address);
  if (name === undefined) return false;
  yield* p.print(`${address.padEnd(15)} ${name}\n`);
  return true;
}

function* reverse(p: Process, address: string): Sys<string | undefined> {
  const conf = resolvConfOf(p);
  const [server = '127.0.0.1'] = conf.nameservers;
  const got = yield* exchange(p, [{ name: reverseName(address), type: 'PTR' }], {
    server,
    timeoutMs: conf.timeout * 1000,
  });
  const data = got.ok
    ? got.value[0]?.message.answers.find((record) => record.data.type === 'PTR')?.data
    : undefined;
  return data?.type === 'PTR' ? data.target.replace(/\.$/, '') : undefined;
}

/** Addresses of a name with the name under which they were found: IPv6 ones if there are any, as gethostbyname2 is asked. */
function* addressesOf(
  p: Process,
  key: string,
): Sys<{ readonly name: string; readonly addresses: readonly string[] } | undefined> {
  const file = p.fs.readText('/etc/hosts');
  const listed = file.ok ? hostsAddresses(file.value, key) : [];
  if (listed.length > 0) {
    const line = parseHosts(file.ok ? file.value : '').find(({ address }) => address === listed[0]);
    const v6 = listed.filter((address) => address.includes(':'));
    return { name: line?.names.join(' ') ?? key, addresses: v6.length > 0 ? v6 : listed };
  }
  const conf = resolvConfOf(p);
  const [server = '127.0.0.1'] = conf.nameservers;
  for (const type of ['AAAA', 'A']) {
    for (const name of searchNames(key, conf)) {
      const got = yield* exchange(p, [{ name, type }], { server, timeoutMs: conf.timeout * 1000 });
      if (!got.ok) return undefined;
      const answers = got.value[0]?.message.answers ?? [];
      const addresses = answers.flatMap(({ data }) =>
        data.type === 'A' || data.type === 'AAAA' ? [data.address] : [],
      );
      const owner = answers.findLast(({ data }) => data.type === 'A' || data.type === 'AAAA')?.name ?? name;
      if (addresses.length > 0) return { name: owner.replace(/\.$/, ''), addresses };
    }
  }
  return undefined;
}

function* ahosts(p: Process, key: string, database: string): Sys<boolean> {
  const family = database === 'ahostsv4' ? 4 : database === 'ahostsv6' ? 6 : undefined;
  const found = yield* p.net.resolve(key, family ? { family } : {});
  if (!found.ok) return false;
  const name = canonicalIp(key) === undefined ? ((yield* addressesOf(p, key))?.name ?? key) : key;
  for (const [index, address] of found.value.entries())
    yield* p.print(
      `${address.padEnd(15)} STREAM ${index === 0 ? name : ''}\n${address.padEnd(15)} DGRAM  \n${address.padEnd(15)} RAW    \n`,
    );
  return true;
}

function* fileEntries(p: Process, file: string, keys: readonly string[]): Sys<number> {
  const text = p.fs.readText(file);
  const lines = (text.ok ? text.value : '').split('\n').filter((line) => line !== '');
  if (keys.length === 0) {
    for (const line of lines) yield* p.print(`${line}\n`);
    return 0;
  }
  return yield* eachKey(keys, function* (key) {
    const line = lines.find((one) => one.split(':')[0] === key || one.split(':')[2] === key);
    if (line !== undefined) yield* p.print(`${line}\n`);
    return line !== undefined;
  });
}
