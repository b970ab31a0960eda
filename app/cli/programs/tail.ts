import { STDOUT, STDIN } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { cannotOpen, openInput, readBytes, type Input } from '../tool/input.ts';
import { readAmount } from '../tool/lines-or-bytes.ts';
import type { Count } from '../tool/number.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Prints the last lines or bytes, and with -f what is added later. */
export const tail = tool('tail', 'tail [-n LINES] [-c BYTES] [-f] [-qv] [FILE]...', run);

const OPTIONS = {
  flags: 'fFqvz',
  values: 'ncs',
  number: true,
  long: {
    'lines=': 'n',
    'bytes=': 'c',
    'follow=?': 'f',
    'sleep-interval=': 's',
    retry: 'F',
    quiet: 'q',
    silent: 'q',
    verbose: 'v',
  },
};

/** How often a followed file is looked at. */
const LOOK_MS = 1000;

function* run(p: Process, flavour: Flavour): Sys<number> {
  const [, first = ''] = p.argv;
  if (/^\+\d+$/.test(first) && p.argv.length <= 3)
    return yield* tailOf(p, flavour, [`-n${first}`, ...p.argv.slice(2)]);
  return yield* tailOf(p, flavour, p.argv.slice(1));
}

function* tailOf(p: Process, flavour: Flavour, args: readonly string[]): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour, undefined, args);
  if (!options) return 1;
  const amount = yield* readAmount(p, flavour, 'tail', options);
  if (!amount) return 1;
  const { count, unit } = amount;
  const names = options.operands.length > 0 ? options.operands : ['-'];
  const titled = options.has('v') || (names.length > 1 && !options.has('q'));
  const inputs: Input[] = [];
  for (const name of names) {
    const input = yield* openInput(p, name, flavour === 'gnu' ? cannotOpen : undefined);
    if (!input) continue;
    if (titled)
      yield* p.print(`${inputs.length > 0 ? '\n' : ''}==> ${name === '-' ? 'standard input' : name} <==\n`);
    inputs.push(input);
    yield* unit === 'lines' ? lastLines(p, input, count) : lastBytes(p, input, count);
  }
  const status = inputs.length === names.length ? 0 : 1;
  const followed = inputs.filter((input) => input.fd !== STDIN);
  if (!(options.has('f') || options.has('F'))) return status;
  if (followed.length === 0) {
    if (status !== 0) yield* p.warn('tail: no files remaining\n');
    return status;
  }
  return yield* follow(p, followed, titled);
}

function* lastLines(p: Process, input: Input, count: Count): Sys<void> {
  if (count.sign === '+') {
    let number = 1;
    for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd))
      if (number++ >= count.value) yield* p.print(line.text + line.newline);
    return;
  }
  let held: string[] = [];
  for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd)) {
    held.push(line.text + line.newline);
    if (held.length > 2 * count.value + 1000) held = held.slice(held.length - count.value);
  }
  if (count.value > 0 && held.length > 0) yield* p.print(held.slice(-count.value).join(''));
}

function* lastBytes(p: Process, input: Input, count: Count): Sys<void> {
  const all = yield* readBytes(p, input.fd);
  const from = count.sign === '+' ? Math.max(0, count.value - 1) : Math.max(0, all.length - count.value);
  if (from < all.length) yield* p.write(STDOUT, all.slice(from));
}

/** Goes on printing what is added to the files, until a signal ends the program. */
function* follow(p: Process, inputs: readonly Input[], titled: boolean): Sys<number> {
  let shown = inputs.at(-1);
  for (;;) {
    for (const input of inputs) {
      for (let chunk = yield* p.read(input.fd); chunk; chunk = yield* p.read(input.fd)) {
        if (titled && shown !== input) yield* p.print(`\n==> ${input.name} <==\n`);
        shown = input;
        yield* p.write(STDOUT, chunk);
      }
    }
    yield* p.sleep(LOOK_MS);
  }
}
