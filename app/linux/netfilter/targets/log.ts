import { good } from '../../../base/result.ts';
import { lastGiven, type TargetKind } from '../extension.ts';
import { quote } from '../quote.ts';

/** Data of `-j LOG`. */
export interface LogTarget {
  readonly name: 'LOG';
  readonly prefix?: string;
  readonly level?: number;
}

const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

/** `-j LOG --log-prefix "x "`: goes on with the next rule; the kernel log is not simulated. */
export const log: TargetKind<LogTarget> = {
  name: 'LOG',
  options: { '--log-prefix': 1, '--log-level': 1 },
  parse(given) {
    const prefix = lastGiven(given, '--log-prefix')?.values[0];
    const text = lastGiven(given, '--log-level')?.values[0];
    const level = text === undefined ? 4 : Math.max(LEVELS.indexOf(text), Number(text) || 0);
    return good({
      name: 'LOG',
      ...(prefix === undefined ? {} : { prefix: prefix.slice(0, 29) }),
      ...(level === 4 ? {} : { level }),
    });
  },
  save: ({ prefix, level }) =>
    `${prefix === undefined ? '' : ` --log-prefix ${quote(prefix)}`}${level === undefined ? '' : ` --log-level ${level}`}`,
  list: ({ prefix, level = 4 }, numeric) =>
    `LOG ${numeric ? `flags 0 level ${level}` : `level ${LEVELS[level] ?? level}`}${prefix === undefined ? '' : ` prefix "${prefix}"`}`,
  label: () => 'LOG',
  act: () => undefined,
};
