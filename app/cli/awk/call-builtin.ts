import type { Process, Sys } from '../../linux/process/program.ts';
import type { Regex } from '../regex/regex.ts';
import { civilOf, strftime } from '../tool/civil.ts';
import { formatText, pureBuiltin } from './builtins.ts';
import type { AwkRecord } from './record.ts';
import { splitByRegex, splitFields } from './records.ts';
import { arrayOf, type Scope } from './scope.ts';
import type { AwkStreams } from './streams.ts';
import type { Expression, Target } from './syntax.ts';
import { inputValue, numberValue, textValue, toNumber, UNSET, type Value } from './value.ts';

/** What the functions of awk need of the evaluator. */
export interface BuiltinHost {
  readonly scope: Scope;
  readonly record: AwkRecord;
  readonly streams: AwkStreams;
  evaluate(expression: Expression): Sys<Value>;
  text(name: string): string;
  textOf(value: Value): string;
  regexOf(source: string): Regex;
  pattern(expression: Expression): Sys<Regex>;
  set(target: Target, value: Value): Sys<Value>;
  fail(text: string, placed?: boolean): void;
}

/** The functions that awk brings. */
export class Builtins {
  readonly #p: Process;
  readonly #host: BuiltinHost;
  #seed = 0;

  constructor(p: Process, host: BuiltinHost) {
    this.#p = p;
    this.#host = host;
  }

  /** Calls a function that awk brings. */
  *call(name: string, args: readonly Expression[]): Sys<Value> {
    switch (name) {
      case 'length':
        return yield* this.#length(args[0]);
      case 'split':
        return yield* this.#split(args);
      case 'sub':
      case 'gsub':
        return yield* this.#substitute(args, name === 'gsub');
      case 'match':
        return yield* this.#matchFunction(args);
      default:
        break;
    }
    const values: Value[] = [];
    for (const arg of args) values.push(yield* this.#host.evaluate(arg));
    return pureBuiltin(name, values, this.#host.text('CONVFMT')) ?? (yield* this.#worldly(name, values));
  }

  /** Functions that touch the world: time, chance, processes, streams. */
  *#worldly(name: string, values: readonly Value[]): Sys<Value> {
    const text = (at: number): string => this.#host.textOf(values[at] ?? UNSET);
    switch (name) {
      case 'sprintf':
        return textValue(this.#formatted(text(0), values.slice(1)));
      case 'system': {
        const spawned = this.#p.spawn(['sh', '-c', text(0)]);
        return numberValue(spawned.ok ? (yield* this.#p.wait(spawned.value)).code : -1);
      }
      case 'close':
        return numberValue(yield* this.#host.streams.close(text(0)));
      case 'rand':
        return numberValue(this.#p.random(`awk/${this.#p.machine}`).fraction());
      case 'srand': {
        const before = this.#seed;
        this.#seed = values[0] ? toNumber(values[0]) : Math.floor((this.#p.epoch + this.#p.now()) / 1000);
        return numberValue(before);
      }
      case 'systime':
        return numberValue(Math.floor((this.#p.epoch + this.#p.now()) / 1000));
      case 'strftime': {
        const at = values[1] ? toNumber(values[1]) * 1000 : this.#p.epoch + this.#p.now();
        return textValue(strftime(values[0] ? text(0) : '%c', civilOf(at)));
      }
      default:
        return numberValue(0);
    }
  }

  #formatted(format: string, args: readonly Value[]): string {
    const text = formatText(format, args, this.#host.text('CONVFMT'));
    if (text === undefined)
      this.#host.fail(`run time error: not enough arguments passed to sprintf("${format}")`);
    return text ?? '';
  }

  *#length(argument: Expression | undefined): Sys<Value> {
    if (argument?.type === 'variable') {
      const { array } = this.#host.scope.cell(argument.name);
      if (array) return numberValue(array.size);
    }
    const value = argument ? yield* this.#host.evaluate(argument) : this.#host.record.get(0);
    return numberValue(Array.from(this.#host.textOf(value)).length);
  }

  *#split(args: readonly Expression[]): Sys<Value> {
    const [source, target, separator] = args;
    if (!source || target?.type !== 'variable') {
      this.#host.fail('line 1: type error in arg(2) in call to split', false);
      return UNSET;
    }
    const text = this.#host.textOf(yield* this.#host.evaluate(source));
    const parts =
      separator?.type === 'regex'
        ? text === ''
          ? []
          : splitByRegex(text, this.#host.regexOf(separator.source))
        : splitFields(
            text,
            separator ? this.#host.textOf(yield* this.#host.evaluate(separator)) : this.#host.text('FS'),
            (one) => this.#host.regexOf(one),
          );
    const list = arrayOf(this.#host.scope.cell(target.name));
    list.clear();
    for (const [at, part] of parts.entries()) list.set(String(at + 1), inputValue(part));
    return numberValue(parts.length);
  }

  *#substitute(args: readonly Expression[], all: boolean): Sys<Value> {
    const [pattern, replacement, given] = args;
    if (!pattern || !replacement) return numberValue(0);
    const regex = yield* this.#host.pattern(pattern);
    const template = this.#host.textOf(yield* this.#host.evaluate(replacement));
    const target: Target =
      given && (given.type === 'variable' || given.type === 'element' || given.type === 'field')
        ? given
        : { type: 'field', index: { type: 'number', value: 0 } };
    const text = this.#host.textOf(yield* this.#host.evaluate(given ?? target));
    const { result, count } = replaced(text, regex, template, all);
    if (count > 0 && (given === undefined || given === target))
      yield* this.#host.set(target, textValue(result));
    return numberValue(count);
  }

  *#matchFunction(args: readonly Expression[]): Sys<Value> {
    const [source, pattern] = args;
    if (!source || !pattern) return numberValue(0);
    const text = this.#host.textOf(yield* this.#host.evaluate(source));
    const found = (yield* this.#host.pattern(pattern)).find(text);
    const start = found ? Array.from(text.slice(0, found.start)).length + 1 : 0;
    this.#host.scope.cell('RSTART').value = numberValue(start);
    this.#host.scope.cell('RLENGTH').value = numberValue(
      found ? Array.from(text.slice(found.start, found.end)).length : -1,
    );
    return numberValue(start);
  }
}

/** sub and gsub: `&` is the match, `\&` an ampersand. */
function replaced(
  text: string,
  regex: Regex,
  template: string,
  all: boolean,
): { readonly result: string; readonly count: number } {
  let result = '';
  let copied = 0;
  let count = 0;
  for (let at = 0; at <= text.length;) {
    const match = regex.find(text, at);
    if (!match) break;
    const isEmpty = match.end === match.start;
    if (isEmpty && count > 0 && match.start === copied) {
      at = match.end + 1;
      continue;
    }
    const whole = text.slice(match.start, match.end);
    result +=
      text.slice(copied, match.start) +
      template.replace(/\\\\|\\&|&/g, (mark) => (mark === '&' ? whole : mark === '\\&' ? '&' : '\\'));
    copied = match.end;
    count++;
    if (!all) break;
    at = isEmpty ? match.end + 1 : match.end;
  }
  return { result: result + text.slice(copied), count };
}
