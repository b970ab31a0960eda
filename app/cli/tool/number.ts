/** Multipliers that GNU tools accept after a count: `10k`, `1M`, `2KB`. */
const SUFFIXES: Readonly<Record<string, number>> = {
  '': 1,
  b: 512,
  k: 1024,
  K: 1024,
  KiB: 1024,
  kB: 1000,
  KB: 1000,
  M: 1024 * 1024,
  MiB: 1024 * 1024,
  MB: 1_000_000,
  G: 1024 * 1024 * 1024,
  GiB: 1024 * 1024 * 1024,
  GB: 1_000_000_000,
};

/** A count with an optional sign and multiplier, as head and tail take it. */
export interface Count {
  readonly sign: '' | '+' | '-';
  readonly value: number;
}

/** Reads a count; undefined when it is none. */
export function parseCount(text: string): Count | undefined {
  const found = /^([+-]?)(\d+)([A-Za-z]*)$/.exec(text);
  const factor = SUFFIXES[found?.[3] ?? ''];
  if (!found || factor === undefined) return undefined;
  const sign = found[1] === '+' ? '+' : found[1] === '-' ? '-' : '';
  return { sign, value: Number(found[2]) * factor };
}

/** Reads the duration of sleep and timeout: a number with s, m, h or d, in milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const found = /^(\d+(?:\.\d*)?|\.\d+|inf(?:inity)?)([smhd]?)$/.exec(text);
  if (!found) return undefined;
  const [, number = '', unit = ''] = found;
  if (number.startsWith('inf')) return Infinity;
  const factor = unit === 'm' ? 60 : unit === 'h' ? 3600 : unit === 'd' ? 86_400 : 1;
  return Number(number) * factor * 1000;
}

/** A size for people: `4.0K`, `1.2M`, as `ls -h` and `du -h` round it (up). */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length) {
    value /= 1024;
    unit++;
  }
  const rounded = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
  if (rounded >= 1024 && unit < UNITS.length) return `1.0${UNITS[unit] ?? ''}`;
  return `${rounded < 10 ? rounded.toFixed(1) : String(Math.ceil(rounded))}${UNITS[unit - 1] ?? ''}`;
}

const UNITS = ['K', 'M', 'G', 'T', 'P'];
