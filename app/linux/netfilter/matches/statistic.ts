import { bad, good } from '../../../base/result.ts';
import { lastGiven, not, type GivenOption, type MatchKind } from '../extension.ts';

/** Data of `-m statistic`. */
export type StatisticMatch =
  | {
      readonly name: 'statistic';
      readonly mode: 'random';
      /** The probability as it was written; the kernel keeps it as a fraction of 2^31. */
      readonly probability: string;
      readonly negated?: true;
    }
  | {
      readonly name: 'statistic';
      readonly mode: 'nth';
      readonly every: number;
      readonly packet: number;
      readonly negated?: true;
    };

const SCALE = 0x8000_0000;

/** The probability in units of 2^-31, as the kernel compares it. */
export function threshold(probability: string): number {
  return Math.round(Number(probability) * SCALE);
}

/** `-m statistic --mode random --probability 0.5`, `--mode nth --every 3 --packet 0`. */
export const statistic: MatchKind<StatisticMatch> = {
  name: 'statistic',
  options: { '--mode': 1, '--probability': 1, '--every': 1, '--packet': 1 },
  parse(given) {
    const mode = lastGiven(given, '--mode')?.values[0];
    if (mode === 'random') return parseRandom(given);
    if (mode === 'nth') return parseNth(given);
    return bad(mode === undefined ? 'statistic: option "--mode" must be specified' : `Bad mode "${mode}"`);
  },
  save(match) {
    if (match.mode === 'random')
      return ` --mode random${not(match.negated)} --probability ${digits(match.probability)}`;
    return ` --mode nth${not(match.negated)} --every ${match.every} --packet ${match.packet}`;
  },
  written(match) {
    if (match.mode === 'nth') return statistic.save(match);
    return ` --mode random${not(match.negated)} --probability ${match.probability}`;
  },
  list(match) {
    const negated = match.negated === true ? ' !' : '';
    if (match.mode === 'random')
      return `statistic mode random${negated} probability ${digits(match.probability)}`;
    return `statistic mode nth${negated} every ${match.every}${match.packet === 0 ? '' : ` packet ${match.packet}`}`;
  },
  check(match, walk) {
    if (match.mode === 'random')
      return walk.draw() < threshold(match.probability) !== (match.negated === true)
        ? undefined
        : 'statistic';
    const count = walk.memory(match.packet === 0 ? match.every - 1 : match.packet - 1);
    const hit = count.value === match.every - 1;
    count.value = hit ? 0 : count.value + 1;
    return hit !== (match.negated === true) ? undefined : 'statistic';
  },
};

function parseRandom(given: readonly GivenOption[]): ReturnType<typeof statistic.parse> {
  const option = lastGiven(given, '--probability');
  const text = option?.values[0] ?? '';
  if (!option || !/^\d*\.?\d+$/.test(text) || Number(text) > 1)
    return bad('--probability must be between 0 and 1');
  return good({
    name: 'statistic',
    mode: 'random',
    probability: text,
    ...(option.negated ? { negated: true } : {}),
  });
}

function parseNth(given: readonly GivenOption[]): ReturnType<typeof statistic.parse> {
  const option = lastGiven(given, '--every');
  const every = Number(option?.values[0]);
  const packet = Number(lastGiven(given, '--packet')?.values[0] ?? 0);
  if (!option || !Number.isInteger(every) || every < 1) return bad('cannot parse --every');
  if (!Number.isInteger(packet) || packet >= every) return bad('the --packet p must be 0 <= p <= n-1');
  return good({
    name: 'statistic',
    mode: 'nth',
    every,
    packet,
    ...(option.negated ? { negated: true } : {}),
  });
}

/** Eleven digits of what the kernel kept. */
function digits(probability: string): string {
  return (threshold(probability) / SCALE).toFixed(11);
}
