import { bad, good, type Result } from '../../base/result.ts';
import { ip, type Ip } from '../names.ts';
import type { Resolver } from './blocking-sockets.ts';
import type { NetError, Process, Sys } from './program.ts';

/** Knows only addresses and /etc/hosts; the world hands the kernel one that asks name servers too. */
export const literalResolver: Resolver = (process, name) => answered(literally(process, name));

function* answered<Value>(value: Value): Sys<Value> {
  return value;
}

function literally(process: Process, name: string): Result<readonly Ip[], NetError> {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name) || name.includes(':')) return good([ip(name)]);
  const hosts = process.fs.readText('/etc/hosts');
  for (const line of hosts.ok ? hosts.value.split('\n') : []) {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    if (names.includes(name)) return good([ip(address)]);
  }
  return bad('EAI_NONAME');
}
