import { parseDuration } from '../tool/number.ts';
import { tool, tryHelp } from '../tool/tool.ts';

/** Waits. */
export const sleep = tool('sleep', 'sleep NUMBER[smhd]...', function* run(p, flavour) {
  const words = p.argv.slice(1);
  if (words.length === 0) {
    yield* p.warn(`sleep: missing operand\n${flavour === 'gnu' ? tryHelp('sleep') : ''}`);
    return 1;
  }
  let total = 0;
  for (const word of words) {
    const ms = parseDuration(word);
    if (ms === undefined) {
      yield* p.warn(
        flavour === 'gnu'
          ? `sleep: invalid time interval ‘${word}’\n${tryHelp('sleep')}`
          : `sleep: invalid number '${word}'\n`,
      );
      return 1;
    }
    total += ms;
  }
  yield* p.sleep(total);
  return 0;
});
