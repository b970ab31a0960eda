import { unescapeEcho } from '../bash/escapes.ts';
import { tool } from '../tool/tool.ts';

/** Prints its arguments. */
export const echo = tool('echo', 'echo [-neE] [STRING]...', function* run(p) {
  let words = p.argv.slice(1);
  let newline = true;
  let escapes = false;
  for (; /^-[neE]+$/.test(words[0] ?? ''); words = words.slice(1)) {
    for (const letter of words[0]?.slice(1) ?? '') {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const made = escapes ? unescapeEcho(words.join(' ')) : { text: words.join(' '), stop: false };
  yield* p.print(newline && !made.stop ? `${made.text}\n` : made.text);
  return 0;
});
