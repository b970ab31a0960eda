import { allLines } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Fills paragraphs to a width. */
export const fmt = tool('fmt', 'fmt [-w WIDTH] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'cstu', values: 'wgp', number: true, long: { 'width=': 'w' } },
    flavour,
  );
  if (!options) return 1;
  const width = Number(options.value('w') ?? options.value('num') ?? 75);
  const { lines, ok } = yield* allLines(p, options.operands);
  let paragraph: string[] = [];
  let out = '';
  for (const line of [...lines, '']) {
    if (line.trim() !== '') {
      paragraph.push(line.trim());
      continue;
    }
    out += wrapped(paragraph.join(' ').split(/\s+/), width);
    paragraph = [];
    out += '\n';
  }
  yield* p.print(out.slice(0, -1));
  return ok ? 0 : 1;
});

function wrapped(words: readonly string[], width: number): string {
  if (words.length === 1 && words[0] === '') return '';
  const goal = Math.floor(width * 0.935);
  let out = '';
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > goal) {
      out += `${line}\n`;
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return `${out}${line}\n`;
}
