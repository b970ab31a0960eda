import type { Connection } from '../../linux/netfilter/conntrack/connection.ts';
import type { Netfilter } from '../../linux/netfilter/netfilter.ts';
import type { TrackedPort } from './change-tracker.ts';

/**
 * Deletes the UDP entries that lead to something else than a serving endpoint of the Service that they were meant for:
 * to an endpoint that is gone, or to the Service's own address from before it had endpoints. TCP entries are never touched.
 * @upstream pkg/proxy/conntrack/cleanup.go CleanStaleEntries
 */
export function cleanStaleEntries({ conntrack }: Netfilter, ports: Iterable<TrackedPort>): void {
  const byAddress = new Map<string, ReadonlySet<string>>();
  const byNodePort = new Map<number, ReadonlySet<string>>();
  for (const { port, endpoints } of ports) {
    if (port.protocol !== 'UDP') continue;
    const serving = new Set(endpoints.filter((endpoint) => endpoint.serving).map(({ address }) => address));
    for (const address of [port.clusterIP, ...port.externalIPs, ...port.loadBalancerVIPs])
      byAddress.set(`${address} ${port.port}`, serving);
    if (port.nodePort !== 0) byNodePort.set(port.nodePort, serving);
  }
  if (byAddress.size === 0) return;
  for (const connection of conntrack.list()) {
    if (connection.protocol !== 'udp') continue;
    const { dst, dport } = connection.original;
    const serving = byAddress.get(`${dst} ${dport}`) ?? byNodePort.get(dport);
    if (serving && !serving.has(answererOf(connection))) conntrack.remove(connection);
  }
}

function answererOf({ reply }: Connection): string {
  return reply.src.includes(':') ? `[${reply.src}]:${reply.sport}` : `${reply.src}:${reply.sport}`;
}
