import { decodeUtf8 } from '../../../base/utf8.ts';
import { STDERR, STDOUT } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { compileGlob } from '../../tool/glob.ts';
import { textFunctions } from './text-functions.ts';
import type { MakeFault } from './makefile.ts';

/** Who gave a variable its value; later ones do not give way to earlier ones. */
export type Origin = 'default' | 'environment' | 'file' | 'command line';

interface Variable {
  readonly value: string;
  /** Whether it is expanded when it is used, and not when it was set. */
  readonly recursive: boolean;
  readonly origin: Origin;
  /** Where it was set: faults in its text are told of there. */
  readonly place?: string | undefined;
}

/** Values that hold inside one recipe: `$@`, `$<` and their like. */
export type Automatic = ReadonlyMap<string, string>;

/** The variables of one run of make, and what makes text of them. */
export class Variables {
  readonly #p: Process;
  readonly #all = new Map<string, Variable>();
  readonly exported = new Set<string>();
  readonly #busy = new Set<string>();
  /** The first fatal error: whoever meets it stops. */
  fault: MakeFault | undefined;
  /** Where make is in its files, for errors. */
  place: string | undefined;

  constructor(p: Process, environmentWins: boolean) {
    this.#p = p;
    for (const [name, value] of p.env)
      this.#all.set(name, {
        value,
        recursive: false,
        origin: environmentWins ? 'command line' : 'environment',
      });
    this.#all.set('MAKE', { value: 'make', recursive: false, origin: 'default' });
    this.#all.set('SHELL', { value: '/bin/sh', recursive: false, origin: 'default' });
    this.#all.set('RM', { value: 'rm -f', recursive: false, origin: 'default' });
    this.#all.set('CURDIR', { value: p.cwd, recursive: false, origin: 'file' });
  }

  fail(text: string): void {
    this.fault ??= { text, place: this.place };
  }

  /** Whether a variable has a value that is not empty. */
  has(name: string): boolean {
    return (this.#all.get(name)?.value ?? '') !== '';
  }

  /** Sets a variable unless one with more say has set it. */
  *set(name: string, operator: string, text: string, origin: Origin): Sys<void> {
    const known = this.#all.get(name);
    if (known?.origin === 'command line' && origin !== 'command line') return;
    const recursive = operator === '=' || operator === '?=';
    if (operator === '?=' && known) return;
    if (operator === '+=' && known) {
      const more = known.recursive ? text : yield* this.expand(text);
      this.#all.set(name, { ...known, origin, value: known.value === '' ? more : `${known.value} ${more}` });
      return;
    }
    if (operator === '!=')
      return this.#put(name, yield* this.#shell(yield* this.expand(text)), false, origin);
    const isLate = recursive || operator === '+=';
    this.#put(name, isLate ? text : yield* this.expand(text), isLate, origin);
  }

  #put(name: string, value: string, recursive: boolean, origin: Origin): void {
    this.#all.set(name, { value, recursive, origin, place: this.place });
  }

  /** The environment of recipes: make's own with what the command line set and what was exported. */
  *environment(level: number): Sys<ReadonlyMap<string, string>> {
    const env = new Map(this.#p.env);
    for (const [name, { origin }] of this.#all) {
      const isPassed = origin === 'command line' || this.exported.has(name) || this.#p.env.has(name);
      if (isPassed && name !== 'SHELL') env.set(name, yield* this.#valueOf(name, undefined));
    }
    env.set('MAKELEVEL', String(level + 1));
    return env;
  }

  /** Puts values for `$NAME`, `$(NAME)`, `${NAME}` and `$(function arguments)`. */
  *expand(text: string, automatic?: Automatic): Sys<string> {
    let result = '';
    for (let at = 0; at < text.length; at++) {
      const char = text.charAt(at);
      if (char !== '$') {
        result += char;
        continue;
      }
      const next = text.charAt(++at);
      if (next !== '(' && next !== '{') {
        result += next === '$' ? '$' : yield* this.#valueOf(next, automatic);
        continue;
      }
      const end = closing(text, at);
      if (end < 0) {
        this.fail('unterminated variable reference');
        return result;
      }
      result += yield* this.#reference(text.slice(at + 1, end), automatic);
      at = end;
    }
    return result;
  }

  *#reference(inside: string, automatic: Automatic | undefined): Sys<string> {
    const call = /^([a-z-]+)[ \t]+(.*)$/s.exec(inside);
    if (call) {
      const done = yield* this.#call(call[1] ?? '', call[2] ?? '', automatic);
      if (done !== undefined) return done;
    }
    const name = yield* this.expand(inside, automatic);
    const suffixes = /^([^:]+):([^=]*)=(.*)$/.exec(name);
    if (!suffixes) return yield* this.#valueOf(name, automatic);
    const [, variable = '', from = '', to = ''] = suffixes;
    const value = yield* this.#valueOf(variable, automatic);
    const pattern = from.includes('%') ? [from, to] : [`%${from}`, `%${to}`];
    return textFunctions['patsubst']?.([...pattern, value]) ?? '';
  }

  *#call(name: string, rest: string, automatic: Automatic | undefined): Sys<string | undefined> {
    const parts = splitArguments(rest);
    switch (name) {
      case 'if': {
        const holds = (yield* this.expand(parts[0]?.trim() ?? '', automatic)) !== '';
        return yield* this.expand((holds ? parts[1] : parts.slice(2).join(',')) ?? '', automatic);
      }
      case 'foreach':
        return yield* this.#foreach(parts, automatic);
      case 'shell':
        return yield* this.#shell(yield* this.expand(rest, automatic));
      case 'info':
        yield* this.#p.print(`${yield* this.expand(rest, automatic)}\n`);
        return '';
      case 'error':
        this.fail(yield* this.expand(rest, automatic));
        return '';
      case 'wildcard': {
        const patterns = (yield* this.expand(rest, automatic)).split(/\s+/).filter((word) => word !== '');
        return patterns.flatMap((pattern) => filesLike(this.#p, pattern)).join(' ');
      }
      default: {
        const work = textFunctions[name];
        if (!work) {
          if (NOT_HERE.includes(name)) this.fail(`lintas: $(${name}) of make is not simulated`);
          return undefined;
        }
        const values: string[] = [];
        for (const part of parts) values.push(yield* this.expand(part, automatic));
        return work(values);
      }
    }
  }

  *#foreach(parts: readonly string[], automatic: Automatic | undefined): Sys<string> {
    const [name = '', list = '', ...body] = parts;
    const words = (yield* this.expand(list, automatic)).split(/\s+/).filter((word) => word !== '');
    const made: string[] = [];
    for (const word of words)
      made.push(yield* this.expand(body.join(','), new Map([...(automatic ?? []), [name.trim(), word]])));
    return made.join(' ');
  }

  *#valueOf(name: string, automatic: Automatic | undefined): Sys<string> {
    const held = automatic?.get(name);
    if (held !== undefined) return held;
    const variable = this.#all.get(name);
    if (!variable) return '';
    if (!variable.recursive) return variable.value;
    const before = this.place;
    this.place = variable.place;
    if (this.#busy.has(name)) {
      this.fail(`Recursive variable '${name}' references itself (eventually)`);
      return '';
    }
    this.#busy.add(name);
    const value = yield* this.expand(variable.value, automatic);
    this.#busy.delete(name);
    this.place = before;
    return value;
  }

  *#shell(command: string): Sys<string> {
    const [reading, writing] = this.#p.pipe();
    const spawned = this.#p.spawn(['/bin/sh', '-c', command], {
      fds: new Map([
        [STDOUT, writing],
        [STDERR, STDERR],
      ]),
    });
    this.#p.close(writing);
    let text = '';
    for (;;) {
      const bytes = yield* this.#p.read(reading);
      if (!bytes) break;
      text += decodeUtf8(bytes);
    }
    this.#p.close(reading);
    if (spawned.ok) yield* this.#p.wait(spawned.value);
    return text.replace(/\n+$/, '').replaceAll('\n', ' ');
  }
}

const NOT_HERE = [
  'call',
  'eval',
  'value',
  'origin',
  'flavor',
  'file',
  'guile',
  'or',
  'and',
  'warning',
  'realpath',
  'abspath',
];

/** The files that a pattern names: stars stand in its last part only. */
function filesLike(p: Process, pattern: string): readonly string[] {
  const slash = pattern.lastIndexOf('/') + 1;
  const [directory, name] = [pattern.slice(0, slash), pattern.slice(slash)];
  if (!/[*?[]/.test(name)) return p.fs.exists(pattern) ? [pattern] : [];
  const names = p.fs.readdir(directory === '' ? '.' : directory);
  const fits = compileGlob(name);
  return (names.ok ? names.value : [])
    .filter((one) => fits(one) && !one.startsWith('.'))
    .toSorted()
    .map((one) => directory + one);
}

function closing(text: string, open: number): number {
  const [begin, end] = text.charAt(open) === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text.charAt(at) === begin) depth++;
    else if (text.charAt(at) === end && --depth === 0) return at;
  }
  return -1;
}

function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of text) {
    if (char === '(' || char === '{') depth++;
    else if (char === ')' || char === '}') depth--;
    if (char === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}
