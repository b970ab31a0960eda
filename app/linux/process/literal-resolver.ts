import { bad, good } from '../../base/result.ts';
import { ip } from '../names.ts';
import type { Resolver } from './blocking-sockets.ts';

/** Knows only addresses and /etc/hosts; the world hands the kernel one that asks name servers too. */
// oxlint-disable-next-line require-yield -- it never has to wait
export const literalResolver: Resolver = function* resolveLiteral(process, name) {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name) || name.includes(':')) return good([ip(name)]);
  const hosts = process.fs.readText('/etc/hosts');
  for (const line of hosts.ok ? hosts.value.split('\n') : []) {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    if (names.includes(name)) return good([ip(address)]);
  }
  return bad('EAI_NONAME');
};
