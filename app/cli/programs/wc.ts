import type { Process, Sys } from '../../linux/process/program.ts';
import { closeInput, openInput, type Input } from '../tool/input.ts';
import type { Options } from '../tool/options.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

/** Counts lines, words, characters and bytes. */
export const wc = tool('wc', 'wc [-clmwL] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    { flags: 'clmwL', long: { bytes: 'c', lines: 'l', chars: 'm', words: 'w', 'max-line-length': 'L' } },
    flavour,
  );
  if (!options) return 1;
  const names = options.operands.length > 0 ? options.operands : ['-'];
  const width = widthOf(p, options, names, flavour);
  const total: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
  let status = 0;
  for (const name of names) {
    const input = yield* openInput(p, name);
    if (!input) {
      status = 1;
      if (flavour === 'gnu' && p.fs.stat(name).ok) yield* p.print(row(total, options, width, name, true));
      continue;
    }
    const counts = yield* countOf(p, input);
    closeInput(p, input);
    total.lines += counts.lines;
    total.words += counts.words;
    total.chars += counts.chars;
    total.bytes += counts.bytes;
    total.longest = Math.max(total.longest, counts.longest);
    yield* p.print(row(counts, options, width, options.operands.length === 0 ? undefined : name));
  }
  if (names.length > 1) yield* p.print(row(total, options, width, 'total'));
  return status;
});

const SELECTABLE = ['l', 'w', 'm', 'c', 'L'] as const;

function selected(options: Options): readonly string[] {
  const chosen = SELECTABLE.filter((key) => options.has(key));
  return chosen.length > 0 ? chosen : ['l', 'w', 'c'];
}

/** GNU makes columns as wide as the sum of the sizes needs, at least 7 where a size is unknown; one number stands alone. */
function widthOf(p: Process, options: Options, names: readonly string[], flavour: Flavour): number {
  const columns = selected(options).length;
  if (flavour === 'busybox') return columns === 1 ? 1 : 9;
  if (columns === 1 && names.length === 1) return 1;
  let size = 0;
  let least = 1;
  for (const name of names) {
    const stat = name === '-' ? undefined : p.fs.stat(name);
    if (stat?.ok && stat.value.type === 'file') size += stat.value.size;
    else if (!stat || stat.ok) least = 7;
  }
  return Math.max(least, String(size).length);
}

function row(counts: Counts, options: Options, width: number, name?: string, zero = false): string {
  const numbers: Readonly<Record<string, number>> = {
    l: counts.lines,
    w: counts.words,
    m: counts.chars,
    c: counts.bytes,
    L: counts.longest,
  };
  const cells = selected(options).map((key) => String(zero ? 0 : (numbers[key] ?? 0)).padStart(width));
  return `${cells.join(' ')}${name === undefined ? '' : ` ${name}`}\n`;
}

function* countOf(p: Process, input: Input): Sys<Counts> {
  const counts: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
  let inWord = false;
  let column = 0;
  for (let chunk = yield* p.read(input.fd); chunk; chunk = yield* p.read(input.fd)) {
    counts.bytes += chunk.length;
    for (const byte of chunk) {
      const starts = (byte & 0xc0) !== 0x80;
      if (starts) counts.chars++;
      if (byte === 0x0a) counts.lines++;
      const blank = byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
      if (!blank && !inWord) counts.words++;
      inWord = !blank;
      if (byte === 0x0a || byte === 0x0d || byte === 0x0c) column = 0;
      else if (byte === 0x09) column += 8 - (column % 8);
      else if (starts) column++;
      counts.longest = Math.max(counts.longest, column);
    }
  }
  return counts;
}
