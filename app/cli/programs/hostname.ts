import { readOptions, tool } from '../tool/tool.ts';
import { parseHosts } from '../../linux/dns/hosts-file.ts';

/** Prints the name of the machine, with -i or -I its addresses. */
export const hostname = tool('hostname', 'hostname [-fsiId]', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'fsiIdA',
      long: { fqdn: 'f', long: 'f', short: 's', 'ip-address': 'i', 'all-ip-addresses': 'I', domain: 'd' },
    },
    flavour,
  );
  if (!options) return 1;
  if (options.operands.length > 0) {
    yield* p.warn('hostname: you must be root to change the host name\n');
    return 1;
  }
  if (options.has('i') || options.has('I')) {
    const file = p.fs.readText('/etc/hosts');
    const addresses = parseHosts(file.ok ? file.value : '')
      .filter(({ names }) => names.includes(p.hostname))
      .map(({ address }) => address);
    yield* p.print(`${addresses.join(' ')}${options.has('I') ? ' ' : ''}\n`);
    return 0;
  }
  const file = p.fs.readText('/etc/hosts');
  const full =
    parseHosts(file.ok ? file.value : '').find(({ names }) => names.includes(p.hostname))?.names[0] ??
    p.hostname;
  const text = options.has('f')
    ? full
    : options.has('d')
      ? full.split('.').slice(1).join('.')
      : options.has('s')
        ? (p.hostname.split('.')[0] ?? '')
        : p.hostname;
  yield* p.print(`${text}\n`);
  return 0;
});
