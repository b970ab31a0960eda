import type { Sys } from '../../linux/process/program.ts';
import type { Shell } from './shell.ts';

/** What `break` and `continue` have in common: how many loops to leave. */
export function* leaveLoop(sh: Shell, word: 'break' | 'continue', args: readonly string[]): Sys<number> {
  if (sh.loopDepth === 0) {
    yield* sh.complain(`${word}: only meaningful in a \`for', \`while', or \`until' loop`);
    return 0;
  }
  const [text = '1'] = args;
  if (!/^\d+$/.test(text)) {
    yield* sh.complain(`${word}: ${text}: numeric argument required`);
    sh.abort(128);
    return 128;
  }
  const levels = Number(text);
  if (levels < 1) {
    yield* sh.complain(`${word}: ${text}: loop count out of range`);
    sh.unwind = { to: 'break', levels: sh.loopDepth };
    return 1;
  }
  sh.status = 0;
  sh.unwind = { to: word, levels: Math.min(levels, sh.loopDepth) };
  return 0;
}
