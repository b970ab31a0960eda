import { STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { compareBytes } from '../tool/input.ts';
import type { Regex } from '../regex/regex.ts';
import { formatText } from './builtins.ts';
import { Builtins, type BuiltinHost } from './call-builtin.ts';
import { powerAwk } from './mathematics.ts';
import { AwkRecord } from './record.ts';
import { compileAwkRegex } from './records.ts';
import { arrayOf, newCell, Scope, type Cell } from './scope.ts';
import { AwkStreams } from './streams.ts';
import type { AwkProgram, Expression, Statement, Target } from './syntax.ts';
import {
  inputValue,
  isNumeric,
  isTrue,
  numberValue,
  textValue,
  toNumber,
  toText,
  UNSET,
  type Value,
} from './value.ts';

/** What the evaluator needs of the run around it. */
export interface Surroundings {
  call(body: Statement): Sys<void>;
  nextRecord(): Sys<boolean>;
}

const DEFAULTS: Readonly<Record<string, Value>> = {
  FS: textValue(' '),
  OFS: textValue(' '),
  ORS: textValue('\n'),
  RS: textValue('\n'),
  OFMT: textValue('%.6g'),
  CONVFMT: textValue('%.6g'),
  SUBSEP: textValue('\x1c'),
  NR: numberValue(0),
  FNR: numberValue(0),
  RSTART: numberValue(0),
  RLENGTH: numberValue(-1),
  FILENAME: textValue(''),
};

const DEEPEST_CALL = 1000;

/** Works out expressions. A failure ends the program; it is kept until the run sees it. */
export class Evaluator implements BuiltinHost {
  readonly #p: Process;
  readonly #program: AwkProgram;
  readonly #around: Surroundings;
  readonly scope = new Scope();
  readonly record: AwkRecord;
  readonly streams: AwkStreams;
  readonly #regexes = new Map<string, Regex>();
  readonly #builtins: Builtins;
  #depth = 0;
  returned: Value = UNSET;
  failure: { readonly text: string; readonly placed: boolean } | undefined;

  constructor(p: Process, program: AwkProgram, around: Surroundings) {
    this.#p = p;
    this.#program = program;
    this.#around = around;
    this.streams = new AwkStreams(p);
    this.#builtins = new Builtins(p, this);
    for (const [name, value] of Object.entries(DEFAULTS)) this.scope.cell(name).value = value;
    this.record = new AwkRecord(
      () => this.text('FS'),
      () => this.text('OFS'),
      (source) => this.regexOf(source),
    );
  }

  /** Text of a global variable. */
  text(name: string): string {
    return toText(this.scope.cell(name).value);
  }

  get position(): { readonly nr: number; readonly fnr: number; readonly fileName: string } {
    const number = (name: string): number => toNumber(this.scope.cell(name).value);
    return { nr: number('NR'), fnr: number('FNR'), fileName: this.text('FILENAME') };
  }

  /** One more record. */
  count(): void {
    for (const name of ['NR', 'FNR']) {
      const cell = this.scope.cell(name);
      cell.value = numberValue(toNumber(cell.value) + 1);
    }
  }

  regexOf(source: string): Regex {
    const known = this.#regexes.get(source);
    if (known) return known;
    const compiled = compileAwkRegex(source);
    if (!compiled.ok) {
      this.fail(`regular expression compile failed (${compiled.error.toLowerCase()})\n${source}`, false);
      return { source, groups: 0, find: () => undefined, test: () => false };
    }
    this.#regexes.set(source, compiled.value);
    return compiled.value;
  }

  fail(text: string, placed = true): void {
    this.failure ??= { text, placed };
  }

  assignVariable(name: string, value: Value): void {
    if (name === 'NF') this.record.count = Math.trunc(toNumber(value));
    else this.scope.cell(name).value = value;
  }

  *evaluate(expression: Expression): Sys<Value> {
    switch (expression.type) {
      case 'number':
        return numberValue(expression.value);
      case 'string':
        return textValue(expression.value);
      case 'regex':
        return numberValue(this.regexOf(expression.source).test(toText(this.record.get(0))) ? 1 : 0);
      case 'variable':
        return expression.name === 'NF' ? this.record.countValue : this.scope.cell(expression.name).value;
      case 'field':
        return this.record.get(yield* this.#fieldNumber(expression.index));
      case 'element':
        return this.#element(expression.array, yield* this.#key(expression.index));
      case 'group':
        return yield* this.#group(expression.parts);
      case 'assign':
        return yield* this.#assign(expression);
      case 'change':
        return yield* this.#change(expression);
      case 'unary':
        return yield* this.#unary(expression);
      case 'binary':
        return yield* this.#binary(expression);
      case 'match': {
        const text = this.textOf(yield* this.evaluate(expression.left));
        const regex = yield* this.pattern(expression.right);
        return numberValue(regex.test(text) !== expression.negated ? 1 : 0);
      }
      case 'conditional':
        return yield* this.evaluate(
          isTrue(yield* this.evaluate(expression.test)) ? expression.yes : expression.no,
        );
      case 'in':
        return numberValue(
          arrayOf(this.scope.cell(expression.array)).has(yield* this.#key(expression.index)) ? 1 : 0,
        );
      case 'call':
        return expression.builtin
          ? yield* this.#builtins.call(expression.name, expression.args)
          : yield* this.#call(expression.name, expression.args);
      case 'getline':
        return yield* this.#getline(expression);
    }
  }

  textOf(value: Value): string {
    return toText(value, value.type === 'number' ? this.text('CONVFMT') : undefined);
  }

  *#group(parts: readonly Expression[]): Sys<Value> {
    const [only] = parts;
    if (only && parts.length === 1) return yield* this.evaluate(only);
    return textValue(yield* this.#key(parts));
  }

  *#key(index: readonly Expression[]): Sys<string> {
    const parts: string[] = [];
    for (const one of index) parts.push(this.textOf(yield* this.evaluate(one)));
    return parts.join(parts.length > 1 ? this.text('SUBSEP') : '');
  }

  #element(array: string, key: string): Value {
    const list = arrayOf(this.scope.cell(array));
    const value = list.get(key);
    if (value) return value;
    list.set(key, UNSET);
    return UNSET;
  }

  *#fieldNumber(index: Expression): Sys<number> {
    const number = Math.trunc(toNumber(yield* this.evaluate(index)));
    if (number >= 0) return number;
    this.fail(`run time error: negative field index $${number}`);
    return 0;
  }

  /** The expression on the right of ~: a constant one, or the text of a value. */
  *pattern(expression: Expression): Sys<Regex> {
    if (expression.type === 'regex') return this.regexOf(expression.source);
    return this.regexOf(this.textOf(yield* this.evaluate(expression)));
  }

  *set(target: Target, value: Value): Sys<Value> {
    if (target.type === 'variable') this.assignVariable(target.name, value);
    else if (target.type === 'field') this.record.assign(yield* this.#fieldNumber(target.index), value);
    else arrayOf(this.scope.cell(target.array)).set(yield* this.#key(target.index), value);
    return value;
  }

  *#assign({ target, operator, value }: Extract<Expression, { readonly type: 'assign' }>): Sys<Value> {
    const right = yield* this.evaluate(value);
    if (operator === '=') return yield* this.set(target, right);
    const left = toNumber(yield* this.evaluate(target));
    return yield* this.set(
      target,
      numberValue(this.#arithmetic(operator.slice(0, -1), left, toNumber(right))),
    );
  }

  *#change({ target, by, before }: Extract<Expression, { readonly type: 'change' }>): Sys<Value> {
    const old = toNumber(yield* this.evaluate(target));
    yield* this.set(target, numberValue(old + by));
    return numberValue(before ? old + by : old);
  }

  *#unary({ operator, operand }: Extract<Expression, { readonly type: 'unary' }>): Sys<Value> {
    const value = yield* this.evaluate(operand);
    if (operator === '!') return numberValue(isTrue(value) ? 0 : 1);
    return numberValue(operator === '-' ? -toNumber(value) : toNumber(value));
  }

  *#binary({ operator, left, right }: Extract<Expression, { readonly type: 'binary' }>): Sys<Value> {
    const one = yield* this.evaluate(left);
    if (operator === '&&') return numberValue(isTrue(one) && isTrue(yield* this.evaluate(right)) ? 1 : 0);
    if (operator === '||') return numberValue(isTrue(one) || isTrue(yield* this.evaluate(right)) ? 1 : 0);
    const other = yield* this.evaluate(right);
    if (operator === ' ') return textValue(this.textOf(one) + this.textOf(other));
    if (/^[<>=!]/.test(operator)) return numberValue(this.#compare(operator, one, other) ? 1 : 0);
    return numberValue(this.#arithmetic(operator, toNumber(one), toNumber(other)));
  }

  #compare(operator: string, one: Value, other: Value): boolean {
    const order =
      isNumeric(one) && isNumeric(other)
        ? toNumber(one) - toNumber(other)
        : compareBytes(this.textOf(one), this.textOf(other));
    switch (operator) {
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '==':
        return order === 0;
      default:
        return order !== 0;
    }
  }

  #arithmetic(operator: string, left: number, right: number): number {
    switch (operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '/':
        return left / right;
      case '%':
        return left % right;
      default:
        return powerAwk(left, right);
    }
  }

  *#call(name: string, args: readonly Expression[]): Sys<Value> {
    const called = this.#program.functions.get(name);
    if (!called) {
      this.fail(`line 2: function ${name} never defined`, false);
      return UNSET;
    }
    if (++this.#depth > DEEPEST_CALL) {
      this.fail('run time error: function call nesting too deep');
      return UNSET;
    }
    const locals = new Map<string, Cell>();
    for (const [at, parameter] of called.parameters.entries())
      locals.set(parameter, yield* this.#argument(args[at]));
    const before = this.scope.enter(locals);
    this.returned = UNSET;
    yield* this.#around.call(called.body);
    this.scope.enter(before);
    this.#depth--;
    const result = this.returned;
    this.returned = UNSET;
    return result;
  }

  *#argument(expression: Expression | undefined): Sys<Cell> {
    if (!expression) return newCell();
    if (expression.type !== 'variable' || expression.name === 'NF')
      return newCell(yield* this.evaluate(expression));
    const given = this.scope.cell(expression.name);
    if (given.array) return { value: UNSET, array: given.array, origin: undefined };
    return { value: given.value, array: undefined, origin: given.value.type === 'unset' ? given : undefined };
  }

  *#getline({ target, from, source }: Extract<Expression, { readonly type: 'getline' }>): Sys<Value> {
    if (from === 'input') {
      const before = target ? this.record.get(0) : undefined;
      if (!(yield* this.#around.nextRecord())) return numberValue(0);
      if (target && before) {
        const line = this.record.get(0);
        this.record.set(toText(before));
        yield* this.set(target, line);
      }
      return numberValue(1);
    }
    const name = source ? this.textOf(yield* this.evaluate(source)) : '';
    const reader = this.streams.reader(from, name);
    if (!reader) return numberValue(-1);
    const line = yield* reader.next(this.text('RS'), (one) => this.regexOf(one));
    if (line === undefined) return numberValue(0);
    if (from === 'command') {
      const nr = this.scope.cell('NR');
      nr.value = numberValue(toNumber(nr.value) + 1);
    }
    if (target) yield* this.set(target, inputValue(line));
    else this.record.set(line);
    return numberValue(1);
  }

  *print(statement: Extract<Statement, { readonly type: 'print' | 'printf' }>): Sys<void> {
    const values: Value[] = [];
    for (const arg of statement.args) values.push(yield* this.evaluate(arg));
    let text: string;
    if (statement.type === 'print') {
      const shown = values.length > 0 ? values : [this.record.get(0)];
      const format = this.text('OFMT');
      text = shown.map((value) => toText(value, format)).join(this.text('OFS')) + this.text('ORS');
    } else {
      const format = this.textOf(values[0] ?? UNSET);
      const made = formatText(format, values.slice(1), this.text('CONVFMT'));
      if (made === undefined) this.fail(`run time error: not enough arguments passed to printf("${format}")`);
      text = made ?? '';
    }
    if (this.failure) return;
    const { redirect } = statement;
    if (!redirect) return yield* this.#p.write(STDOUT, text);
    const name = this.textOf(yield* this.evaluate(redirect.to));
    if (name === '/dev/stderr') return yield* this.#p.warn(text);
    const fd = this.streams.writer(redirect.kind, name);
    if (fd === undefined) this.fail(`cannot open "${name}" for output`, false);
    else yield* this.#p.write(fd, text);
  }

  *remove(array: string, index: readonly Expression[] | undefined): Sys<void> {
    const list = arrayOf(this.scope.cell(array));
    if (index) list.delete(yield* this.#key(index));
    else list.clear();
  }
}
