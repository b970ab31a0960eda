import type { Process } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import { humanSize } from '../tool/number.ts';
import type { Options } from '../tool/options.ts';
import { quoteFile } from '../tool/quote.ts';
import { readOptions, tool } from '../tool/tool.ts';
import { joined } from '../tool/target.ts';

/** Tells how much room files take. */
export const du = tool('du', 'du [-ahsc] [-d DEPTH] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(
    p,
    {
      flags: 'ahscbkmx',
      values: 'd',
      long: {
        all: 'a',
        'human-readable': 'h',
        summarize: 's',
        total: 'c',
        'max-depth=': 'd',
        bytes: 'b',
        'apparent-size': 'b',
      },
    },
    flavour,
  );
  if (!options) return 1;
  const names = options.operands.length > 0 ? options.operands : ['.'];
  let status = 0;
  let sum = 0;
  for (const name of names) {
    const stat = p.fs.lstat(name);
    if (!stat.ok) {
      yield* p.warn(`du: cannot access ${quoteFile(name)}: ${strerror(stat.error)}\n`);
      status = 1;
      continue;
    }
    const lines: string[] = [];
    sum += measure(p, name, 0, options, lines);
    yield* p.print(lines.join(''));
  }
  if (options.has('c')) yield* p.print(`${sizeText(sum, options)}\ttotal\n`);
  return status;
});

/** Bytes of a tree; lines are added innermost first. */
function measure(p: Process, path: string, depth: number, options: Options, lines: string[]): number {
  const stat = p.fs.lstat(path);
  if (!stat.ok) return 0;
  const isDirectory = stat.value.type === 'directory';
  const own = options.has('b')
    ? stat.value.size
    : isDirectory
      ? 4096
      : Math.ceil(stat.value.size / 4096) * 4096;
  const names = isDirectory ? p.fs.readdir(path) : undefined;
  let sum = own;
  for (const name of names?.ok ? names.value : [])
    sum += measure(p, joined(path, name), depth + 1, options, lines);
  const deepest = options.has('s') ? 0 : Number(options.value('d') ?? Infinity);
  if (depth <= deepest && (isDirectory || options.has('a') || depth === 0))
    lines.push(`${sizeText(sum, options)}\t${path}\n`);
  return sum;
}

function sizeText(bytes: number, options: Options): string {
  if (options.has('h')) return bytes === 0 ? '0' : humanSize(bytes);
  if (options.has('b')) return String(bytes);
  return String(Math.ceil(bytes / (options.has('m') ? 1_048_576 : 1024)));
}
