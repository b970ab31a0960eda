import type { Token } from './lex.ts';
import type { Expression, Target } from './syntax.ts';

const NOTHING: Expression = { type: 'string', value: '' };
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='];
const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];

/** Reads the expressions of awk; the parser of statements builds on it. */
export class ExpressionParser {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  failure: string | undefined;
  /** Inside print's list `>` writes to a file, and `in` of a for loop's head is no operator. */
  protected noGreater = false;
  protected noIn = false;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected get token(): Token {
    return this.tokens[this.at] ?? { type: 'end', text: '', line: 0 };
  }

  protected is(text: string): boolean {
    const { type, text: own } = this.token;
    return own === text && (type === 'operator' || type === 'keyword');
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (this.take(text)) return;
    if (text === ')' && this.token.type === 'newline')
      this.failure ??= `line ${this.token.line}: missing ) near end of line`;
    else this.fail();
  }

  protected fail(): void {
    const { type, text, line } = this.token;
    const near = type === 'newline' ? '' : type === 'end' ? 'end of file' : text;
    this.failure ??= `line ${line}: syntax error at or near ${near}`;
    this.at = this.tokens.length;
  }

  protected newlines(): void {
    while (this.token.type === 'newline') this.at++;
  }

  protected list(): readonly Expression[] {
    const list = [this.expression()];
    while (this.take(',')) {
      this.newlines();
      list.push(this.expression());
    }
    return list;
  }

  protected expression(): Expression {
    const left = this.conditional();
    if (!isTarget(left)) return left;
    const operator = ASSIGNMENTS.find((one) => this.is(one));
    if (operator === undefined) return left;
    this.at++;
    this.newlines();
    return { type: 'assign', target: left, operator, value: this.expression() };
  }

  protected conditional(): Expression {
    const test = this.or();
    if (!this.take('?')) return test;
    this.newlines();
    const yes = this.expression();
    this.newlines();
    this.expect(':');
    this.newlines();
    return { type: 'conditional', test, yes, no: this.expression() };
  }

  private or(): Expression {
    let left = this.and();
    while (this.take('||')) {
      this.newlines();
      left = { type: 'binary', operator: '||', left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.in();
    while (this.take('&&')) {
      this.newlines();
      left = { type: 'binary', operator: '&&', left, right: this.in() };
    }
    return left;
  }

  private in(): Expression {
    let left = this.match();
    while (!this.noIn && this.is('in')) {
      this.at++;
      const array = this.token.text;
      this.at++;
      left = { type: 'in', index: left.type === 'group' ? left.parts : [left], array };
    }
    return left;
  }

  private match(): Expression {
    let left = this.comparison();
    while (this.is('~') || this.is('!~')) {
      const negated = this.token.text === '!~';
      this.at++;
      left = { type: 'match', negated, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expression {
    let left = this.concatenation();
    for (;;) {
      if (this.is('|') && this.tokens[this.at + 1]?.text === 'getline') {
        this.at += 2;
        left = { type: 'getline', target: this.optionalTarget(), from: 'command', source: left };
        continue;
      }
      const operator = COMPARISONS.find((one) => this.is(one) && !(one === '>' && this.noGreater));
      if (operator === undefined) return left;
      this.at++;
      left = { type: 'binary', operator, left, right: this.concatenation() };
    }
  }

  private concatenation(): Expression {
    let left = this.additive();
    while (this.startsOperand()) {
      const right = this.additive();
      left = { type: 'binary', operator: ' ', left, right };
    }
    return left;
  }

  /** Whether the next token can begin an operand that is joined to the one before. */
  private startsOperand(): boolean {
    const { type, text } = this.token;
    if (type === 'keyword') return false;
    if (['number', 'string', 'name', 'function', 'builtin', 'regex'].includes(type)) return true;
    return (
      type === 'operator' &&
      ['$', '!', '(', '-', '+', '++', '--'].includes(text) &&
      !(text === '!' && this.tokens[this.at + 1]?.text === '~')
    );
  }

  private additive(): Expression {
    let left = this.multiplicative();
    while (this.is('+') || this.is('-')) {
      const operator = this.token.text;
      this.at++;
      left = { type: 'binary', operator, left, right: this.multiplicative() };
    }
    return left;
  }

  private multiplicative(): Expression {
    let left = this.unary();
    while (this.is('*') || this.is('/') || this.is('%')) {
      const operator = this.token.text;
      this.at++;
      left = { type: 'binary', operator, left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expression {
    for (const operator of ['!', '-', '+'] as const) {
      if (!this.is(operator)) continue;
      this.at++;
      return { type: 'unary', operator, operand: this.unary() };
    }
    return this.power();
  }

  private power(): Expression {
    const base = this.postfix();
    if (!this.is('^') && !this.is('**')) return base;
    this.at++;
    const sign = this.is('-') ? (this.at++, true) : false;
    const exponent = this.power();
    return {
      type: 'binary',
      operator: '^',
      left: base,
      right: sign ? { type: 'unary', operator: '-', operand: exponent } : exponent,
    };
  }

  private postfix(): Expression {
    const value = this.primary();
    if (!isTarget(value)) return value;
    for (const [text, by] of [
      ['++', 1],
      ['--', -1],
    ] as const) {
      if (this.take(text)) return { type: 'change', target: value, by, before: false };
    }
    return value;
  }

  private primary(): Expression {
    const { type, text } = this.token;
    this.at++;
    switch (type) {
      case 'number':
        return { type: 'number', value: Number(text) };
      case 'string':
        return { type: 'string', value: text };
      case 'regex':
        return { type: 'regex', source: text };
      case 'name':
        return this.is('[')
          ? { type: 'element', array: text, index: this.subscript() }
          : { type: 'variable', name: text };
      case 'function':
        return this.call(text, false);
      case 'builtin':
        return this.is('(') ? this.call(text, true) : { type: 'call', name: text, args: [], builtin: true };
      default:
        this.at--;
        return this.symbol();
    }
  }

  private symbol(): Expression {
    if (this.take('$')) {
      const before = this.is('++') || this.is('--') ? this.prefix() : undefined;
      return {
        type: 'field',
        index: before ?? (this.is('-') || this.is('!') ? this.unary() : this.primary()),
      };
    }
    if (this.is('++') || this.is('--')) return this.prefix() ?? NOTHING;
    if (this.take('(')) return this.group();
    if (this.is('-') || this.is('+') || this.is('!')) return this.unary();
    if (this.take('getline')) {
      const target = this.optionalTarget();
      if (!this.take('<')) return { type: 'getline', target, from: 'input', source: undefined };
      return { type: 'getline', target, from: 'file', source: this.postfix() };
    }
    this.fail();
    return NOTHING;
  }

  private prefix(): Expression | undefined {
    const by = this.token.text === '++' ? 1 : -1;
    this.at++;
    const target = this.primary();
    if (isTarget(target)) return { type: 'change', target, by, before: true };
    this.fail();
    return undefined;
  }

  private group(): Expression {
    const [greater, isIn] = [this.noGreater, this.noIn];
    this.noGreater = false;
    this.noIn = false;
    const parts = this.list();
    this.expect(')');
    this.noGreater = greater;
    this.noIn = isIn;
    return { type: 'group', parts };
  }

  private optionalTarget(): Target | undefined {
    if (!this.is('$') && this.token.type !== 'name') return undefined;
    const target = this.primary();
    return isTarget(target) ? target : undefined;
  }

  protected subscript(): readonly Expression[] {
    this.expect('[');
    const index = this.list();
    this.expect(']');
    return index;
  }

  private call(name: string, builtin: boolean): Expression {
    this.expect('(');
    const [greater, isIn] = [this.noGreater, this.noIn];
    this.noGreater = false;
    this.noIn = false;
    this.newlines();
    const args = this.is(')') ? [] : this.list();
    this.newlines();
    this.expect(')');
    this.noGreater = greater;
    this.noIn = isIn;
    return { type: 'call', name, args, builtin };
  }
}

function isTarget(expression: Expression): expression is Target {
  return expression.type === 'variable' || expression.type === 'element' || expression.type === 'field';
}
