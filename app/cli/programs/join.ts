import { allLines, compareBytes } from '../tool/input.ts';
import type { Options } from '../tool/options.ts';
import { quote } from '../tool/quote.ts';
import { readOptions, tool, tryHelp } from '../tool/tool.ts';

/** Joins the lines of two sorted files that share a field. */
export const join = tool(
  'join',
  'join [-1 FIELD] [-2 FIELD] [-j FIELD] [-t CHAR] [-a N] [-v N] [-o LIST] [-e TEXT] FILE1 FILE2',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      { flags: 'iz', values: '12jtavoe', long: { header: 'header', 'ignore-case': 'i' } },
      flavour,
    );
    if (!options) return 1;
    const [first, second] = options.operands;
    if (first === undefined || second === undefined) {
      yield* p.warn(
        `join: missing operand${first === undefined ? '' : ` after ${quote(first)}`}\n${tryHelp('join')}`,
      );
      return 1;
    }
    const joining = joiningOf(options);
    const one = yield* allLines(p, [first]);
    const two = yield* allLines(p, [second]);
    if (!one.ok || !two.ok) return 1;
    for (const line of joinedLines(one.lines.map(joining.split), two.lines.map(joining.split), joining))
      yield* p.print(line);
    return 0;
  },
);

type Fields = readonly string[];

interface Joining {
  readonly split: (line: string) => Fields;
  readonly keyOf: (row: Fields | undefined, side: 0 | 1) => string;
  readonly print: (a: Fields | undefined, b: Fields | undefined) => string;
  readonly pairs: boolean;
  readonly unpaired: (side: string) => boolean;
}

function joiningOf(options: Options): Joining {
  const separator = options.value('t');
  const fields = [
    Number(options.value('1') ?? options.value('j') ?? 1) - 1,
    Number(options.value('2') ?? options.value('j') ?? 1) - 1,
  ] as const;
  const format = options.value('o')?.split(/[ ,]/);
  const empty = options.value('e') ?? '';
  const rest = (row: Fields | undefined, side: 0 | 1): Fields =>
    (row ?? []).filter((_, at) => at !== fields[side]);
  return {
    split: (line) => (separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator)),
    keyOf: (row, side) => row?.[fields[side]] ?? '',
    print: (a, b) => {
      const key = a?.[fields[0]] ?? b?.[fields[1]] ?? '';
      const chosen = (place: string): string =>
        place === '0' ? key : ((place.startsWith('1') ? a : b)?.[Number(place.slice(2)) - 1] ?? empty);
      const cells = format ? format.map(chosen) : [key, ...rest(a, 0), ...rest(b, 1)];
      return `${cells.join(separator ?? ' ')}\n`;
    },
    pairs: !options.has('v'),
    unpaired: (side) => options.values('a').includes(side) || options.values('v').includes(side),
  };
}

function* joinedLines(
  left: readonly Fields[],
  right: readonly Fields[],
  joining: Joining,
): Generator<string> {
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    const order =
      a === undefined ? 1 : b === undefined ? -1 : compareBytes(joining.keyOf(a, 0), joining.keyOf(b, 1));
    if (order < 0) {
      if (joining.unpaired('1')) yield joining.print(a, undefined);
      i++;
    } else if (order > 0) {
      if (joining.unpaired('2')) yield joining.print(undefined, b);
      j++;
    } else {
      const key = joining.keyOf(a, 0);
      const same = right.slice(j).findIndex((row) => joining.keyOf(row, 1) !== key);
      const end = same < 0 ? right.length : j + same;
      for (; i < left.length && joining.keyOf(left[i], 0) === key; i++)
        for (const row of right.slice(j, end)) if (joining.pairs) yield joining.print(left[i], row);
      j = end;
    }
  }
}
