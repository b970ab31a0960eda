import { STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { cannotOpen, closeInput, concat, openInput, type Input } from '../tool/input.ts';
import { readAmount } from '../tool/lines-or-bytes.ts';
import type { Count } from '../tool/number.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Prints the first lines or bytes. */
export const head = tool('head', 'head [-n LINES] [-c BYTES] [-qv] [FILE]...', run);

const OPTIONS = {
  flags: 'qvz',
  values: 'nc',
  number: true,
  long: { 'lines=': 'n', 'bytes=': 'c', quiet: 'q', silent: 'q', verbose: 'v' },
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 1;
  const amount = yield* readAmount(p, flavour, 'head', options);
  if (!amount) return 1;
  const { count, unit } = amount;
  const names = options.operands.length > 0 ? options.operands : ['-'];
  const titled = options.has('v') || (names.length > 1 && !options.has('q'));
  let status = 0;
  let printed = false;
  for (const name of names) {
    const input = yield* openInput(p, name, flavour === 'gnu' ? cannotOpen : undefined);
    if (!input) {
      status = 1;
      continue;
    }
    if (titled) yield* p.print(`${printed ? '\n' : ''}==> ${name === '-' ? 'standard input' : name} <==\n`);
    printed = true;
    yield* unit === 'lines' ? firstLines(p, input, count) : firstBytes(p, input, count);
    closeInput(p, input);
  }
  return status;
}

function* firstLines(p: Process, input: Input, count: Count): Sys<void> {
  const held: string[] = [];
  for (let left = count.value; count.sign === '-' || left > 0; left--) {
    const line = yield* p.readLine(input.fd);
    if (!line) return;
    if (count.sign !== '-') {
      yield* p.print(line.text + line.newline);
      continue;
    }
    held.push(line.text + line.newline);
    if (held.length > count.value) yield* p.print(held.shift() ?? '');
  }
}

function* firstBytes(p: Process, input: Input, count: Count): Sys<void> {
  if (count.sign === '-') {
    const chunks: Uint8Array[] = [];
    for (let chunk = yield* p.read(input.fd); chunk; chunk = yield* p.read(input.fd)) chunks.push(chunk);
    const all = concat(chunks);
    yield* p.write(STDOUT, all.slice(0, Math.max(0, all.length - count.value)));
    return;
  }
  for (let left = count.value; left > 0;) {
    const chunk = yield* p.read(input.fd, left);
    if (!chunk) return;
    yield* p.write(STDOUT, chunk);
    left -= chunk.length;
  }
}
