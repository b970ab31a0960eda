/** A parsed schedule: which minutes, hours, days, months and weekdays it means. */
export interface Schedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Day of the month and weekday are both restricted: either is enough. */
  readonly eitherDay: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a schedule of five fields or one of the macros. The API server has checked it. */
export function parseSchedule(text: string): Schedule {
  const fields = (MACROS[text.trim()] ?? text).trim().split(/\s+/);
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = fields;
  const weekdays = valuesOf(weekday, 0, 7, DAYS, 0);
  if (weekdays.has(7)) weekdays.add(0);
  return {
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    days: valuesOf(day, 1, 31),
    months: valuesOf(month, 1, 12, MONTHS, 1),
    weekdays,
    eitherDay: !isFree(day) && !isFree(weekday),
  };
}

function isFree(field: string): boolean {
  return field.startsWith('*') || field === '?';
}

function valuesOf(
  field: string,
  least: number,
  most: number,
  names: readonly string[] = [],
  base = 0,
): Set<number> {
  const numberOf = (word: string) => {
    const index = names.indexOf(word.toLowerCase());
    return index < 0 ? Number(word) : index + base;
  };
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '*', step] = part.split('/');
    const [from, to] = range.split('-');
    const first = isFree(range) ? least : numberOf(from ?? '');
    const last = isFree(range) ? most : to !== undefined ? numberOf(to) : step !== undefined ? most : first;
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

const MINUTE = 60_000;
/** No schedule looks further ahead than this: 29 February comes within eight years. */
const HORIZON = 9 * 366 * 24 * 60;

/** The first time after `after` (milliseconds, UTC) that the schedule means, in a zone so many minutes east. */
export function nextTime(schedule: Schedule, after: number, offsetMinutes = 0): number | undefined {
  let time = (Math.floor(after / MINUTE) + 1) * MINUTE;
  for (let steps = 0; steps < HORIZON; steps++) {
    const local = new Date(time + offsetMinutes * MINUTE);
    if (!schedule.months.has(local.getUTCMonth() + 1) || !isDay(schedule, local)) {
      time += MINUTE * (24 * 60 - local.getUTCHours() * 60 - local.getUTCMinutes());
      continue;
    }
    if (!schedule.hours.has(local.getUTCHours())) time += MINUTE * (60 - local.getUTCMinutes());
    else if (schedule.minutes.has(local.getUTCMinutes())) return time;
    else time += MINUTE;
  }
  return undefined;
}

function isDay({ days, weekdays, eitherDay }: Schedule, date: Date): boolean {
  const day = days.has(date.getUTCDate());
  const weekday = weekdays.has(date.getUTCDay());
  return eitherDay ? day || weekday : day && weekday;
}

/** Minutes east of UTC of zones without summer time that our readers live in; others count as UTC. */
const OFFSETS: Readonly<Record<string, number>> = {
  'Asia/Jakarta': 420,
  'Asia/Pontianak': 420,
  'Asia/Makassar': 480,
  'Asia/Jayapura': 540,
  'Asia/Singapore': 480,
  'Asia/Kuala_Lumpur': 480,
  'Asia/Tokyo': 540,
  'Asia/Bangkok': 420,
  'Asia/Manila': 480,
  'Asia/Shanghai': 480,
  'Asia/Kolkata': 330,
  'Asia/Dubai': 240,
};

/** The offset of a time zone. */
export function zoneOffset(zone: string | undefined): number {
  return OFFSETS[zone ?? ''] ?? 0;
}
