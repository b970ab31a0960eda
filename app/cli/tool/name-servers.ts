import { parseResolvConf, type ResolvConf } from '../../linux/dns/resolv-conf.ts';
import type { Process } from '../../linux/process/program.ts';

/** What the machine's /etc/resolv.conf says. */
export function resolvConfOf(p: Process): ResolvConf {
  const file = p.fs.readText('/etc/resolv.conf');
  return parseResolvConf(file.ok ? file.value : '');
}
