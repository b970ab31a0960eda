import { tool } from '../tool/tool.ts';

/** Lines in one piece, so that an endless writer costs little. */
const LINES = 64;

/** Prints a line for ever. */
export const yes = tool('yes', 'yes [STRING]...', function* (p) {
  const line = `${p.argv.length > 1 ? p.argv.slice(1).join(' ') : 'y'}\n`;
  for (;;) {
    yield* p.print(line.repeat(LINES));
    yield* p.breathe();
  }
});
