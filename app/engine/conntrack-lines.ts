import type { VirtualMs } from '../base/brand.ts';
import { netnsId } from '../linux/names.ts';
import type { Network } from '../linux/network.ts';
import type { ConntrackEntry } from '../linux/netfilter/conntrack-entry.ts';
import { connectionLine } from '../linux/netfilter/conntrack/print.ts';

/** A tracked connection with the line that `conntrack -L` prints for it. */
export interface ConntrackLine {
  readonly place: string;
  readonly entry: ConntrackEntry;
  readonly line: string;
}

/** The connections that a namespace tracks now; none where it has no netfilter. */
export function conntrackOf(network: Network, place: string, now: VirtualMs): ConntrackLine[] {
  const netfilter = network.netfilter(netnsId(place));
  if (!netfilter) return [];
  return [...netfilter.conntrack.list()].map((entry) => ({
    place,
    entry,
    line: connectionLine(entry, now),
  }));
}
