import { allLines, compareBytes } from '../tool/input.ts';
import { quote } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Compares two sorted files line by line. */
export const comm = tool('comm', 'comm [-123] FILE1 FILE2', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: '123z',
      long: { total: 'total', 'output-delimiter=': 'o', 'check-order': 'c', 'nocheck-order': 'nc' },
    },
    flavour,
  );
  if (!options) return 1;
  const [first, second, extra] = options.operands;
  if (first === undefined || second === undefined || extra !== undefined) {
    const what =
      first === undefined
        ? 'missing operand'
        : second === undefined
          ? `missing operand after ${quote(first)}`
          : `extra operand ${quote(extra ?? '')}`;
    yield* p.warn(`comm: ${what}\n${tryHelp('comm')}`);
    return 1;
  }
  const one = yield* allLines(p, [first]);
  if (!one.ok) return 1;
  const two = yield* allLines(p, [second]);
  if (!two.ok) return 1;
  const tab = options.value('o') ?? '\t';
  const indent = {
    1: '',
    2: options.has('1') ? '' : tab,
    3: (options.has('1') ? '' : tab) + (options.has('2') ? '' : tab),
  };
  const disorder = [unsortedAt(one.lines), unsortedAt(two.lines)] as const;
  const told = [false, false];
  let unpaired = false;
  let [i, j] = [0, 0];
  while (i < one.lines.length || j < two.lines.length) {
    const [a, b] = [one.lines[i], two.lines[j]];
    const order = a === undefined ? 1 : b === undefined ? -1 : compareBytes(a, b);
    const kind = order < 0 ? 1 : order > 0 ? 2 : 3;
    if (order <= 0) i++;
    if (order >= 0) j++;
    // Disorder is only spoken of once the files differ.
    if (kind !== 3) unpaired = true;
    for (const [side, at] of unpaired ? [i, j].entries() : []) {
      const wrong = disorder[side] ?? Infinity;
      if (told[side] === true || at < wrong || options.has('nc')) continue;
      told[side] = true;
      yield* p.warn(`comm: file ${side + 1} is not in sorted order\n`);
    }
    if (!options.has(String(kind))) yield* p.print(`${indent[kind]}${(kind === 2 ? b : a) ?? ''}\n`);
  }
  if (!told.includes(true)) return 0;
  yield* p.warn('comm: input is not in sorted order\n');
  return 1;
});

/** The first line that belongs before the one above it. */
function unsortedAt(lines: readonly string[]): number {
  const at = lines.findIndex((line, index) => index > 0 && compareBytes(lines[index - 1] ?? '', line) > 0);
  return at < 0 ? Infinity : at;
}
