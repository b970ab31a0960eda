import { iptables } from './iptables/iptables.ts';
import type { ProxyMode } from './proxy-mode.ts';

/** The modes of kube-proxy. */
export const modes = [iptables] as const satisfies readonly ProxyMode[];

/** The mode of that name. */
export function proxyMode(name: string): ProxyMode | undefined {
  return modes.find((mode) => mode.name === name);
}
