import { bad, good } from '../../../base/result.ts';
import { lastGiven, type TargetKind } from '../extension.ts';
import { parseNatRange, type NatRange } from '../nat-range.ts';

/** Data of `-j DNAT`. */
export interface DnatTarget {
  readonly name: 'DNAT';
  readonly to: NatRange;
  readonly random?: true;
  readonly persistent?: true;
}

/** `-j DNAT --to-destination 10.244.3.4:80`. */
export const dnat: TargetKind<DnatTarget> = {
  name: 'DNAT',
  options: { '--to-destination': 1, '--random': 0, '--persistent': 0 },
  parse(given) {
    const text = lastGiven(given, '--to-destination')?.values[0];
    if (text === undefined) return bad('DNAT: option "--to-destination" must be specified\n');
    const to = parseNatRange(text);
    if (!to.ok) return to;
    return good({
      name: 'DNAT',
      to: to.value,
      ...(lastGiven(given, '--random') ? { random: true } : {}),
      ...(lastGiven(given, '--persistent') ? { persistent: true } : {}),
    });
  },
  save: ({ to, random, persistent }) =>
    ` --to-destination ${to.text}${random === true ? ' --random' : ''}${persistent === true ? ' --persistent' : ''}`,
  list: ({ to, random, persistent }) =>
    `to:${to.text}${random === true ? ' random' : ''}${persistent === true ? ' persistent' : ''}`,
  label: ({ to }) => `DNAT ${to.text}`,
  act({ to }, walk) {
    walk.nat = {
      manip: 'dst',
      ...(to.address === undefined ? {} : { address: to.address }),
      ...(to.ports === undefined ? {} : { ports: to.ports }),
      randomFully: false,
      masquerade: false,
    };
    return { type: 'accept' };
  },
};
