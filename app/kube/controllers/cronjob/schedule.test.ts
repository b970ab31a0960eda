import { describe, expect, it } from 'vitest';
import { nextTime, parseSchedule, zoneOffset } from './schedule.ts';

const from = Date.UTC(2026, 10, 23, 15, 52, 36);

function next(schedule: string, zone?: string): string {
  const time = nextTime(parseSchedule(schedule), from, zoneOffset(zone));
  return time === undefined ? 'never' : new Date(time).toISOString();
}

describe('the next time of a schedule', () => {
  it.each([
    ['* * * * *', '2026-11-23T15:53:00.000Z'],
    ['*/5 * * * *', '2026-11-23T15:55:00.000Z'],
    ['0 0 1 1 *', '2027-01-01T00:00:00.000Z'],
    ['@hourly', '2026-11-23T16:00:00.000Z'],
    ['30 9 * * mon-fri', '2026-11-24T09:30:00.000Z'],
    ['0 0 13 * 5', '2026-11-27T00:00:00.000Z'],
    ['0 0 29 2 *', '2028-02-29T00:00:00.000Z'],
    ['0 12 * * 7', '2026-11-29T12:00:00.000Z'],
  ])('of %s is %s', (schedule, time) => {
    expect(next(schedule)).toBe(time);
  });

  it('is meant in the time zone of the CronJob', () => {
    expect(next('0 8 * * *', 'Asia/Jakarta')).toBe('2026-11-24T01:00:00.000Z');
  });
});
