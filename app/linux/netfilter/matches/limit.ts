import { bad, good } from '../../../base/result.ts';
import { lastGiven, type MatchKind } from '../extension.ts';

/** Data of `-m limit`: a bucket of `burst` packets that fills at `rate` per unit. */
export interface LimitMatch {
  readonly name: 'limit';
  readonly rate: number;
  readonly unit: 'sec' | 'min' | 'hour' | 'day';
  readonly burst: number;
}

const MILLISECONDS = { sec: 1000, min: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** `-m limit --limit 5/min --limit-burst 10`. */
export const limit: MatchKind<LimitMatch> = {
  name: 'limit',
  options: { '--limit': 1, '--limit-burst': 1 },
  parse(given) {
    const text = lastGiven(given, '--limit')?.values[0] ?? '3/hour';
    const parts = /^(\d+)(?:\/([a-z]+))?$/.exec(text);
    const unit = unitOf(parts?.[2] ?? 'sec');
    if (!parts || !unit || Number(parts[1]) === 0) return bad(`bad rate "${text}"'`);
    const burst = Number(lastGiven(given, '--limit-burst')?.values[0] ?? 5);
    return good({ name: 'limit', rate: Number(parts[1]), unit, burst });
  },
  save: ({ rate, unit, burst }) => ` --limit ${rate}/${unit}${burst === 5 ? '' : ` --limit-burst ${burst}`}`,
  list: ({ rate, unit, burst }) => `limit: avg ${rate}/${unit} burst ${burst}`,
  check({ rate, unit, burst }, walk) {
    const bucket = walk.memory(burst);
    bucket.value = Math.min(burst, bucket.value + ((walk.now - bucket.at) * rate) / MILLISECONDS[unit]);
    bucket.at = walk.now;
    if (bucket.value < 1) return 'limit';
    bucket.value--;
    return undefined;
  },
};

function unitOf(word: string): LimitMatch['unit'] | undefined {
  const units = ['sec', 'min', 'hour', 'day'] as const;
  return units.find((unit) => word.startsWith(unit) || (unit.startsWith(word) && word !== ''));
}
