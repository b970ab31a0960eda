import { bad, good } from '../../../base/result.ts';
import { lastGiven, type TargetKind } from '../extension.ts';
import { parseNatRange, type NatRange } from '../nat-range.ts';

/** Data of `-j SNAT`. */
export interface SnatTarget {
  readonly name: 'SNAT';
  readonly to: NatRange;
  readonly random?: true;
  readonly randomFully?: true;
  readonly persistent?: true;
}

/** `-j SNAT --to-source 203.0.113.13`. */
export const snat: TargetKind<SnatTarget> = {
  name: 'SNAT',
  options: { '--to-source': 1, '--random': 0, '--random-fully': 0, '--persistent': 0 },
  parse(given) {
    const text = lastGiven(given, '--to-source')?.values[0];
    if (text === undefined) return bad('SNAT: option "--to-source" must be specified\n');
    const to = parseNatRange(text);
    if (!to.ok) return to;
    return good({
      name: 'SNAT',
      to: to.value,
      ...(lastGiven(given, '--random') ? { random: true } : {}),
      ...(lastGiven(given, '--random-fully') ? { randomFully: true } : {}),
      ...(lastGiven(given, '--persistent') ? { persistent: true } : {}),
    });
  },
  save: (target) =>
    ` --to-source ${target.to.text}${words(target)
      .map((word) => ` --${word}`)
      .join('')}`,
  list: (target) =>
    `to:${target.to.text}${words(target)
      .map((word) => ` ${word}`)
      .join('')}`,
  label: ({ to }) => `SNAT ${to.text}`,
  act({ to, randomFully, random }, walk) {
    walk.nat = {
      manip: 'src',
      ...(to.address === undefined ? {} : { address: to.address }),
      ...(to.ports === undefined ? {} : { ports: to.ports }),
      randomFully: randomFully === true || random === true,
      masquerade: false,
    };
    return { type: 'accept' };
  },
};

function words({ random, randomFully, persistent }: SnatTarget): readonly string[] {
  return [
    ...(random === true ? ['random'] : []),
    ...(randomFully === true ? ['random-fully'] : []),
    ...(persistent === true ? ['persistent'] : []),
  ];
}
