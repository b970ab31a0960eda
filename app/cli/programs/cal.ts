import { civilOf, dateOf, MONTHS } from '../tool/civil.ts';
import { tool } from '../tool/tool.ts';

/** Prints a calendar. */
export const cal = tool('cal', 'cal [[MONTH] YEAR]', function* (p) {
  const words = p.argv.slice(1).filter((word) => !word.startsWith('-'));
  const now = dateOf(p);
  const [first, second] = words.map(Number);
  if (words.length === 1 && first !== undefined) {
    yield* p.print(yearText(first));
    return 0;
  }
  const month = second === undefined ? now.month : (first ?? now.month);
  const year = second ?? now.year;
  if (!(month >= 1 && month <= 12)) {
    yield* p.warn(`cal: ${words[0] ?? ''} is neither a month number (1..12) nor a name\n`);
    return 1;
  }
  yield* p.print(
    `${monthLines(month, year, true)
      .map((line) => line.padEnd(22))
      .join('\n')}\n`,
  );
  return 0;
});

function monthLines(month: number, year: number, withYear: boolean): readonly string[] {
  const first = civilOf(Date.UTC(year, month - 1, 1));
  const days = civilOf(Date.UTC(year, month, 1) - 86_400_000).day;
  const title = `${MONTHS[month - 1] ?? ''}${withYear ? ` ${year}` : ''}`;
  const cells = [
    ...Array.from({ length: first.weekday }, () => '  '),
    ...Array.from({ length: days }, (_, at) => String(at + 1).padStart(2)),
  ];
  const weeks = Array.from({ length: 6 }, (_, week) => cells.slice(week * 7, week * 7 + 7).join(' '));
  return [' '.repeat(Math.floor((20 - title.length) / 2)) + title, 'Su Mo Tu We Th Fr Sa', ...weeks];
}

function yearText(year: number): string {
  let out = `${' '.repeat(28)}${year}\n`;
  for (let quarter = 0; quarter < 4; quarter++) {
    const months = [1, 2, 3].map((offset) => monthLines(quarter * 3 + offset, year, false));
    for (let line = 0; line < 8; line++)
      out += `${line === 0 && quarter > 0 ? '\n' : ''}${months.map((lines) => (lines[line] ?? '').padEnd(20)).join('  ')}  \n`;
  }
  return out;
}
