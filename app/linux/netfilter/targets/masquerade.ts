import { bad, good } from '../../../base/result.ts';
import { lastGiven, type TargetKind } from '../extension.ts';
import { parseNatPorts } from '../nat-range.ts';
import type { PortRange } from '../ports.ts';

/** Data of `-j MASQUERADE`. */
export interface MasqueradeTarget {
  readonly name: 'MASQUERADE';
  readonly ports?: PortRange;
  readonly random?: true;
  readonly randomFully?: true;
}

/** `-j MASQUERADE --random-fully`: SNAT to the address of the outgoing interface. */
export const masquerade: TargetKind<MasqueradeTarget> = {
  name: 'MASQUERADE',
  options: { '--to-ports': 1, '--random': 0, '--random-fully': 0 },
  parse(given) {
    const text = lastGiven(given, '--to-ports')?.values[0];
    const ports = text === undefined ? undefined : parseNatPorts(text);
    if (text !== undefined && !ports) return bad(`Port \`${text}' not valid`);
    return good({
      name: 'MASQUERADE',
      ...(ports ? { ports } : {}),
      ...(lastGiven(given, '--random') ? { random: true } : {}),
      ...(lastGiven(given, '--random-fully') ? { randomFully: true } : {}),
    });
  },
  save: (target) =>
    `${target.ports ? ` --to-ports ${portsText(target.ports)}` : ''}${target.random === true ? ' --random' : ''}${target.randomFully === true ? ' --random-fully' : ''}`,
  list: (target) =>
    [
      ...(target.ports ? [`masq ports: ${portsText(target.ports)}`] : []),
      ...(target.random === true ? ['random'] : []),
      ...(target.randomFully === true ? ['random-fully'] : []),
    ].join(' '),
  label: () => 'MASQUERADE',
  act({ ports, random, randomFully }, walk) {
    const address = walk.context.outgoingAddress;
    if (address === undefined) return { type: 'drop' };
    walk.nat = {
      manip: 'src',
      address,
      ...(ports ? { ports } : {}),
      randomFully: random === true || randomFully === true,
      masquerade: true,
    };
    return { type: 'accept' };
  },
};

function portsText({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}
