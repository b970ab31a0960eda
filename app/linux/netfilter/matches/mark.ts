import { bad, good } from '../../../base/result.ts';
import { lastGiven, not, type MatchKind } from '../extension.ts';
import { ALL_BITS, hex, parseMark } from '../mark-value.ts';

/** Data of `-m mark`. */
export interface MarkMatch {
  readonly name: 'mark';
  readonly value: number;
  readonly mask: number;
  readonly negated?: true;
}

/** `-m mark --mark 0x4000/0x4000`. */
export const mark: MatchKind<MarkMatch> = {
  name: 'mark',
  options: { '--mark': 1 },
  parse(given) {
    const option = lastGiven(given, '--mark');
    if (!option) return bad('mark: option "--mark" must be specified');
    const parsed = parseMark(option.values[0] ?? '');
    if (!parsed) return bad(`mark: Bad value for "--mark" option: "${option.values[0] ?? ''}"`);
    return good({ name: 'mark', ...parsed, ...(option.negated ? { negated: true } : {}) });
  },
  save: ({ negated, ...test }) => `${not(negated)} --mark ${text(test)}`,
  list: ({ negated, ...test }) => `mark match ${negated === true ? '! ' : ''}${text(test)}`,
  check: ({ value, mask, negated }, { packet }) =>
    ((packet.mark & mask) >>> 0 === value >>> 0) !== (negated === true) ? undefined : 'mark',
};

function text({ value, mask }: { readonly value: number; readonly mask: number }): string {
  return mask === ALL_BITS ? hex(value) : `${hex(value)}/${hex(mask)}`;
}
