import { STDIN, STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { strerror } from '../tool/errno.ts';
import { calledAs } from '../tool/tool.ts';
import { Evaluator } from './evaluate.ts';
import { RecordSource } from './streams.ts';
import type { AwkProgram, Rule, Statement } from './syntax.ts';
import { inputValue, isTrue, numberValue, textValue, toNumber, toText } from './value.ts';
import { arrayOf, type Cell } from './scope.ts';
import { unescapeString } from './lex.ts';

/** Why a statement did not simply end. */
type Exit = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return' | undefined;

/** After so many statements the clock moves, so that a loop can be interrupted. */
const BREATH = 500;

/** One run of a program over its input. */
export class AwkRun {
  readonly #p: Process;
  readonly #program: AwkProgram;
  readonly #evaluator: Evaluator;
  readonly #inRange = new Set<Rule>();
  #arguments = 1;
  #source: RecordSource | undefined;
  #ended = false;
  #status = 0;
  #steps = 0;
  #inputFailed = false;

  constructor(p: Process, program: AwkProgram, args: readonly string[], assignments: readonly string[]) {
    this.#p = p;
    this.#program = program;
    this.#evaluator = new Evaluator(p, program, {
      call: (body) => this.#callBody(body),
      nextRecord: () => this.#nextRecord(),
    });
    this.#setUp(args);
    for (const text of assignments) this.#assignment(text);
  }

  *run(): Sys<number> {
    const failure = yield* this.#phases();
    if (failure !== undefined) {
      const { nr, fnr, fileName } = this.#evaluator.position;
      yield* this.#p.warn(
        `${calledAs(this.#p)}: ${failure.text}\n${failure.placed ? `\tFILENAME="${fileName}" FNR=${fnr} NR=${nr}\n` : ''}`,
      );
      this.#status = 2;
    }
    yield* this.#evaluator.streams.closeAll();
    return this.#status;
  }

  *#phases(): Sys<{ readonly text: string; readonly placed: boolean } | undefined> {
    const { rules } = this.#program;
    const begins = rules.filter(({ pattern }) => pattern.type === 'begin');
    const ends = rules.filter(({ pattern }) => pattern.type === 'end');
    const mains = rules.filter(({ pattern }) => pattern.type !== 'begin' && pattern.type !== 'end');
    for (const { action } of begins) {
      if (action && (yield* this.#execute(action)) === 'exit') this.#ended = true;
      if (this.#evaluator.failure || this.#ended) break;
    }
    if (!this.#ended && !this.#evaluator.failure && mains.length + ends.length > 0)
      yield* this.#records(mains);
    if (this.#evaluator.failure) return this.#evaluator.failure;
    if (this.#inputFailed && mains.length + ends.length > 0) this.#status = 2;
    for (const { action } of ends) {
      if (this.#exiting && this.#exitedInEnd) break;
      if (action && (yield* this.#execute(action)) === 'exit') this.#exitedInEnd = true;
      if (this.#evaluator.failure) return this.#evaluator.failure;
    }
    return undefined;
  }

  #exiting = false;
  #exitedInEnd = false;

  *#records(rules: readonly Rule[]): Sys<void> {
    for (;;) {
      if (!(yield* this.#nextRecord())) return;
      for (const rule of rules) {
        const applies = yield* this.#applies(rule);
        if (this.#evaluator.failure) return;
        if (!applies) continue;
        const exit = rule.action ? yield* this.#execute(rule.action) : yield* this.#printRecord();
        if (this.#evaluator.failure) return;
        if (exit === 'exit') return;
        if (exit === 'nextfile') this.#leaveFile();
        if (exit === 'next' || exit === 'nextfile') break;
      }
    }
  }

  *#printRecord(): Sys<Exit> {
    yield* this.#p.write(STDOUT, toText(this.#evaluator.record.get(0)) + this.#evaluator.text('ORS'));
    return undefined;
  }

  *#applies(rule: Rule): Sys<boolean> {
    const { pattern } = rule;
    if (pattern.type === 'test') return isTrue(yield* this.#evaluator.evaluate(pattern.test));
    if (pattern.type !== 'range') return pattern.type === 'always';
    if (!this.#inRange.has(rule)) {
      if (!isTrue(yield* this.#evaluator.evaluate(pattern.from))) return false;
      this.#inRange.add(rule);
    }
    if (isTrue(yield* this.#evaluator.evaluate(pattern.to))) this.#inRange.delete(rule);
    return true;
  }

  /** Reads the next record of the main input into $0; false at its end. */
  *#nextRecord(): Sys<boolean> {
    for (;;) {
      if (!this.#source && !(yield* this.#openNext())) return false;
      const record = yield* this.#readFrom(this.#source);
      if (record !== undefined) {
        this.#evaluator.record.set(record);
        this.#evaluator.count();
        return true;
      }
      this.#leaveFile();
    }
  }

  *#readFrom(source: RecordSource | undefined): Sys<string | undefined> {
    return yield* (
      source?.next(this.#evaluator.text('RS'), (text) => this.#evaluator.regexOf(text)) ?? nothing()
    );
  }

  #leaveFile(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  #usedStdin = false;
  #usedFile = false;

  *#openNext(): Sys<boolean> {
    const count = toNumber(this.#evaluator.scope.cell('ARGC').value);
    const list = arrayOf(this.#evaluator.scope.cell('ARGV'));
    while (this.#arguments < count) {
      const name = toText(list.get(String(this.#arguments++)) ?? textValue(''));
      if (name === '' || this.#assignment(name)) continue;
      this.#usedFile = true;
      const opened = name === '-' ? { ok: true as const, value: STDIN } : this.#p.open(name, 'r');
      const stat = name === '-' ? undefined : this.#p.fs.stat(name);
      if (!opened.ok || (stat?.ok && stat.value.type === 'directory')) {
        const reason = opened.ok ? 'Is a directory' : strerror(opened.error);
        yield* this.#p.warn(`${calledAs(this.#p)}: cannot open ${name} (${reason})\n`);
        this.#inputFailed = true;
        continue;
      }
      this.#begin(name, new RecordSource(this.#p, opened.value));
      return true;
    }
    if (this.#usedFile || this.#usedStdin) return false;
    this.#usedStdin = true;
    this.#begin('', new RecordSource(this.#p, STDIN));
    return true;
  }

  #begin(name: string, source: RecordSource): void {
    this.#source = source;
    const { scope } = this.#evaluator;
    scope.cell('FILENAME').value = textValue(name);
    scope.cell('FNR').value = numberValue(0);
  }

  #assignment(text: string): boolean {
    const found = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(text);
    if (!found) return false;
    this.#evaluator.assignVariable(found[1] ?? '', inputValue(unescapeString(found[2] ?? '')));
    return true;
  }

  #setUp(args: readonly string[]): void {
    const { scope } = this.#evaluator;
    const list = arrayOf(scope.cell('ARGV'));
    for (const [at, arg] of ['awk', ...args].entries()) list.set(String(at), inputValue(arg));
    scope.cell('ARGC').value = numberValue(args.length + 1);
    const environment = arrayOf(scope.cell('ENVIRON'));
    for (const [name, value] of this.#p.env) environment.set(name, inputValue(value));
  }

  *#callBody(body: Statement): Sys<void> {
    yield* this.#execute(body);
  }

  *#execute(statement: Statement): Sys<Exit> {
    if (++this.#steps % BREATH === 0) yield* this.#p.breathe();
    const evaluator = this.#evaluator;
    switch (statement.type) {
      case 'block':
        for (const inner of statement.body) {
          const exit = yield* this.#execute(inner);
          if (exit !== undefined || evaluator.failure) return exit;
        }
        return undefined;
      case 'expression':
        yield* evaluator.evaluate(statement.expression);
        return this.#exiting ? 'exit' : undefined;
      case 'print':
      case 'printf':
        yield* evaluator.print(statement);
        return undefined;
      case 'if': {
        const test = isTrue(yield* evaluator.evaluate(statement.test));
        const chosen = test ? statement.yes : statement.no;
        return chosen && !evaluator.failure ? yield* this.#execute(chosen) : undefined;
      }
      case 'while':
      case 'do':
      case 'for':
        return yield* this.#loop(statement);
      case 'forin':
        return yield* this.#each(statement);
      case 'delete':
        yield* evaluator.remove(statement.array, statement.index);
        return undefined;
      case 'exit':
        if (statement.value)
          this.#status = Math.trunc(toNumber(yield* evaluator.evaluate(statement.value))) & 255;
        this.#exiting = true;
        return 'exit';
      case 'return':
        evaluator.returned = statement.value ? yield* evaluator.evaluate(statement.value) : textValue('');
        return 'return';
      case 'break':
      case 'continue':
      case 'next':
      case 'nextfile':
        return statement.type;
    }
  }

  *#loop(statement: Extract<Statement, { readonly type: 'while' | 'do' | 'for' }>): Sys<Exit> {
    const evaluator = this.#evaluator;
    if (statement.type === 'for' && statement.first) yield* this.#execute(statement.first);
    let first = statement.type === 'do';
    for (;;) {
      const { test } = statement;
      if (!first && test && !isTrue(yield* evaluator.evaluate(test))) return undefined;
      first = false;
      const exit = yield* this.#execute(statement.body);
      if (exit === 'break' || evaluator.failure) return undefined;
      if (exit !== undefined && exit !== 'continue') return exit;
      if (statement.type === 'for' && statement.next) yield* this.#execute(statement.next);
    }
  }

  *#each({ variable, array, body }: Extract<Statement, { readonly type: 'forin' }>): Sys<Exit> {
    const list = arrayOf(this.#evaluator.scope.cell(array));
    for (const key of list.keys()) {
      if (!list.has(key)) continue;
      const cell: Cell = this.#evaluator.scope.cell(variable);
      cell.value = inputValue(key);
      const exit = yield* this.#execute(body);
      if (exit === 'break' || this.#evaluator.failure) return undefined;
      if (exit !== undefined && exit !== 'continue') return exit;
    }
    return undefined;
  }
}

function* nothing(): Sys<undefined> {
  yield* [];
  return undefined;
}
