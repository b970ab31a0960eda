import type { Process, Sys } from '../../linux/process/program.ts';
import { formatFixed, formatOne, parseFormat } from '../tool/printf.ts';
import { quote } from '../tool/quote.ts';
import { parseOptions } from '../tool/options.ts';
import { tool, tryHelp, type Flavour } from '../tool/tool.ts';

/** Prints a row of numbers. */
export const seq = tool('seq', 'seq [-w] [-s SEP] [-f FORMAT] [FIRST [INCREMENT]] LAST', run);

/** After so many numbers the clock moves, so that an endless row can be interrupted. */
const BREATH = 1000;

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = parseOptions(guardNumbers(p.argv.slice(1)), {
    flags: 'w',
    values: 'sf',
    stopAtOperand: true,
    long: { 'equal-width': 'w', 'separator=': 's', 'format=': 'f' },
  });
  if (!options.ok) {
    yield* p.warn(`seq: ${options.error}\n${tryHelp('seq')}`);
    return 1;
  }
  const operands = options.value.operands;
  if (operands.length === 0 || operands.length > 3) {
    const [, , , extra] = operands;
    yield* p.warn(
      extra === undefined
        ? `seq: missing operand\n${tryHelp('seq')}`
        : `seq: extra operand ${quote(extra)}\n${tryHelp('seq')}`,
    );
    return 1;
  }
  for (const text of operands) {
    if (NUMBER.test(text)) continue;
    yield* p.warn(
      flavour === 'gnu'
        ? `seq: invalid floating point argument: ${quote(text)}\n${tryHelp('seq')}`
        : `seq: invalid number '${text}'\n`,
    );
    return 1;
  }
  const last = operands.at(-1) ?? '1';
  const first = operands.length > 1 ? (operands[0] ?? '1') : '1';
  const step = operands.length > 2 ? (operands[1] ?? '1') : '1';
  if (Number(step) === 0) {
    yield* p.warn(`seq: invalid Zero increment value: ${quote(step)}\n${tryHelp('seq')}`);
    return 1;
  }
  const format = options.value.value('f');
  const separator = options.value.value('s') ?? '\n';
  yield* count(
    p,
    { first, step, last },
    printer(format, options.value.has('w'), first, step, last),
    separator,
  );
  return 0;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Negative numbers are operands, not options. */
function guardNumbers(args: readonly string[]): readonly string[] {
  const at = args.findIndex(
    (word, index) => NUMBER.test(word) && !['-s', '-f'].includes(args[index - 1] ?? ''),
  );
  return at < 0 ? args : [...args.slice(0, at), '--', ...args.slice(at)];
}

function* count(
  p: Process,
  row: { readonly first: string; readonly step: string; readonly last: string },
  print: (value: number) => string,
  separator: string,
): Sys<void> {
  const first = Number(row.first);
  const step = Number(row.step);
  const last = Number(row.last);
  let pending = '';
  for (let index = 0; ; index++) {
    const value = first + index * step;
    if (step > 0 ? value > last + step * 1e-9 : value < last + step * 1e-9) {
      if (index > 0) yield* p.print(`${pending}\n`);
      return;
    }
    if (index > 0) pending += separator;
    pending += print(value);
    if (pending.length > 4096) {
      yield* p.print(pending);
      pending = '';
    }
    if (index % BREATH === BREATH - 1) yield* p.breathe();
  }
}

function printer(
  format: string | undefined,
  equal: boolean,
  first: string,
  step: string,
  last: string,
): (value: number) => string {
  if (format !== undefined) {
    const parts = parseFormat(format);
    return (value) =>
      parts.map((part) => (typeof part === 'string' ? part : formatOne(part, value))).join('');
  }
  const places = Math.max(placesOf(first), placesOf(step));
  const plain = (value: number): string => formatFixed(value, places);
  if (!equal) return plain;
  const width = Math.max(
    plain(Number(first)).length,
    plain(lastValue(Number(first), Number(step), Number(last))).length,
  );
  return (value) => {
    const text = plain(Math.abs(value));
    return value < 0 ? `-${text.padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
}

function lastValue(first: number, step: number, last: number): number {
  return first + Math.floor((last - first) / step + 1e-9) * step;
}

function placesOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
