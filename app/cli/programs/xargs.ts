import { STDIN, type Fd } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import type { Options } from '../tool/options.ts';
import { closeInput, openInput } from '../tool/input.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Builds command lines from its input and runs them. */
export const xargs = tool(
  'xargs',
  'xargs [-0rtpx] [-n MAX] [-L LINES] [-I TEXT] [-P PROCESSES] [-d CHAR] [COMMAND [ARGUMENT]...]',
  run,
);

const OPTIONS = {
  flags: '0rtpxo',
  values: 'nLIPdasEei',
  stopAtOperand: true,
  long: {
    null: '0',
    'no-run-if-empty': 'r',
    verbose: 't',
    'max-args=': 'n',
    'max-lines=': 'L',
    'replace=?': 'I',
    'max-procs=': 'P',
    'delimiter=': 'd',
    'arg-file=': 'a',
  },
};

const LONGEST = 131_072;

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 1;
  const file = options.value('a');
  const input = file === undefined ? undefined : yield* openInput(p, file);
  if (file !== undefined && !input) return 1;
  const command = options.operands.length > 0 ? options.operands : ['echo'];
  const replace = options.has('I') ? (options.value('I') ?? '{}') : undefined;
  const batches = yield* readBatches(p, input?.fd ?? STDIN, options, command, replace);
  if (input) closeInput(p, input);
  if (typeof batches === 'string') {
    yield* p.warn(`xargs: ${batches}\n`);
    return 1;
  }
  const runner = new Runner(p, options.has('t'), Number(options.value('P') ?? 1));
  for (const batch of batches) {
    const argv =
      replace === undefined
        ? [...command, ...batch]
        : command.map((word) => word.replaceAll(replace, batch[0] ?? ''));
    const stop = yield* runner.start(argv);
    if (stop) break;
  }
  return yield* runner.finish();
}

function* readBatches(
  p: Process,
  fd: Fd,
  options: Options,
  command: readonly string[],
  replace: string | undefined,
): Sys<readonly (readonly string[])[] | string> {
  const text = yield* p.readAll(fd);
  const delimiter = options.has('0') ? '\0' : delimiterOf(options.value('d'));
  const lines = delimiter === undefined ? text.split('\n') : undefined;
  if (replace !== undefined) {
    const items =
      delimiter === undefined
        ? (lines ?? []).map((line) => line.trimStart()).filter((line) => line !== '')
        : split(text, delimiter);
    return items.map((item) => [unquoted(item)]);
  }
  const perLines = options.value('L');
  if (perLines !== undefined && lines) {
    const words = lines.filter((line) => line.trim() !== '').map((line) => wordsOf(line));
    const wrong = words.find((list) => typeof list === 'string');
    if (typeof wrong === 'string') return wrong;
    return chunks(words, Number(perLines)).map((group) => group.flat());
  }
  const words = delimiter === undefined ? wordsOf(text) : split(text, delimiter);
  if (typeof words === 'string') return words;
  if (words.length === 0) return options.has('r') ? [] : [[]];
  const most = Number(options.value('n') ?? Infinity);
  return bySize(words, most, command.join(' ').length);
}

function delimiterOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return { '\\n': '\n', '\\t': '\t', '\\0': '\0' }[text] ?? text;
}

function split(text: string, delimiter: string): readonly string[] {
  const items = text.split(delimiter);
  return items.at(-1) === '' ? items.slice(0, -1) : items;
}

function unquoted(item: string): string {
  return item.replace(/^(["'])(.*)\1$/, '$2');
}

/** Words with the quoting of xargs: blanks separate, quotes and backslashes protect. */
function wordsOf(text: string): readonly string[] | string {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      if (end < 0 || text.slice(at, end).includes('\n'))
        return `unmatched ${char === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option`;
      word = (word ?? '') + text.slice(at + 1, end);
      at = end;
    } else if (char === '\\') word = (word ?? '') + text.charAt(++at);
    else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}

function bySize(words: readonly string[], most: number, base: number): readonly (readonly string[])[] {
  const groups: string[][] = [[]];
  let size = base;
  for (const word of words) {
    const group = groups.at(-1) ?? [];
    if (group.length > 0 && (group.length >= most || size + word.length + 1 > LONGEST)) {
      groups.push([word]);
      size = base + word.length + 1;
    } else {
      group.push(word);
      size += word.length + 1;
    }
  }
  return groups;
}

class Runner {
  readonly #p: Process;
  readonly #loud: boolean;
  readonly #most: number;
  #running = 0;
  #status = 0;

  constructor(p: Process, loud: boolean, most: number) {
    this.#p = p;
    this.#loud = loud;
    this.#most = most <= 0 ? Infinity : most;
  }

  /** True when nothing more is to be started. */
  *start(argv: readonly string[]): Sys<boolean> {
    if (this.#loud) yield* this.#p.warn(`${argv.join(' ')}\n`);
    const nothing = this.#p.open('/dev/null', 'r');
    const spawned = this.#p.spawn(argv, nothing.ok ? { fds: new Map([[STDIN, nothing.value]]) } : {});
    if (nothing.ok) this.#p.close(nothing.value);
    if (!spawned.ok) {
      yield* this.#p.warn(`xargs: ${argv[0] ?? ''}: ${strerror(spawned.error)}\n`);
      this.#status = spawned.error === 'EACCES' ? 126 : 127;
      return true;
    }
    this.#running++;
    while (this.#running >= this.#most) if (yield* this.#reap(argv)) return true;
    return false;
  }

  *finish(): Sys<number> {
    while (this.#running > 0) yield* this.#reap([]);
    return this.#status;
  }

  *#reap(argv: readonly string[]): Sys<boolean> {
    const ended = yield* this.#p.wait('any');
    this.#running--;
    if (ended.signal !== undefined) {
      yield* this.#p.warn(`xargs: ${argv[0] ?? ''}: terminated by signal ${ended.code - 128}\n`);
      this.#status = 125;
      return true;
    }
    if (ended.code === 255) {
      yield* this.#p.warn(`xargs: ${argv[0] ?? ''}: exited with status 255; aborting\n`);
      this.#status = 124;
      return true;
    }
    if (ended.code !== 0) this.#status = 123;
    return false;
  }
}
