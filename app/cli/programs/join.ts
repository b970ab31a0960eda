import { allLines, compareBytes } from '../tool/input.ts';
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
    const separator = options.value('t');
    const split = (line: string): string[] =>
      separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator);
    const fields = [
      Number(options.value('1') ?? options.value('j') ?? 1) - 1,
      Number(options.value('2') ?? options.value('j') ?? 1) - 1,
    ] as const;
    const one = yield* allLines(p, [first]);
    const two = yield* allLines(p, [second]);
    if (!one.ok || !two.ok) return 1;
    const left = one.lines.map(split);
    const right = two.lines.map(split);
    const format = options.value('o')?.split(/[ ,]/);
    const empty = options.value('e') ?? '';
    const print = (a: readonly string[] | undefined, b: readonly string[] | undefined): string => {
      const key = a?.[fields[0]] ?? b?.[fields[1]] ?? '';
      const cells = format
        ? format.map((place) =>
            place === '0' ? key : ((place.startsWith('1') ? a : b)?.[Number(place.slice(2)) - 1] ?? empty),
          )
        : [
            key,
            ...(a ?? []).filter((_, at) => at !== fields[0]),
            ...(b ?? []).filter((_, at) => at !== fields[1]),
          ];
      return `${cells.join(separator ?? ' ')}\n`;
    };
    const wantsPairs = !options.has('v');
    const unpaired = (side: string): boolean =>
      options.values('a').includes(side) || options.values('v').includes(side);
    let [i, j] = [0, 0];
    while (i < left.length || j < right.length) {
      const [a, b] = [left[i], right[j]];
      const order =
        a === undefined ? 1 : b === undefined ? -1 : compareBytes(a[fields[0]] ?? '', b[fields[1]] ?? '');
      if (order < 0) {
        if (unpaired('1')) yield* p.print(print(a, undefined));
        i++;
      } else if (order > 0) {
        if (unpaired('2')) yield* p.print(print(undefined, b));
        j++;
      } else {
        const key = a?.[fields[0]];
        const rights = right.slice(j).findIndex((row) => row[fields[1]] !== key);
        const end = rights < 0 ? right.length : j + rights;
        for (; left[i]?.[fields[0]] === key && i < left.length; i++)
          for (const row of right.slice(j, end)) if (wantsPairs) yield* p.print(print(left[i], row));
        j = end;
      }
    }
    return 0;
  },
);
