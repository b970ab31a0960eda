import { bad, good, type Result } from '../../../base/result.ts';
import { numberOf, tokenize, type Token } from './tokens.ts';

/** An arithmetic expression as a tree. */
export type Expression =
  | { readonly type: 'number'; readonly value: bigint }
  | { readonly type: 'variable'; readonly name: string; readonly index: string | undefined }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly type: 'step';
      readonly operator: '++' | '--';
      readonly prefix: boolean;
      readonly target: Variable;
    }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      /** The source of the right side, for division by 0. */
      readonly rest: string;
    }
  | {
      readonly type: 'assign';
      readonly operator: string;
      readonly target: Variable;
      readonly value: Expression;
      readonly rest: string;
    }
  | {
      readonly type: 'choice';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

type Variable = Extract<Expression, { type: 'variable' }>;

/** Binding strength of the binary operators that group to the left. */
const STRENGTH: Readonly<Record<string, number>> = {
  '||': 4,
  '&&': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '==': 9,
  '!=': 9,
  '<': 10,
  '<=': 10,
  '>': 10,
  '>=': 10,
  '<<': 11,
  '>>': 11,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
};
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);

/** Reads an expression; the error is bash's text after the expression and a colon. */
export function parseArithmetic(text: string): Result<Expression> {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #error: string | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Result<Expression> {
    if (this.#now.type === 'end') return good({ type: 'number', value: 0n });
    const expression = this.#comma();
    const rest = this.#tokens[this.#at];
    if (this.#error === undefined && rest && rest.type !== 'end')
      this.#fail(
        rest.type === 'invalid' ? 'syntax error: invalid arithmetic operator' : 'syntax error in expression',
      );
    return this.#error === undefined ? good(expression) : bad(this.#error);
  }

  get #now(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '', at: this.#text.length };
  }

  #takes(operator: string): boolean {
    if (this.#now.type !== 'operator' || this.#now.text !== operator) return false;
    this.#at += 1;
    return true;
  }

  #fail(what: string, at = this.#now.at): Expression {
    this.#error ??= `${what} (error token is "${this.#text.slice(at)}")`;
    this.#at = this.#tokens.length;
    return { type: 'number', value: 0n };
  }

  #comma(): Expression {
    let left = this.#assignment();
    while (this.#takes(','))
      left = { type: 'binary', operator: ',', left, right: this.#assignment(), rest: '' };
    return left;
  }

  #assignment(): Expression {
    const begin = this.#now.at;
    const left = this.#choice();
    const { type, text } = this.#now;
    if (type !== 'operator' || !ASSIGNMENTS.has(text)) return left;
    if (left.type !== 'variable')
      return this.#fail('attempted assignment to non-variable', Math.max(begin, this.#now.at));
    this.#at += 1;
    const from = this.#now.at;
    const value = this.#assignment();
    return { type: 'assign', operator: text, target: left, value, rest: this.#text.slice(from) };
  }

  #choice(): Expression {
    const test = this.#binary(4);
    if (!this.#takes('?')) return test;
    const yes = this.#comma();
    if (!this.#takes(':')) return this.#fail("`:' expected for conditional expression");
    const no = this.#choice();
    return { type: 'choice', test, yes, no };
  }

  #binary(least: number): Expression {
    let left = this.#power();
    for (;;) {
      const { type, text } = this.#now;
      const strength = type === 'operator' ? STRENGTH[text] : undefined;
      if (strength === undefined || strength < least) return left;
      this.#at += 1;
      const from = this.#now.at;
      const right = this.#binary(strength + 1);
      left = { type: 'binary', operator: text, left, right, rest: this.#text.slice(from) };
    }
  }

  #power(): Expression {
    const left = this.#unary();
    if (!this.#takes('**')) return left;
    return { type: 'binary', operator: '**', left, right: this.#power(), rest: '' };
  }

  #unary(): Expression {
    const { type, text } = this.#now;
    if (type === 'operator' && ['!', '~', '-', '+'].includes(text)) {
      this.#at += 1;
      return { type: 'unary', operator: text, operand: this.#unary() };
    }
    if (type === 'operator' && (text === '++' || text === '--')) {
      this.#at += 1;
      const target = this.#unary();
      if (target.type === 'variable') return { type: 'step', operator: text, prefix: true, target };
      // `--5` is minus minus five.
      return target;
    }
    return this.#postfix();
  }

  #postfix(): Expression {
    const operand = this.#primary();
    const { type, text } = this.#now;
    if (operand.type !== 'variable' || type !== 'operator' || (text !== '++' && text !== '--'))
      return operand;
    this.#at += 1;
    return { type: 'step', operator: text, prefix: false, target: operand };
  }

  #primary(): Expression {
    const { type, text, at } = this.#now;
    if (this.#takes('(')) {
      const inner = this.#comma();
      return this.#takes(')') ? inner : this.#fail("missing `)'");
    }
    if (type === 'number') return this.#number(text, at);
    if (type === 'name') return this.#variable(text);
    return type === 'invalid'
      ? this.#fail('syntax error: invalid arithmetic operator')
      : this.#fail('syntax error: operand expected', this.#errorStart());
  }

  /** Bash names the last token that it had read: an operator before the end of the text. */
  #errorStart(): number {
    if (this.#now.type !== 'end') return this.#now.at;
    return this.#tokens[this.#at - 1]?.at ?? 0;
  }

  #number(text: string, at: number): Expression {
    const value = numberOf(text);
    if (value === 'invalid') return this.#fail('invalid number', at);
    if (value === 'too great for base') return this.#fail('value too great for base', at);
    this.#at += 1;
    return { type: 'number', value };
  }

  #variable(name: string): Expression {
    this.#at += 1;
    const open = this.#now;
    if (open.text !== '[') return { type: 'variable', name, index: undefined };
    let depth = 0;
    for (let token = open; token.type !== 'end'; token = this.#now) {
      this.#at += 1;
      if (token.text === '[') depth += 1;
      if (token.text !== ']' || --depth > 0) continue;
      return { type: 'variable', name, index: this.#text.slice(open.at + 1, token.at) };
    }
    return this.#fail('bad array subscript', open.at);
  }
}
