import { bad, good, type Result } from '../../base/result.ts';
import { lexAwk, type Token } from './lex.ts';
import type { AwkFunction, AwkProgram, Expression, Redirect, Rule, Statement, Target } from './syntax.ts';

/** Reads an awk program; the error is what mawk says after `mawk: `. */
export function parseAwk(source: string): Result<AwkProgram, string> {
  const tokens = lexAwk(source);
  if (!tokens.ok) return bad(`line 1: ${tokens.error}`);
  const parser = new Parser(tokens.value);
  const program = parser.program();
  return parser.failure === undefined ? good(program) : bad(parser.failure);
}

const NOTHING: Expression = { type: 'string', value: '' };
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='];
const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  failure: string | undefined;
  /** Inside print's list `>` writes to a file, and `in` of a for loop's head is no operator. */
  #noGreater = false;
  #noIn = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    this.#newlines();
    while (this.#token.type !== 'end' && this.failure === undefined) {
      if (this.#is('function') || this.#is('func')) this.#function(functions);
      else rules.push(this.#rule());
      while (this.#is(';') || this.#token.type === 'newline') this.#at++;
    }
    return { rules, functions };
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '', line: 0 };
  }

  #is(text: string): boolean {
    const { type, text: own } = this.#token;
    return own === text && (type === 'operator' || type === 'keyword');
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (this.#take(text)) return;
    if (text === ')' && this.#token.type === 'newline')
      this.failure ??= `line ${this.#token.line}: missing ) near end of line`;
    else this.#fail();
  }

  #fail(): void {
    const { type, text, line } = this.#token;
    const near = type === 'newline' ? '' : type === 'end' ? 'end of file' : text;
    this.failure ??= `line ${line}: syntax error at or near ${near}`;
    this.#at = this.#tokens.length;
  }

  #newlines(): void {
    while (this.#token.type === 'newline') this.#at++;
  }

  #function(functions: Map<string, AwkFunction>): void {
    this.#at++;
    const name = this.#token.text;
    this.#at++;
    this.#expect('(');
    const parameters: string[] = [];
    while (!this.#is(')') && this.failure === undefined) {
      parameters.push(this.#token.text);
      this.#at++;
      if (!this.#take(',')) break;
      this.#newlines();
    }
    this.#expect(')');
    this.#newlines();
    functions.set(name, { parameters, body: this.#block() });
  }

  #rule(): Rule {
    const pattern = this.#pattern();
    const action = this.#is('{') ? this.#block() : undefined;
    if (!action && (pattern.type === 'begin' || pattern.type === 'end')) this.#fail();
    return { pattern, action };
  }

  #pattern(): Rule['pattern'] {
    if (this.#take('BEGIN')) return { type: 'begin' };
    if (this.#take('END')) return { type: 'end' };
    if (this.#is('{')) return { type: 'always' };
    const from = this.#expression();
    if (!this.#take(',')) return { type: 'test', test: from };
    this.#newlines();
    return { type: 'range', from, to: this.#expression() };
  }

  #block(): Statement {
    this.#expect('{');
    const body: Statement[] = [];
    for (;;) {
      while (this.#is(';') || this.#token.type === 'newline') this.#at++;
      if (this.#take('}') || this.failure !== undefined) return { type: 'block', body };
      if (this.#token.type === 'end') this.failure ??= `line ${this.#token.line}: missing } near end of file`;
      else body.push(this.#statement());
    }
  }

  #statement(): Statement {
    if (this.#is('{')) return this.#block();
    if (this.#take('if')) return this.#if();
    if (this.#take('while')) {
      const test = this.#inParentheses();
      if (this.#take(';')) return { type: 'while', test, body: { type: 'block', body: [] } };
      this.#newlines();
      return { type: 'while', test, body: this.#statement() };
    }
    if (this.#take('do')) return this.#do();
    if (this.#take('for')) return this.#for();
    const statement = this.#simple();
    if (!this.#is('}') && this.#token.type !== 'newline' && !this.#take(';')) this.#fail();
    return statement;
  }

  #inParentheses(): Expression {
    this.#expect('(');
    const inner = this.#expression();
    this.#expect(')');
    return inner;
  }

  #if(): Statement {
    const test = this.#inParentheses();
    this.#newlines();
    const yes = this.#take(';') ? ({ type: 'block', body: [] } as const) : this.#statement();
    const back = this.#at;
    while (this.#is(';') || this.#token.type === 'newline') this.#at++;
    if (!this.#take('else')) {
      this.#at = back;
      return { type: 'if', test, yes, no: undefined };
    }
    this.#newlines();
    return { type: 'if', test, yes, no: this.#statement() };
  }

  #do(): Statement {
    this.#newlines();
    const body = this.#statement();
    while (this.#is(';') || this.#token.type === 'newline') this.#at++;
    this.#expect('while');
    return { type: 'do', body, test: this.#inParentheses() };
  }

  #for(): Statement {
    this.#expect('(');
    const [variable, word, array, close] = this.#tokens.slice(this.#at, this.#at + 4);
    if (variable?.type === 'name' && word?.text === 'in' && array?.type === 'name' && close?.text === ')') {
      this.#at += 4;
      this.#newlines();
      return { type: 'forin', variable: variable.text, array: array.text, body: this.#statement() };
    }
    const first = this.#is(';') ? undefined : this.#simple();
    this.#expect(';');
    this.#newlines();
    const test = this.#is(';') ? undefined : this.#expression();
    this.#expect(';');
    this.#newlines();
    const next = this.#is(')') ? undefined : this.#simple();
    this.#expect(')');
    if (this.#take(';')) return { type: 'for', first, test, next, body: { type: 'block', body: [] } };
    this.#newlines();
    return { type: 'for', first, test, next, body: this.#statement() };
  }

  #simple(): Statement {
    const { text, type } = this.#token;
    if (type === 'keyword') {
      switch (text) {
        case 'print':
        case 'printf':
          this.#at++;
          return this.#print(text);
        case 'next':
        case 'nextfile':
        case 'break':
        case 'continue':
          this.#at++;
          return { type: text };
        case 'exit':
        case 'return':
          this.#at++;
          return { type: text, value: this.#endsStatement() ? undefined : this.#expression() };
        case 'delete':
          this.#at++;
          return this.#delete();
        default:
          break;
      }
    }
    return { type: 'expression', expression: this.#expression() };
  }

  #endsStatement(): boolean {
    return this.#is(';') || this.#is('}') || this.#token.type === 'newline' || this.#token.type === 'end';
  }

  #delete(): Statement {
    const array = this.#token.text;
    this.#at++;
    return { type: 'delete', array, index: this.#is('[') ? this.#subscript() : undefined };
  }

  #print(type: 'print' | 'printf'): Statement {
    const outer = this.#noGreater;
    this.#noGreater = true;
    let args: readonly Expression[] = [];
    if (!this.#endsStatement() && !this.#is('>') && !this.#is('>>') && !this.#is('|')) args = this.#list();
    this.#noGreater = outer;
    const [only] = args;
    const flat = args.length === 1 && only?.type === 'group' && only.parts.length > 1 ? only.parts : args;
    return { type, args: flat, redirect: this.#redirect() };
  }

  #redirect(): Redirect | undefined {
    for (const kind of ['>>', '>', '|'] as const) {
      if (this.#take(kind)) return { kind, to: this.#target() };
    }
    return undefined;
  }

  /** What follows `>`: everything but another `>`. */
  #target(): Expression {
    const outer = this.#noGreater;
    this.#noGreater = true;
    const target = this.#conditional();
    this.#noGreater = outer;
    return target;
  }

  #list(): readonly Expression[] {
    const list = [this.#expression()];
    while (this.#take(',')) {
      this.#newlines();
      list.push(this.#expression());
    }
    return list;
  }

  #expression(): Expression {
    const left = this.#conditional();
    if (!isTarget(left)) return left;
    const operator = ASSIGNMENTS.find((one) => this.#is(one));
    if (operator === undefined) return left;
    this.#at++;
    this.#newlines();
    return { type: 'assign', target: left, operator, value: this.#expression() };
  }

  #conditional(): Expression {
    const test = this.#or();
    if (!this.#take('?')) return test;
    this.#newlines();
    const yes = this.#expression();
    this.#newlines();
    this.#expect(':');
    this.#newlines();
    return { type: 'conditional', test, yes, no: this.#expression() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#take('||')) {
      this.#newlines();
      left = { type: 'binary', operator: '||', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#in();
    while (this.#take('&&')) {
      this.#newlines();
      left = { type: 'binary', operator: '&&', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#match();
    while (!this.#noIn && this.#is('in')) {
      this.#at++;
      const array = this.#token.text;
      this.#at++;
      left = { type: 'in', index: left.type === 'group' ? left.parts : [left], array };
    }
    return left;
  }

  #match(): Expression {
    let left = this.#comparison();
    while (this.#is('~') || this.#is('!~')) {
      const negated = this.#token.text === '!~';
      this.#at++;
      left = { type: 'match', negated, left, right: this.#comparison() };
    }
    return left;
  }

  #comparison(): Expression {
    let left = this.#concatenation();
    for (;;) {
      if (this.#is('|') && this.#tokens[this.#at + 1]?.text === 'getline') {
        this.#at += 2;
        left = { type: 'getline', target: this.#optionalTarget(), from: 'command', source: left };
        continue;
      }
      const operator = COMPARISONS.find((one) => this.#is(one) && !(one === '>' && this.#noGreater));
      if (operator === undefined) return left;
      this.#at++;
      left = { type: 'binary', operator, left, right: this.#concatenation() };
    }
  }

  #concatenation(): Expression {
    let left = this.#additive();
    while (this.#startsOperand()) {
      const right = this.#additive();
      left = { type: 'binary', operator: ' ', left, right };
    }
    return left;
  }

  /** Whether the next token can begin an operand that is joined to the one before. */
  #startsOperand(): boolean {
    const { type, text } = this.#token;
    if (type === 'keyword') return false;
    if (['number', 'string', 'name', 'function', 'builtin', 'regex'].includes(type)) return true;
    return (
      type === 'operator' &&
      ['$', '!', '(', '-', '+', '++', '--'].includes(text) &&
      !(text === '!' && this.#tokens[this.#at + 1]?.text === '~')
    );
  }

  #additive(): Expression {
    let left = this.#multiplicative();
    while (this.#is('+') || this.#is('-')) {
      const operator = this.#token.text;
      this.#at++;
      left = { type: 'binary', operator, left, right: this.#multiplicative() };
    }
    return left;
  }

  #multiplicative(): Expression {
    let left = this.#unary();
    while (this.#is('*') || this.#is('/') || this.#is('%')) {
      const operator = this.#token.text;
      this.#at++;
      left = { type: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+'] as const) {
      if (!this.#is(operator)) continue;
      this.#at++;
      return { type: 'unary', operator, operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Expression {
    const base = this.#postfix();
    if (!this.#is('^') && !this.#is('**')) return base;
    this.#at++;
    const sign = this.#is('-') ? (this.#at++, true) : false;
    const exponent = this.#power();
    return {
      type: 'binary',
      operator: '^',
      left: base,
      right: sign ? { type: 'unary', operator: '-', operand: exponent } : exponent,
    };
  }

  #postfix(): Expression {
    const value = this.#primary();
    if (!isTarget(value)) return value;
    for (const [text, by] of [
      ['++', 1],
      ['--', -1],
    ] as const) {
      if (this.#take(text)) return { type: 'change', target: value, by, before: false };
    }
    return value;
  }

  #primary(): Expression {
    const { type, text } = this.#token;
    this.#at++;
    switch (type) {
      case 'number':
        return { type: 'number', value: Number(text) };
      case 'string':
        return { type: 'string', value: text };
      case 'regex':
        return { type: 'regex', source: text };
      case 'name':
        return this.#is('[')
          ? { type: 'element', array: text, index: this.#subscript() }
          : { type: 'variable', name: text };
      case 'function':
        return this.#call(text, false);
      case 'builtin':
        return this.#is('(') ? this.#call(text, true) : { type: 'call', name: text, args: [], builtin: true };
      default:
        this.#at--;
        return this.#symbol();
    }
  }

  #symbol(): Expression {
    if (this.#take('$')) {
      const before = this.#is('++') || this.#is('--') ? this.#prefix() : undefined;
      return {
        type: 'field',
        index: before ?? (this.#is('-') || this.#is('!') ? this.#unary() : this.#primary()),
      };
    }
    if (this.#is('++') || this.#is('--')) return this.#prefix() ?? NOTHING;
    if (this.#take('(')) return this.#group();
    if (this.#is('-') || this.#is('+') || this.#is('!')) return this.#unary();
    if (this.#take('getline')) {
      const target = this.#optionalTarget();
      if (!this.#take('<')) return { type: 'getline', target, from: 'input', source: undefined };
      return { type: 'getline', target, from: 'file', source: this.#postfix() };
    }
    this.#fail();
    return NOTHING;
  }

  #prefix(): Expression | undefined {
    const by = this.#token.text === '++' ? 1 : -1;
    this.#at++;
    const target = this.#primary();
    if (isTarget(target)) return { type: 'change', target, by, before: true };
    this.#fail();
    return undefined;
  }

  #group(): Expression {
    const [greater, isIn] = [this.#noGreater, this.#noIn];
    this.#noGreater = false;
    this.#noIn = false;
    const parts = this.#list();
    this.#expect(')');
    this.#noGreater = greater;
    this.#noIn = isIn;
    return { type: 'group', parts };
  }

  #optionalTarget(): Target | undefined {
    if (!this.#is('$') && this.#token.type !== 'name') return undefined;
    const target = this.#primary();
    return isTarget(target) ? target : undefined;
  }

  #subscript(): readonly Expression[] {
    this.#expect('[');
    const index = this.#list();
    this.#expect(']');
    return index;
  }

  #call(name: string, builtin: boolean): Expression {
    this.#expect('(');
    const [greater, isIn] = [this.#noGreater, this.#noIn];
    this.#noGreater = false;
    this.#noIn = false;
    this.#newlines();
    const args = this.#is(')') ? [] : this.#list();
    this.#newlines();
    this.#expect(')');
    this.#noGreater = greater;
    this.#noIn = isIn;
    return { type: 'call', name, args, builtin };
  }
}

function isTarget(expression: Expression): expression is Target {
  return expression.type === 'variable' || expression.type === 'element' || expression.type === 'field';
}
