import type { ProgramSpec } from '../../linux/process/program.ts';
import { eachLine } from '../tool/input.ts';
import { quote } from '../tool/quote.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Turns tabs into blanks. */
export const expand: ProgramSpec = tool('expand', 'expand [-i] [-t N] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'i', values: 't', number: true, long: { initial: 'i', 'tabs=': 't' } },
    flavour,
  );
  if (!options) return 1;
  const width = options.value('t') ?? options.value('num') ?? '8';
  if (!/^\d+(,\d+)*$/.test(width) || width === '0') {
    yield* p.warn(
      width === '0'
        ? 'expand: tab size cannot be 0\n'
        : `expand: tab size contains invalid character(s): ${quote(width)}\n`,
    );
    return 1;
  }
  const ok = yield* eachLine(p, options.operands, function* (line) {
    yield* p.print(expanded(line.text, width.split(',').map(Number), options.has('i')) + line.newline);
  });
  return ok ? 0 : 1;
});

/** Turns blanks at the start of lines (with -a everywhere) into tabs. */
export const unexpand: ProgramSpec = tool(
  'unexpand',
  'unexpand [-a] [-t N] [FILE]...',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      { flags: 'af', values: 't', long: { all: 'a', 'first-only': 'f', 'tabs=': 't' } },
      flavour,
    );
    if (!options) return 1;
    const width = Number(options.value('t') ?? 8);
    const everywhere = (options.has('a') || options.has('t')) && !options.has('f');
    const ok = yield* eachLine(p, options.operands, function* (line) {
      yield* p.print(unexpanded(line.text, width, everywhere) + line.newline);
    });
    return ok ? 0 : 1;
  },
);

function expanded(text: string, stops: readonly number[], initial: boolean): string {
  let out = '';
  let column = 0;
  let inText = false;
  for (const char of text) {
    if (char !== '\t' || (initial && inText)) {
      if (char !== ' ') inText = true;
      out += char;
      column++;
      continue;
    }
    const [only = 8] = stops;
    const next =
      stops.length === 1
        ? column + only - (column % only)
        : (stops.find((stop) => stop > column) ?? column + 1);
    out += ' '.repeat(next - column);
    column = next;
  }
  return out;
}

function unexpanded(text: string, width: number, everywhere: boolean): string {
  let out = '';
  let column = 0;
  let pending = '';
  let converting = true;
  for (const char of text) {
    if (converting && (char === ' ' || char === '\t')) {
      column = char === '\t' ? column + width - (column % width) : column + 1;
      pending += char;
      if (column % width === 0) {
        out += pending === ' ' ? ' ' : '\t';
        pending = '';
      }
      continue;
    }
    out += pending + char;
    pending = '';
    column++;
    if (!everywhere) converting = false;
  }
  return out + pending;
}
