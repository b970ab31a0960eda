import { MONTHS } from './civil.ts';

const UNITS: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
};

/** Reads a date as GNU date -d does, as far as people write them; milliseconds since 1970, undefined when it is none. */
export function parseDate(text: string, now: number): number | undefined {
  let rest = text.trim();
  const seconds = /^@(-?\d+(?:\.\d+)?)$/.exec(rest);
  if (seconds) return Number(seconds[1]) * 1000;
  let base = now;
  const absolute = absoluteDate(rest);
  if (absolute) {
    base = absolute.at;
    rest = rest.slice(absolute.length).trim();
  }
  for (;;) {
    if (rest === '') return base;
    const word = /^(now|today|yesterday|tomorrow|ago|UTC|Z|GMT)\b,?/i.exec(rest);
    const relative =
      /^([+-]?\s*\d+|next|last|a)\s*(sec(?:ond)?|min(?:ute)?|hour|day|week|fortnight|month|year)s?\b(\s+ago)?/i.exec(
        rest,
      );
    const late = word || relative ? undefined : absoluteDate(rest);
    if (late) {
      base += late.at - Math.floor(now / 86_400_000) * 86_400_000;
      rest = rest.slice(late.length).trim();
    } else if (word) {
      const name = word[1]?.toLowerCase();
      if (name === 'yesterday') base -= UNITS['day'] ?? 0;
      if (name === 'tomorrow') base += UNITS['day'] ?? 0;
      rest = rest.slice(word[0].length).trim();
    } else if (relative) {
      base = moved(base, relative[1] ?? '', (relative[2] ?? '').toLowerCase(), relative[3] !== undefined);
      rest = rest.slice(relative[0].length).trim();
    } else return undefined;
  }
}

function moved(base: number, amount: string, unit: string, ago: boolean): number {
  const written = amount.toLowerCase();
  const count =
    written === 'next' || written === 'a' || written === ''
      ? 1
      : written === 'last'
        ? -1
        : Number(written.replace(/\s+/g, ''));
  const signed = ago ? -count : count;
  const step = UNITS[unit];
  if (step !== undefined) return base + signed * step;
  const at = new Date(base);
  const months = unit === 'year' ? signed * 12 : signed;
  return Date.UTC(
    at.getUTCFullYear(),
    at.getUTCMonth() + months,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    at.getUTCMilliseconds(),
  );
}

function absoluteDate(text: string): { readonly at: number; readonly length: number } | undefined {
  const iso =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?/.exec(
      text,
    );
  if (iso) {
    const [all, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = iso;
    if (Number(month) > 12 || Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59) return undefined;
    const ms = Number(`0.${fraction}`) * 1000;
    const at =
      Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) +
      ms;
    return { at: at - offset(zone), length: all.length };
  }
  const named =
    /^(?:[A-Za-z]{3},?\s+)?(?:(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})|([A-Za-z]{3})[a-z]*\s+(\d{1,2})(?:,?\s+(\d{4}))?)(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:\s+(?:GMT|UTC|\+0000))?(?:\s+(\d{4}))?/.exec(
      text,
    );
  if (!named) return undefined;
  const [all, day1, month1, year1, month2, day2, year2, hour = '0', minute = '0', second = '0', year3] =
    named;
  const month = MONTHS.findIndex(
    (name) => name.slice(0, 3).toLowerCase() === (month1 ?? month2 ?? '').toLowerCase(),
  );
  if (month < 0) return undefined;
  const year = Number(year1 ?? year2 ?? year3 ?? 1970);
  return {
    at: Date.UTC(year, month, Number(day1 ?? day2), Number(hour), Number(minute), Number(second)),
    length: all.length,
  };
}

function offset(zone: string): number {
  const found = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (!found) return 0;
  const ms = (Number(found[2]) * 60 + Number(found[3] ?? 0)) * 60_000;
  return found[1] === '-' ? -ms : ms;
}
