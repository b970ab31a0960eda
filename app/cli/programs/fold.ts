import { eachLine } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Breaks long lines. */
export const fold = tool('fold', 'fold [-bs] [-w WIDTH] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'bs', values: 'w', number: true, long: { bytes: 'b', spaces: 's', 'width=': 'w' } },
    flavour,
  );
  if (!options) return 1;
  const width = Number(options.value('w') ?? options.value('num') ?? 80);
  const ok = yield* eachLine(p, options.operands, function* (line) {
    yield* p.print(folded(line.text, width, options.has('s')) + line.newline);
  });
  return ok ? 0 : 1;
});

function folded(text: string, width: number, atBlanks: boolean): string {
  let rest = Array.from(text);
  const pieces: string[] = [];
  while (rest.length > width) {
    const blank = atBlanks ? rest.slice(0, width).lastIndexOf(' ') : -1;
    const cut = blank >= 0 ? blank + 1 : width;
    pieces.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return [...pieces, rest.join('')].join('\n');
}
