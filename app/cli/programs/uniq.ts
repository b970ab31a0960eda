import type { Process, Sys } from '../../linux/process/program.ts';
import { STDOUT, type Fd } from '../../linux/names.ts';
import { strerror } from '../tool/errno.ts';
import { closeInput, openInput } from '../tool/input.ts';
import type { Options } from '../tool/options.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Leaves out or counts repeated neighbouring lines. */
export const uniq = tool(
  'uniq',
  'uniq [-cdDiu] [-f N] [-s N] [-w N] [INPUT [OUTPUT]]',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      {
        flags: 'cdDiuz',
        values: 'fsw',
        long: {
          count: 'c',
          repeated: 'd',
          'all-repeated=?': 'D',
          'ignore-case': 'i',
          unique: 'u',
          'skip-fields=': 'f',
          'skip-chars=': 's',
          'check-chars=': 'w',
        },
      },
      flavour,
    );
    if (!options) return 1;
    const [source = '-', target, extra] = options.operands;
    if (extra !== undefined) {
      yield* p.warn(`uniq: extra operand ‘${extra}’\nTry 'uniq --help' for more information.\n`);
      return 1;
    }
    const input = yield* openInput(p, source);
    if (!input) return 1;
    const output = target === undefined || target === '-' ? undefined : p.open(target, 'w');
    if (output && !output.ok) {
      yield* p.warn(`uniq: ${target}: ${strerror(output.error)}\n`);
      return 1;
    }
    const out = output?.value ?? STDOUT;
    let group: string[] = [];
    for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd)) {
      const [first] = group;
      if (first !== undefined && keyOf(first, options) !== keyOf(line.text, options)) {
        yield* printGroup(p, out, group, options);
        group = [];
      }
      group.push(line.text);
    }
    yield* printGroup(p, out, group, options);
    closeInput(p, input);
    return 0;
  },
);

/** The part of a line that is compared. */
function keyOf(line: string, options: Options): string {
  let rest = line;
  for (let fields = Number(options.value('f') ?? 0); fields > 0; fields--)
    rest = rest.replace(/^[ \t]*[^ \t]*/, '');
  rest = rest.slice(Number(options.value('s') ?? 0));
  const width = options.value('w');
  if (width !== undefined) rest = rest.slice(0, Number(width));
  return options.has('i') ? rest.toLowerCase() : rest;
}

function* printGroup(p: Process, out: Fd, group: readonly string[], options: Options): Sys<void> {
  const [first] = group;
  if (first === undefined) return;
  const repeated = group.length > 1;
  if (options.has('D')) {
    if (repeated) yield* p.write(out, `${group.join('\n')}\n`);
    return;
  }
  if (options.has('d') && !repeated) return;
  if (options.has('u') && repeated) return;
  yield* p.write(out, `${options.has('c') ? `${String(group.length).padStart(7)} ` : ''}${first}\n`);
}
