import { mirror, type Connection } from '../../linux/netfilter/conntrack/connection.ts';
import { connectionLine } from '../../linux/netfilter/conntrack/print.ts';
import { netnsId } from '../../linux/names.ts';
import type { FiveTuple } from '../../linux/packet.ts';
import { EDGE, type RecordedMachines } from './recorded-machines.ts';

/** Machine → the conntrack entries that one connection left there, whatever addresses it had on its way. */
export function conntrackAlong(
  machines: RecordedMachines,
  first: FiveTuple,
): Readonly<Record<string, readonly string[]>> {
  const { network, core } = machines;
  const places = [EDGE, ...machines.nodeNames().map(netnsId)];
  const entries = places.flatMap((place) =>
    (network.netfilter(place)?.conntrack.list() ?? []).map((entry) => ({ place, entry })),
  );
  const known = new Set([name(first)]);
  const found = new Map<Connection, string>();
  for (let before = -1; found.size !== before;) {
    before = found.size;
    for (const { place, entry } of entries) {
      if (found.has(entry) || !(known.has(name(entry.original)) || known.has(name(entry.reply)))) continue;
      found.set(entry, place);
      known.add(name(entry.original)).add(name(entry.reply));
    }
  }
  const lines: Record<string, string[]> = {};
  for (const { place, entry } of entries)
    if (found.has(entry)) (lines[place] ??= []).push(connectionLine(entry, core.now()));
  return lines;
}

/** One name for a tuple and its mirror image. */
function name(tuple: FiveTuple): string {
  return [textOf(tuple), textOf(mirror(tuple))].toSorted().join(' ');
}

function textOf({ protocol, src, sport, dst, dport }: FiveTuple): string {
  return `${protocol} ${src}:${sport}>${dst}:${dport}`;
}
