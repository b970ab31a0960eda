import { Invariant } from '../../base/assert.ts';
import { formatPrefix, networkOf } from '../../base/ip.ts';
import { restoreText } from '../netfilter/restore.ts';
import type { EdgeSpec } from '../network.ts';
import type { Face, Netns } from './state.ts';

/**
 * Makes a namespace the cloud edge: rules of its own map external to internal addresses one to one and back, keep in
 * what has no external address, and let in what is open; everything it knows no way to is discarded in silence.
 */
export function makeEdge(netns: Netns, edge: EdgeSpec): void {
  const inside = [...netns.faces.values()].find((face) =>
    face.addresses.some(({ ip }) => ip === edge.underlay),
  );
  const outside = [...netns.faces.values()].filter((face) => face !== inside && face.kind !== 'loopback');
  if (!inside || !netns.netfilter)
    throw new Invariant('edge-needs-inside-and-netfilter', { netns: netns.id });
  netns.edge = edge;
  const loaded = restoreText(netns.netfilter, edgeRules(edge, inside, outside));
  if (loaded.code !== 0) throw new Invariant('edge-rules', loaded.err);
}

function edgeRules(edge: EdgeSpec, inside: Face, outside: readonly Face[]): string {
  const pairs = [...edge.externalIps];
  const maps = outside.flatMap(({ name }) => [
    ...pairs.map(
      ([external, internal]) =>
        `-A PREROUTING -d ${external} -i ${name} -j DNAT --to-destination ${internal}`,
    ),
    ...pairs.map(
      ([external, internal]) => `-A POSTROUTING -s ${internal} -o ${name} -j SNAT --to-source ${external}`,
    ),
  ]);
  const filters = outside.flatMap(({ name }) => [
    ...pairs.map(([, internal]) => `-A FORWARD -s ${internal} -o ${name} -j ACCEPT`),
    ...underlayOf(inside).map((network) => `-A FORWARD -s ${network} -o ${name} -j DROP`),
    ...doorRules(edge, inside.name, name),
  ]);
  return ['*nat', ...maps, 'COMMIT', '*filter', ...filters, 'COMMIT', ''].join('\n');
}

/** What may come in: the answers to what went out, the open ports, and ICMP. */
function doorRules({ openTcp }: EdgeSpec, inside: string, outside: string): readonly string[] {
  if (!openTcp) return [];
  const entering = `-A FORWARD -i ${outside} -o ${inside}`;
  return [
    `${entering} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    `${entering} -p icmp -j ACCEPT`,
    `${entering} -p tcp -m tcp --dport ${openTcp.from}:${openTcp.to} -j ACCEPT`,
    `${entering} -j DROP`,
  ];
}

function underlayOf(inside: Face): readonly string[] {
  return inside.addresses.map((address) => formatPrefix(networkOf(address)));
}
