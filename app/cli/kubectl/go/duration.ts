import { bad, good, type Result } from '../../../base/result.ts';

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Milliseconds of a Go duration such as `1h30m` or `-2.5s`.
 * @upstream time.ParseDuration
 */
export function parseGoDuration(text: string): Result<number> {
  const signed = /^([-+]?)(.*)$/s.exec(text);
  const body = signed?.[2] ?? '';
  if (body === '0') return good(0);
  if (body === '') return bad(`time: invalid duration ${JSON.stringify(text)}`);
  let rest = body;
  let total = 0;
  while (rest !== '') {
    const part = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest);
    if (part === null) return bad(`time: invalid duration ${JSON.stringify(text)}`);
    const unit = part[2] ?? '';
    if (unit === '') return bad(`time: missing unit in duration ${JSON.stringify(text)}`);
    const scale = UNITS[unit];
    if (scale === undefined) {
      return bad(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
    }
    total += Number(part[1]) * scale;
    rest = rest.slice(part[0].length);
  }
  return good(signed?.[1] === '-' ? -total : total);
}

/** A span of milliseconds as Go prints it: `1h0m0s`, `1.5s`, `800ms`. */
export function goDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const span = Math.abs(ms);
  if (span < 1) return `${sign}${trimmed(span * 1000)}µs`;
  if (span < 1000) return `${sign}${trimmed(span)}ms`;
  const hours = Math.floor(span / 3_600_000);
  const minutes = Math.floor((span % 3_600_000) / 60_000);
  const seconds = trimmed((span % 60_000) / 1000);
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`;
}

function trimmed(value: number): string {
  return String(Math.round(value * 1e9) / 1e9);
}
