import type { Process, Sys } from '../../linux/process/program.ts';
import { BASH } from '../bash/features.ts';
import { makeShell } from '../bash/start.ts';
import { runTest } from '../bash/test-command.ts';
import { tool } from '../tool/tool.ts';

/** Evaluates a condition. */
export const test = tool('test', 'test EXPRESSION', (p) => run(p, 'test', p.argv.slice(1)));

/** Evaluates a condition, up to a closing bracket. */
export const bracket = tool('[', '[ EXPRESSION ]', function* runBracket(p) {
  if (p.argv.at(-1) === ']') return yield* run(p, '[', p.argv.slice(1, -1));
  yield* p.warn('[: missing ‘]’\n');
  return 2;
});

function run(p: Process, name: string, words: readonly string[]): Sys<number> {
  const shell = makeShell(p, BASH, { interactive: true, source: { text: '', firstLine: 1, name } });
  return runTest(shell, name, words);
}
