import { STDOUT, type Fd } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import type { Match, Regex } from '../../regex/regex.ts';
import type { SedInput } from './input.ts';
import { substitute } from './replacement.ts';
import type { Action, Address, Command } from './script.ts';

/** Where a run writes: standard output, or the text of the file being edited. */
export type Output = (text: string) => Sys<void>;

type Step = 'next' | 'cycle' | 'restart' | 'quit' | number;

/** One run of a script over one input. Each cycle reads a line, runs the commands and prints the pattern space. */
export class SedRun {
  readonly #p: Process;
  readonly #commands: readonly Command[];
  readonly #input: SedInput;
  readonly #output: Output;
  readonly #quiet: boolean;
  readonly #files: Map<string, Fd>;
  /** For each command with a range: the line it ends at, or -1 until a match. */
  readonly #ranges = new Map<number, number>();
  #space = '';
  #hold = '';
  #appended: (() => Sys<string>)[] = [];
  #replaced = false;
  #last: Regex | undefined;
  #missingNewline = false;
  readonly #end: string;
  exitCode: number | undefined;

  constructor(
    p: Process,
    commands: readonly Command[],
    input: SedInput,
    output: Output,
    quiet: boolean,
    files: Map<string, Fd>,
    end = '\n',
  ) {
    this.#p = p;
    this.#commands = commands;
    this.#input = input;
    this.#output = output;
    this.#quiet = quiet;
    this.#files = files;
    this.#end = end;
  }

  *run(): Sys<void> {
    let restart = false;
    for (;;) {
      if (!restart) {
        const line = yield* this.#input.next();
        if (line === undefined) return;
        this.#space = line;
      }
      this.#replaced = restart ? this.#replaced : false;
      const end = yield* this.#cycle();
      restart = end === 'restart';
      if (end === 'quit') return;
    }
  }

  *#cycle(): Sys<'done' | 'restart' | 'quit'> {
    let at = 0;
    while (at < this.#commands.length) {
      const command = this.#commands[at];
      if (!command) break;
      const applies = (yield* this.#applies(command, at)) !== command.negated;
      const { action } = command;
      if (!applies) {
        at = action.name === '{' ? action.end + 1 : at + 1;
        continue;
      }
      const step = yield* this.#perform(action, command, at);
      if (step === 'next') at++;
      else if (typeof step === 'number') at = step;
      else if (step === 'cycle') {
        yield* this.#flush();
        return 'done';
      } else if (step === 'restart') {
        yield* this.#flush();
        return 'restart';
      } else return 'quit';
    }
    yield* this.#endCycle();
    return 'done';
  }

  *#endCycle(): Sys<void> {
    if (!this.#quiet) yield* this.#printLine(this.#space);
    yield* this.#flush();
  }

  *#printLine(text: string): Sys<void> {
    yield* this.#emit(this.#input.newline === '' ? text : text + this.#end);
    if (this.#input.newline === '') this.#missingNewline = true;
  }

  *#emit(text: string): Sys<void> {
    const separator = this.#missingNewline ? '\n' : '';
    this.#missingNewline = false;
    yield* this.#output(separator + text);
  }

  *#flush(): Sys<void> {
    const queue = this.#appended;
    this.#appended = [];
    for (const made of queue) {
      const text = yield* made();
      if (text !== '') yield* this.#emit(text);
    }
  }

  *#applies({ from, to }: Command, at: number): Sys<boolean> {
    if (!from) return true;
    if (!to) return yield* this.#matches(from);
    const line = this.#input.number;
    const end = this.#ranges.get(at);
    if (end === undefined) {
      const zero = from.type === 'line' && from.number === 0;
      if (zero && line > 1) return false;
      if (!zero && !(yield* this.#matches(from))) return false;
      yield* this.#openRange(to, at, zero);
      return true;
    }
    if (end >= 0) {
      if (line >= end) this.#ranges.delete(at);
      return line <= end || (to.type === 'line' && (yield* this.#matches(from)));
    }
    if (yield* this.#matches(to)) this.#ranges.delete(at);
    return true;
  }

  *#openRange(to: Address, at: number, zero: boolean): Sys<void> {
    const line = this.#input.number;
    const end =
      to.type === 'line'
        ? to.number
        : to.type === 'more'
          ? line + to.count
          : to.type === 'multiple'
            ? to.of <= 0
              ? line
              : Math.ceil(line / to.of) * to.of
            : -1;
    if (end >= 0) {
      if (end > line) this.#ranges.set(at, end);
      return;
    }
    if (to.type === 'last' && (yield* this.#input.isLast())) return;
    this.#ranges.set(at, -1);
    if (!zero) return;
    if (yield* this.#matches(to)) this.#ranges.set(at, 0);
  }

  *#matches(address: Address): Sys<boolean> {
    switch (address.type) {
      case 'line':
        return this.#input.number === address.number;
      case 'step':
        return address.step <= 0
          ? this.#input.number === address.first
          : this.#input.number >= address.first && (this.#input.number - address.first) % address.step === 0;
      case 'last':
        return yield* this.#input.isLast();
      case 'match':
        return this.#find(address.regex)(this.#space, 0) !== undefined;
      case 'more':
      case 'multiple':
        return false;
    }
  }

  #find(regex: Regex | undefined): (text: string, from: number) => Match | undefined {
    const used = regex ?? this.#last;
    this.#last = used;
    return (text, from) => used?.find(text, from);
  }

  *#perform(action: Action, command: Command, at: number): Sys<Step> {
    switch (action.name) {
      case '{':
      case '}':
      case ':':
        return 'next';
      case 's':
        return yield* this.#substitute(action.substitution);
      case 'y':
        this.#space = Array.from(this.#space)
          .map((char) => action.map.get(char) ?? char)
          .join('');
        return 'next';
      case 'b':
        return action.target;
      case 't':
      case 'T': {
        const jump = this.#replaced === (action.name === 't');
        this.#replaced = false;
        return jump ? action.target : 'next';
      }
      case 'a':
        this.#append(action.text);
        return 'next';
      case 'i':
        yield* this.#emit(action.text);
        return 'next';
      case 'c':
        if (!command.to || command.negated || !this.#ranges.has(at)) yield* this.#emit(action.text);
        return 'cycle';
      case 'q':
      case 'Q':
        this.exitCode = action.code;
        if (action.name === 'q') yield* this.#endCycle();
        return 'quit';
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        return yield* this.#file(action);
      case 'n':
      case 'N':
        return yield* this.#nextLine(action.name);
      default:
        return yield* this.#edit(action.name);
    }
  }

  *#edit(name: Exclude<Action['name'], 'n' | 'N' | '{'>): Sys<Step> {
    const cut = this.#space.indexOf('\n');
    const firstLine = cut < 0 ? this.#space : this.#space.slice(0, cut);
    switch (name) {
      case 'd':
        return 'cycle';
      case 'D':
        if (cut < 0) return 'cycle';
        this.#space = this.#space.slice(cut + 1);
        return 'restart';
      case 'p':
        yield* this.#printLine(this.#space);
        break;
      case 'P':
        yield* this.#emit(`${firstLine}\n`);
        break;
      case '=':
        yield* this.#emit(`${this.#input.number}\n`);
        break;
      case 'F':
        yield* this.#emit(`${this.#input.name}\n`);
        break;
      case 'l':
        yield* this.#emit(listed(this.#space));
        break;
      case 'g':
        this.#space = this.#hold;
        break;
      case 'G':
        this.#space += `\n${this.#hold}`;
        break;
      case 'h':
        this.#hold = this.#space;
        break;
      case 'H':
        this.#hold += `\n${this.#space}`;
        break;
      case 'x':
        [this.#space, this.#hold] = [this.#hold, this.#space];
        break;
      case 'z':
        this.#space = '';
        break;
      default:
        break;
    }
    return 'next';
  }

  *#nextLine(name: 'n' | 'N'): Sys<Step> {
    if (yield* this.#input.isLast()) {
      yield* this.#endCycle();
      return 'quit';
    }
    if (name === 'n' && !this.#quiet) yield* this.#printLine(this.#space);
    yield* this.#flush();
    const line = (yield* this.#input.next()) ?? '';
    this.#space = name === 'n' ? line : `${this.#space}\n${line}`;
    return 'next';
  }

  *#substitute(how: (Action & { name: 's' })['substitution']): Sys<Step> {
    const changed = substitute(this.#space, this.#find(how.regex), how);
    if (changed === undefined) return 'next';
    this.#space = changed;
    this.#replaced = true;
    if (how.print) yield* this.#printLine(this.#space);
    if (how.file !== undefined) yield* this.#writeTo(how.file, `${this.#space}\n`);
    return 'next';
  }

  *#file(action: Action & { name: 'r' | 'R' | 'w' | 'W' }): Sys<Step> {
    const { file } = action;
    if (action.name === 'w') yield* this.#writeTo(file, `${this.#space}\n`);
    else if (action.name === 'W') yield* this.#writeTo(file, `${this.#space.split('\n')[0] ?? ''}\n`);
    else if (action.name === 'r') {
      const p = this.#p;
      this.#appended.push(function* () {
        const text = p.fs.readText(file);
        return text.ok ? text.value : '';
      });
    } else this.#appended.push(() => this.#lineOf(file));
    return 'next';
  }

  *#lineOf(file: string): Sys<string> {
    const key = `<${file}`;
    let fd = this.#files.get(key);
    if (fd === undefined) {
      const opened = this.#p.open(file, 'r');
      if (!opened.ok) return '';
      fd = opened.value;
      this.#files.set(key, fd);
    }
    const line = yield* this.#p.readLine(fd);
    return line ? `${line.text}\n` : '';
  }

  *#writeTo(file: string, text: string): Sys<void> {
    if (file === '/dev/stdout') return yield* this.#emit(text);
    const fd = this.#files.get(file);
    if (fd !== undefined) yield* this.#p.write(fd, text);
  }

  #append(text: string): void {
    this.#appended.push(function* () {
      yield* [];
      return text;
    });
  }
}

/** Standard output as a sed output. */
export function toStdout(p: Process): Output {
  return (text) => p.write(STDOUT, text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** The unambiguous form of the l command, folded at 69 characters. */
function listed(text: string): string {
  let out = '';
  let column = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    const shown =
      ESCAPES[char] ?? (code < 0x20 || code === 0x7f ? `\\${code.toString(8).padStart(3, '0')}` : char);
    if (column + shown.length > 69) {
      out += '\\\n';
      column = 0;
    }
    out += shown;
    column += shown.length;
  }
  return `${out}$\n`;
}
