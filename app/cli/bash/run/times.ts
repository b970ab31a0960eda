import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';

/** What `time` prints; a simulated program uses no processor time of its own. */
export function* printTimes(sh: Shell, ms: number, posix: boolean): Sys<void> {
  const rows = [
    ['real', ms],
    ['user', 0],
    ['sys', 0],
  ] as const;
  if (posix) {
    yield* sh.p.warn(rows.map(([name, time]) => `${name} ${(time / 1000).toFixed(2)}\n`).join(''));
    return;
  }
  yield* sh.p.warn(`\n${rows.map(([name, time]) => `${name}\t${minutes(time)}\n`).join('')}`);
}

/** `1m2.345s`. */
export function minutes(ms: number): string {
  const whole = Math.floor(ms / 60_000);
  return `${whole}m${((ms - whole * 60_000) / 1000).toFixed(3)}s`;
}
