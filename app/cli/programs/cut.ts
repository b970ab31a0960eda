import { encodeUtf8 } from '../../base/utf8.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { eachLine } from '../tool/input.ts';
import { quote } from '../tool/quote.ts';
import type { Options } from '../tool/options.ts';
import { readOptions, tool, tryHelp, type Flavour } from '../tool/tool.ts';

/** Prints selected parts of lines. */
export const cut = tool('cut', 'cut -b LIST | -c LIST | -f LIST [-d CHAR] [-s] [FILE]...', run);

const OPTIONS = {
  flags: 'nsz',
  values: 'bcdfO',
  long: {
    'bytes=': 'b',
    'characters=': 'c',
    'delimiter=': 'd',
    'fields=': 'f',
    'only-delimited': 's',
    complement: 'C',
    'output-delimiter=': 'O',
  },
};

/** A range of positions, counted from 1. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 1;
  const lists = options.given.filter(({ key }) => 'bcf'.includes(key));
  const [chosen] = lists;
  const failure = problem(options, lists.length);
  const ranges = parseList(chosen?.value ?? '', chosen?.key === 'f');
  if (failure !== undefined || !ranges.ok || !chosen) {
    yield* p.warn(
      `cut: ${failure ?? (ranges.ok ? '' : ranges.error)}\n${flavour === 'gnu' ? tryHelp('cut') : ''}`,
    );
    return 1;
  }
  const wanted = options.has('C') ? complement(ranges.value) : ranges.value;
  const ok = yield* eachLine(p, options.operands, function* (line) {
    if (chosen.key !== 'f') {
      yield* p.write(STDOUT, positions(line.text, wanted, options.value('O')));
      return;
    }
    const text = fields(line.text, wanted, options);
    if (text !== undefined) yield* p.print(`${text}\n`);
  });
  return ok ? 0 : 1;
}

function problem(options: Options, lists: number): string | undefined {
  if (lists === 0) return 'you must specify a list of bytes, characters, or fields';
  if (lists > 1) return 'only one list may be specified';
  const delimiter = options.value('d');
  if (delimiter !== undefined && Array.from(delimiter).length > 1)
    return 'the delimiter must be a single character';
  if (delimiter !== undefined && !options.has('f'))
    return 'an input delimiter may be specified only when operating on fields';
  return undefined;
}

function parseList(text: string, isField: boolean): Result<readonly Range[]> {
  const ranges: Range[] = [];
  for (const part of text.split(/[,\s]+/)) {
    const found = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!found || part === '') return bad(invalidList(part, isField));
    const [, low = '', dash, high = ''] = found;
    if (dash === '-' && low === '' && high === '') return bad('invalid range with no endpoint: -');
    const from = low === '' ? 1 : Number(low);
    const to = dash === '' ? from : high === '' ? Infinity : Number(high);
    if (from === 0 || to === 0)
      return bad(isField ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1');
    if (to < from) return bad('invalid decreasing range');
    ranges.push({ from, to });
  }
  return good(ranges.toSorted((a, b) => a.from - b.from));
}

function invalidList(part: string, isField: boolean): string {
  const kind = isField ? 'field value' : 'byte or character position';
  return /^\d+-\d+-|[^\d-]/.test(part)
    ? `invalid ${kind} ${quote(part)}`
    : `invalid ${isField ? 'field' : 'byte or character'} range`;
}

function complement(ranges: readonly Range[]): readonly Range[] {
  const gaps: Range[] = [];
  let next = 1;
  for (const range of ranges) {
    if (range.from > next) gaps.push({ from: next, to: range.from - 1 });
    next = Math.max(next, range.to + 1);
  }
  return next === Infinity ? gaps : [...gaps, { from: next, to: Infinity }];
}

function within(position: number, ranges: readonly Range[]): boolean {
  return ranges.some((range) => position >= range.from && position <= range.to);
}

function fields(line: string, ranges: readonly Range[], options: Options): string | undefined {
  const delimiter = options.value('d') ?? '\t';
  if (!line.includes(delimiter)) return options.has('s') ? undefined : line;
  const kept = line.split(delimiter).filter((_, index) => within(index + 1, ranges));
  return kept.join(options.value('O') ?? delimiter);
}

/** Debian's cut counts bytes, even for -c. */
function positions(line: string, ranges: readonly Range[], separator: string | undefined): Uint8Array {
  const between = separator === undefined ? new Uint8Array() : encodeUtf8(separator);
  const out: number[] = [];
  encodeUtf8(line).forEach((byte, index) => {
    const place = index + 1;
    if (!within(place, ranges)) return;
    const opens = !within(place - 1, ranges) || ranges.some((range) => range.from === place);
    if (opens && out.length > 0) out.push(...between);
    out.push(byte);
  });
  return Uint8Array.from([...out, 0x0a]);
}
