import { bad, good } from '../../../base/result.ts';
import { lastGiven, type TargetKind } from '../extension.ts';
import { ALL_BITS, hex, parseMark } from '../mark-value.ts';

/** Data of `-j MARK`: the bits of `mask` are cleared, those of `value` flipped. */
export interface MarkTarget {
  readonly name: 'MARK';
  readonly value: number;
  readonly mask: number;
}

/** `-j MARK --or-mark 0x4000`, `--xor-mark`, `--and-mark`, `--set-mark`, `--set-xmark`. */
export const markTarget: TargetKind<MarkTarget> = {
  name: 'MARK',
  options: { '--set-xmark': 1, '--set-mark': 1, '--or-mark': 1, '--and-mark': 1, '--xor-mark': 1 },
  parse(given) {
    const option = lastGiven(given, ...Object.keys(markTarget.options));
    if (!option) return bad('MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required');
    const parsed = parseMark(option.values[0] ?? '');
    if (!parsed) return bad(`MARK: Bad value for "${option.name}" option: "${option.values[0] ?? ''}"`);
    const { value, mask } = parsed;
    if (option.name === '--or-mark') return good({ name: 'MARK', value, mask: value });
    if (option.name === '--xor-mark') return good({ name: 'MARK', value, mask: 0 });
    if (option.name === '--and-mark') return good({ name: 'MARK', value: 0, mask: ~value >>> 0 });
    return good({ name: 'MARK', value, mask: option.name === '--set-mark' ? (mask | value) >>> 0 : mask });
  },
  save: ({ value, mask }) => ` --set-xmark ${hex(value)}/${hex(mask)}`,
  written({ value, mask }) {
    if (mask === 0) return ` --xor-mark ${hex(value)}`;
    return mask === value ? ` --or-mark ${hex(value)}` : markTarget.save({ name: 'MARK', value, mask });
  },
  list({ value, mask }) {
    if (value === 0) return `MARK and ${hex(~mask)}`;
    if (value === mask) return `MARK or ${hex(value)}`;
    if (mask === 0) return `MARK xor ${hex(value)}`;
    if (mask === ALL_BITS) return `MARK set ${hex(value)}`;
    return `MARK xset ${hex(value)}/${hex(mask)}`;
  },
  label: (target) => markTarget.list(target, true),
  act({ value, mask }, walk) {
    walk.packet = { ...walk.packet, mark: ((walk.packet.mark & ~mask) ^ value) >>> 0 };
    return undefined;
  },
};
