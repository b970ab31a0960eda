import type { VirtualMs } from '../../base/brand.ts';
import type { Process } from '../../linux/process/program.ts';

/** A date and time in UTC, taken apart. */
export interface Civil {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1..366 */
  readonly yearday: number;
  /** Milliseconds since 1970. */
  readonly epoch: number;
}

const DAY_MS = 86_400_000;

/** Takes a date apart; milliseconds since 1970. */
export function civilOf(epoch: number): Civil {
  const date = new Date(epoch);
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    weekday: date.getUTCDay(),
    yearday: Math.floor((epoch - start) / DAY_MS) + 1,
    epoch,
  };
}

/** The date on the wall at an instant of virtual time; now when none is named. */
export function dateOf(p: Process, at: VirtualMs = p.now()): Civil {
  return civilOf(p.epoch + Math.floor(at));
}

/** Names of the days, from Sunday. */
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** Names of the months. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Two digits. */
export function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Abbreviated name of a day or month. */
export function short(name: string | undefined): string {
  return (name ?? '').slice(0, 3);
}

/** Formats a date as strftime does, with the additions of GNU date (%N, %-d, %_H, %^a). */
export function strftime(format: string, at: Civil): string {
  return format.replace(
    /%([-_0^#]*)(\d*)([:]*[a-zA-Z%+])/g,
    (all, flags: string, width: string, letter: string) => {
      const plain = field(letter, at);
      if (plain === undefined) return all;
      return adjusted(plain, flags, width, letter);
    },
  );
}

function adjusted(text: string, flags: string, width: string, letter: string): string {
  let out = text;
  if (flags.includes('^') || flags.includes('#')) out = out.toUpperCase();
  const numeric = /^\d+$/.test(out) && !'aAbBhnpPtZ%'.includes(letter);
  if (numeric && flags.includes('-')) return String(Number(out));
  if (letter === 'N') return width === '' ? out : out.slice(0, Number(width));
  if (numeric && flags.includes('_')) out = out.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length));
  if (numeric && flags.includes('0')) out = out.replace(/^ +/, (blanks) => '0'.repeat(blanks.length));
  return width === '' ? out : out.padStart(Number(width), numeric && !flags.includes('_') ? '0' : ' ');
}

function field(letter: string, at: Civil): string | undefined {
  const hour12 = at.hour % 12 === 0 ? 12 : at.hour % 12;
  const fields: Readonly<Record<string, string>> = {
    '%': '%',
    n: '\n',
    t: '\t',
    a: short(DAYS[at.weekday]),
    A: DAYS[at.weekday] ?? '',
    b: short(MONTHS[at.month - 1]),
    h: short(MONTHS[at.month - 1]),
    B: MONTHS[at.month - 1] ?? '',
    C: two(Math.floor(at.year / 100)),
    d: two(at.day),
    e: String(at.day).padStart(2),
    H: two(at.hour),
    I: two(hour12),
    j: String(at.yearday).padStart(3, '0'),
    k: String(at.hour).padStart(2),
    l: String(hour12).padStart(2),
    m: two(at.month),
    M: two(at.minute),
    N: String(at.millisecond * 1_000_000).padStart(9, '0'),
    p: at.hour < 12 ? 'AM' : 'PM',
    P: at.hour < 12 ? 'am' : 'pm',
    q: String(Math.ceil(at.month / 3)),
    s: String(Math.floor(at.epoch / 1000)),
    S: two(at.second),
    u: String(at.weekday === 0 ? 7 : at.weekday),
    w: String(at.weekday),
    U: two(Math.floor((at.yearday + 6 - at.weekday) / 7)),
    W: two(Math.floor((at.yearday + 6 - ((at.weekday + 6) % 7)) / 7)),
    V: two(isoWeek(at).week),
    G: String(isoWeek(at).year),
    g: two(isoWeek(at).year % 100),
    y: two(at.year % 100),
    Y: String(at.year),
    z: '+0000',
    ':z': '+00:00',
    '::z': '+00:00:00',
    Z: 'UTC',
  };
  const composed: Readonly<Record<string, string>> = {
    c: '%a %b %e %H:%M:%S %Y',
    D: '%m/%d/%y',
    F: '%Y-%m-%d',
    r: '%I:%M:%S %p',
    R: '%H:%M',
    T: '%H:%M:%S',
    x: '%m/%d/%y',
    X: '%H:%M:%S',
    '+': '%a %b %e %H:%M:%S %Z %Y',
  };
  const format = composed[letter];
  return format === undefined ? fields[letter] : strftime(format, at);
}

function isoWeek(at: Civil): { readonly year: number; readonly week: number } {
  const weekday = (at.weekday + 6) % 7;
  const thursday = civilOf(at.epoch + (3 - weekday) * DAY_MS);
  return { year: thursday.year, week: Math.floor((thursday.yearday - 1) / 7) + 1 };
}
