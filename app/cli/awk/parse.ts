import { bad, good, type Result } from '../../base/result.ts';
import { lexAwk } from './lex.ts';
import { ExpressionParser } from './parse-expression.ts';
import type { AwkFunction, AwkProgram, Expression, Redirect, Rule, Statement } from './syntax.ts';

/** Reads an awk program; the error is what mawk says after `mawk: `. */
export function parseAwk(source: string): Result<AwkProgram> {
  const tokens = lexAwk(source);
  if (!tokens.ok) return bad(`line 1: ${tokens.error}`);
  const parser = new Parser(tokens.value);
  const program = parser.program();
  return parser.failure === undefined ? good(program) : bad(parser.failure);
}

class Parser extends ExpressionParser {
  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    this.newlines();
    while (this.token.type !== 'end' && this.failure === undefined) {
      if (this.is('function') || this.is('func')) this.function(functions);
      else rules.push(this.rule());
      while (this.is(';') || this.token.type === 'newline') this.at++;
    }
    return { rules, functions };
  }

  private function(functions: Map<string, AwkFunction>): void {
    this.at++;
    const name = this.token.text;
    this.at++;
    this.expect('(');
    const parameters: string[] = [];
    while (!this.is(')') && this.failure === undefined) {
      parameters.push(this.token.text);
      this.at++;
      if (!this.take(',')) break;
      this.newlines();
    }
    this.expect(')');
    this.newlines();
    functions.set(name, { parameters, body: this.block() });
  }

  private rule(): Rule {
    const pattern = this.pattern();
    const action = this.is('{') ? this.block() : undefined;
    if (!action && (pattern.type === 'begin' || pattern.type === 'end')) this.fail();
    return { pattern, action };
  }

  private pattern(): Rule['pattern'] {
    if (this.take('BEGIN')) return { type: 'begin' };
    if (this.take('END')) return { type: 'end' };
    if (this.is('{')) return { type: 'always' };
    const from = this.expression();
    if (!this.take(',')) return { type: 'test', test: from };
    this.newlines();
    return { type: 'range', from, to: this.expression() };
  }

  private block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    for (;;) {
      while (this.is(';') || this.token.type === 'newline') this.at++;
      if (this.take('}') || this.failure !== undefined) return { type: 'block', body };
      if (this.token.type === 'end') this.failure ??= `line ${this.token.line}: missing } near end of file`;
      else body.push(this.statement());
    }
  }

  private statement(): Statement {
    if (this.is('{')) return this.block();
    if (this.take('if')) return this.if();
    if (this.take('while')) {
      const test = this.inParentheses();
      if (this.take(';')) return { type: 'while', test, body: { type: 'block', body: [] } };
      this.newlines();
      return { type: 'while', test, body: this.statement() };
    }
    if (this.take('do')) return this.do();
    if (this.take('for')) return this.for();
    const statement = this.simple();
    if (!this.is('}') && this.token.type !== 'newline' && !this.take(';')) this.fail();
    return statement;
  }

  private inParentheses(): Expression {
    this.expect('(');
    const inner = this.expression();
    this.expect(')');
    return inner;
  }

  private if(): Statement {
    const test = this.inParentheses();
    this.newlines();
    const yes = this.take(';') ? ({ type: 'block', body: [] } as const) : this.statement();
    const back = this.at;
    while (this.is(';') || this.token.type === 'newline') this.at++;
    if (!this.take('else')) {
      this.at = back;
      return { type: 'if', test, yes, no: undefined };
    }
    this.newlines();
    return { type: 'if', test, yes, no: this.statement() };
  }

  private do(): Statement {
    this.newlines();
    const body = this.statement();
    while (this.is(';') || this.token.type === 'newline') this.at++;
    this.expect('while');
    return { type: 'do', body, test: this.inParentheses() };
  }

  private for(): Statement {
    this.expect('(');
    const [variable, word, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (variable?.type === 'name' && word?.text === 'in' && array?.type === 'name' && close?.text === ')') {
      this.at += 4;
      this.newlines();
      return { type: 'forin', variable: variable.text, array: array.text, body: this.statement() };
    }
    const first = this.is(';') ? undefined : this.simple();
    this.expect(';');
    this.newlines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.newlines();
    const next = this.is(')') ? undefined : this.simple();
    this.expect(')');
    if (this.take(';')) return { type: 'for', first, test, next, body: { type: 'block', body: [] } };
    this.newlines();
    return { type: 'for', first, test, next, body: this.statement() };
  }

  private simple(): Statement {
    const { text, type } = this.token;
    if (type === 'keyword') {
      switch (text) {
        case 'print':
        case 'printf':
          this.at++;
          return this.print(text);
        case 'next':
        case 'nextfile':
        case 'break':
        case 'continue':
          this.at++;
          return { type: text };
        case 'exit':
        case 'return':
          this.at++;
          return { type: text, value: this.endsStatement() ? undefined : this.expression() };
        case 'delete':
          this.at++;
          return this.delete();
        default:
          break;
      }
    }
    return { type: 'expression', expression: this.expression() };
  }

  private endsStatement(): boolean {
    return this.is(';') || this.is('}') || this.token.type === 'newline' || this.token.type === 'end';
  }

  private delete(): Statement {
    const array = this.token.text;
    this.at++;
    return { type: 'delete', array, index: this.is('[') ? this.subscript() : undefined };
  }

  private print(type: 'print' | 'printf'): Statement {
    const outer = this.noGreater;
    this.noGreater = true;
    let args: readonly Expression[] = [];
    if (!this.endsStatement() && !this.is('>') && !this.is('>>') && !this.is('|')) args = this.list();
    this.noGreater = outer;
    const [only] = args;
    const flat = args.length === 1 && only?.type === 'group' && only.parts.length > 1 ? only.parts : args;
    return { type, args: flat, redirect: this.redirect() };
  }

  private redirect(): Redirect | undefined {
    for (const kind of ['>>', '>', '|'] as const) {
      if (this.take(kind)) return { kind, to: this.target() };
    }
    return undefined;
  }

  /** What follows `>`: everything but another `>`. */
  private target(): Expression {
    const outer = this.noGreater;
    this.noGreater = true;
    const target = this.conditional();
    this.noGreater = outer;
    return target;
  }
}
