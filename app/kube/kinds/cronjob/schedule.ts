const FIELDS: readonly (readonly [string, number, number])[] = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['dom', 1, 31],
  ['month', 1, 12],
  ['dow', 0, 6],
];
const NAMES: Readonly<Record<string, readonly string[]>> = {
  month: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  dow: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** What is wrong with a schedule, in the words of the library that Kubernetes uses; undefined when it is good. @upstream robfig/cron parser.go */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.startsWith('@')) {
    if (DESCRIPTORS.includes(schedule)) return undefined;
    const every = /^@every (.+)$/.exec(schedule)?.[1];
    if (every === undefined) return `unrecognized descriptor: ${schedule}`;
    return /^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(every)
      ? undefined
      : `failed to parse duration ${schedule}: time: invalid duration ${JSON.stringify(every)}`;
  }
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== 5) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [index, [name, low, high]] of FIELDS.entries())
    for (const term of (parts[index] ?? '').split(',')) {
      const problem = termProblem(term, name, low, high);
      if (problem !== undefined) return problem;
    }
  return undefined;
}

function termProblem(term: string, name: string, low: number, high: number): string | undefined {
  const [range = '', step, ...more] = term.split('/');
  const [from = '', to, ...others] = range.split('-');
  if (more.length > 0) return `too many slashes: ${term}`;
  if (others.length > 0) return `too many hyphens: ${term}`;
  const wild = from === '*' || from === '?';
  const start = wild ? low : numberOf(from, name);
  const end = to === undefined ? (wild || step !== undefined ? high : start) : numberOf(to, name);
  for (const value of [start, end]) if (typeof value === 'string') return value;
  if (typeof start === 'string' || typeof end === 'string') return undefined;
  const every = step === undefined ? 1 : numberOf(step, '');
  if (typeof every === 'string') return every;
  if (start < low) return `beginning of range (${start}) below minimum (${low}): ${term}`;
  if (end > high) return `end of range (${end}) above maximum (${high}): ${term}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${term}`;
  return every === 0 ? `step of range should be a positive number: ${term}` : undefined;
}

function numberOf(text: string, name: string): number | string {
  const named = (NAMES[name] ?? []).indexOf(text.toLowerCase());
  if (text !== '' && named >= 0) return named;
  if (/^-[0-9]+$/.test(text)) return `negative number (${text}) not allowed: ${text}`;
  if (/^[0-9]+$/.test(text)) return Number(text);
  return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
}
