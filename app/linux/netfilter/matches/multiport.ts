import { bad, good } from '../../../base/result.ts';
import { not, type MatchKind } from '../extension.ts';
import { formatPortRange, namedRange, parsePortRange, portMatches, type PortRange } from '../ports.ts';

/** Data of `-m multiport`. */
export interface MultiportMatch {
  readonly name: 'multiport';
  readonly side: 'sports' | 'dports' | 'ports';
  readonly ranges: readonly PortRange[];
  readonly negated?: true;
}

/** `-m multiport --dports 80,443,8000:8010`. */
export const multiport: MatchKind<MultiportMatch> = {
  name: 'multiport',
  options: {
    '--sports': 1,
    '--source-ports': 1,
    '--dports': 1,
    '--destination-ports': 1,
    '--ports': 1,
  },
  parse(given) {
    const option = given.at(-1);
    if (!option) return bad('multiport expection an option');
    const ranges: PortRange[] = [];
    for (const text of (option.values[0] ?? '').split(',')) {
      const range = parsePortRange(text, false);
      if (!range.ok) return range;
      ranges.push(range.value);
    }
    const side = option.name.startsWith('--s')
      ? 'sports'
      : option.name.startsWith('--d')
        ? 'dports'
        : 'ports';
    return good({ name: 'multiport', side, ranges, ...(option.negated ? { negated: true } : {}) });
  },
  save: ({ side, ranges, negated }) => `${not(negated)} --${side} ${ranges.map(formatPortRange).join(',')}`,
  list: ({ side, ranges, negated }, numeric) =>
    `multiport ${side} ${negated === true ? ' !' : ''}${ranges.map(numeric ? formatPortRange : namedRange).join(',')}`,
  check({ side, ranges, negated }, { packet }) {
    const within = (port: number): boolean => ranges.some((range) => portMatches(range, port));
    const found = (side !== 'dports' && within(packet.sport)) || (side !== 'sports' && within(packet.dport));
    return found !== (negated === true) ? undefined : side;
  },
};
