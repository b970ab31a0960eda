import { virtualMs } from '../../../base/brand.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { dateOf, strftime } from '../../tool/civil.ts';
import { strerror } from '../../tool/errno.ts';
import { closeInput, openInput } from '../../tool/input.ts';
import type { Options } from '../../tool/options.ts';
import { readOptions, tool, tryHelp, type Flavour } from '../../tool/tool.ts';
import { differences, type Hunk } from './compare.ts';

/** Shows how two files differ. */
export const diff = tool('diff', 'diff [-uqrsiwbBN] [-U N] [--color] FILE1 FILE2', run);

const OPTIONS = {
  flags: 'uqrsiwbBNaEZtTdnyecp',
  values: 'UCLIxW',
  long: {
    unified: 'u',
    'unified=': 'U',
    brief: 'q',
    recursive: 'r',
    'report-identical-files': 's',
    'ignore-case': 'i',
    'ignore-all-space': 'w',
    'ignore-space-change': 'b',
    'ignore-blank-lines': 'B',
    'new-file': 'N',
    'color=?': 'color',
    'label=': 'L',
    text: 'a',
    'strip-trailing-cr': 'cr',
  },
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 2;
  const [one, other, extra] = options.operands;
  if (one === undefined || other === undefined || extra !== undefined) {
    const what =
      one === undefined
        ? "missing operand after 'diff'"
        : other === undefined
          ? `missing operand after '${one}'`
          : `extra operand '${extra ?? ''}'`;
    yield* p.warn(`diff: ${what}\ndiff: ${tryHelp('diff')}`);
    return 2;
  }
  return yield* comparePaths(p, one, other, options);
}

function isDirectory(p: Process, name: string): boolean {
  const stat = name === '-' ? undefined : p.fs.stat(name);
  return stat?.ok === true && stat.value.type === 'directory';
}

function* comparePaths(p: Process, one: string, other: string, options: Options): Sys<number> {
  if (isDirectory(p, one) && isDirectory(p, other)) return yield* compareDirectories(p, one, other, options);
  const base = (path: string): string => path.split('/').at(-1) ?? path;
  if (isDirectory(p, one)) return yield* compareFiles(p, `${one}/${base(other)}`, other, options);
  if (isDirectory(p, other)) return yield* compareFiles(p, one, `${other}/${base(one)}`, options);
  return yield* compareFiles(p, one, other, options);
}

function* compareDirectories(p: Process, one: string, other: string, options: Options): Sys<number> {
  const names = (path: string): readonly string[] => {
    const read = p.fs.readdir(path);
    return read.ok ? read.value : [];
  };
  const [left, right] = [names(one), names(other)];
  let status = 0;
  for (const name of [...new Set([...left, ...right])].toSorted()) {
    const missing = !left.includes(name) ? other : !right.includes(name) ? one : undefined;
    if (missing !== undefined && !options.has('N')) {
      yield* p.print(`Only in ${missing}: ${name}\n`);
      status = Math.max(status, 1);
      continue;
    }
    const [a, b] = [`${one}/${name}`, `${other}/${name}`];
    if (isDirectory(p, a) && isDirectory(p, b) && !options.has('r')) {
      if (one === other) continue;
      yield* p.print(`Common subdirectories: ${a} and ${b}\n`);
      continue;
    }
    const inner =
      isDirectory(p, a) && isDirectory(p, b)
        ? yield* compareDirectories(p, a, b, options)
        : yield* compareFiles(p, a, b, options, switches(p, options));
    status = Math.max(status, inner);
  }
  return status;
}

/** The options as they were typed: output about files found in directories begins with the command for each. */
function switches(p: Process, { operands }: Options): string {
  const words = p.argv.slice(1);
  for (const operand of operands) words.splice(words.indexOf(operand), 1);
  return words.map((word) => `${word} `).join('');
}

interface Side {
  readonly name: string;
  readonly lines: readonly string[];
  /** Whether the last line ends in a line feed. */
  readonly ended: boolean;
}

function* readSide(p: Process, name: string, options: Options): Sys<Side | undefined> {
  if (options.has('N') && name !== '-' && !p.fs.exists(name)) return { name, lines: [], ended: true };
  const input = yield* openInput(p, name, (_program, file, errno) => `diff: ${file}: ${strerror(errno)}\n`);
  if (!input) return undefined;
  const lines: string[] = [];
  let ended = true;
  for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd)) {
    lines.push(line.text);
    ended = line.newline !== '';
  }
  closeInput(p, input);
  return { name, lines, ended };
}

function* compareFiles(
  p: Process,
  one: string,
  other: string,
  options: Options,
  typed?: string,
): Sys<number> {
  const a = yield* readSide(p, one, options);
  const b = yield* readSide(p, other, options);
  if (!a || !b) return 2;
  const keys = (side: Side): readonly string[] =>
    side.lines.map(
      (line, at) => normalized(line, options) + (at === side.lines.length - 1 && !side.ended ? '\0' : ''),
    );
  let hunks = differences(keys(a), keys(b));
  if (options.has('B'))
    hunks = hunks.filter((hunk) =>
      [...a.lines.slice(hunk.from, hunk.to), ...b.lines.slice(hunk.otherFrom, hunk.otherTo)].some(
        (line) => line !== '',
      ),
    );
  if (hunks.length === 0) {
    if (options.has('s')) yield* p.print(`Files ${one} and ${other} are identical\n`);
    return 0;
  }
  if (options.has('q')) {
    yield* p.print(`Files ${one} and ${other} differ\n`);
    return 1;
  }
  if (typed !== undefined) yield* p.print(`diff ${typed}${one} ${other}\n`);
  if (options.has('u') || options.has('U')) yield* p.print(unified(p, a, b, hunks, options));
  else yield* p.print(hunks.map((hunk) => normal(a, b, hunk)).join(''));
  return 1;
}

function normalized(line: string, options: Options): string {
  let text = line;
  if (options.has('i')) text = text.toLowerCase();
  if (options.has('w')) text = text.replace(/\s+/g, '');
  else if (options.has('b')) text = text.replace(/\s+/g, ' ').trimEnd();
  if (options.has('cr')) text = text.replace(/\r$/, '');
  return text;
}

function marked(side: Side, from: number, to: number, mark: string): string {
  return side.lines
    .slice(from, to)
    .map(
      (line, at) =>
        `${mark}${line}\n${from + at === side.lines.length - 1 && !side.ended ? '\\ No newline at end of file\n' : ''}`,
    )
    .join('');
}

function normal(a: Side, b: Side, { from, to, otherFrom, otherTo }: Hunk): string {
  const range = (start: number, end: number): string =>
    end - start <= 1 ? String(end > start ? start + 1 : start) : `${start + 1},${end}`;
  const letter = from === to ? 'a' : otherFrom === otherTo ? 'd' : 'c';
  const between = letter === 'c' ? '---\n' : '';
  return `${range(from, to)}${letter}${range(otherFrom, otherTo)}\n${marked(a, from, to, '< ')}${between}${marked(b, otherFrom, otherTo, '> ')}`;
}

function unified(p: Process, a: Side, b: Side, hunks: readonly Hunk[], options: Options): string {
  const context = Number(options.value('U') ?? 3);
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1)?.at(-1);
    if (last && hunk.from - last.to <= 2 * context) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  const labels = options.values('L');
  const title = (mark: string, side: Side, label: string | undefined): string =>
    `${mark} ${label ?? `${side.name}\t${stamp(p, side.name)}`}\n`;
  return (
    title('---', a, labels[0]) +
    title('+++', b, labels[1]) +
    groups.map((group) => unifiedGroup(a, b, group, context)).join('')
  );
}

function stamp(p: Process, name: string): string {
  const stat = name === '-' ? undefined : p.fs.stat(name);
  if (stat?.ok === false) return '1970-01-01 00:00:00.000000000 +0000';
  return strftime(
    '%Y-%m-%d %H:%M:%S.%N +0000',
    dateOf(p, stat?.ok ? stat.value.modifiedAt : virtualMs(p.now())),
  );
}

function unifiedGroup(a: Side, b: Side, group: readonly Hunk[], context: number): string {
  const [first] = group;
  const last = group.at(-1);
  if (!first || !last) return '';
  const from = Math.max(0, first.from - context);
  const to = Math.min(a.lines.length, last.to + context);
  const otherFrom = Math.max(0, first.otherFrom - (first.from - from));
  const otherTo = Math.min(b.lines.length, last.otherTo + (to - last.to));
  let body = '';
  let place = from;
  for (const hunk of group) {
    body +=
      marked(a, place, hunk.from, ' ') +
      marked(a, hunk.from, hunk.to, '-') +
      marked(b, hunk.otherFrom, hunk.otherTo, '+');
    place = hunk.to;
  }
  const range = (start: number, end: number): string =>
    end - start === 1 ? String(start + 1) : `${end === start ? start : start + 1},${end - start}`;
  return `@@ -${range(from, to)} +${range(otherFrom, otherTo)} @@\n${body}${marked(a, place, to, ' ')}`;
}
