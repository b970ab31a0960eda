import { assertNever } from '../../../base/assert.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { parseArithmetic, type Expression } from './parse.ts';

/** Where an expression reads and writes variables. `index` is the text between brackets. */
export interface ArithmeticVariables {
  get(name: string, index: string | undefined): string | undefined;
  set(name: string, index: string | undefined, value: string): void;
  /** Whether the variable is a table, whose index is a word and not a number. */
  isTable(name: string): boolean;
  /** With `set -u`: reading a variable that is not set is an error. */
  readonly strict: boolean;
}

/** As deep as the values of variables may lead from one to the next. */
const MAX_DEPTH = 64;

/** Computes an expression in 64-bit whole numbers; the error is bash's message after its prefix. */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables): Result<bigint> {
  return new Evaluator(variables).evaluate(text, 0);
}

class Evaluator {
  readonly #variables: ArithmeticVariables;
  #error: string | undefined;

  constructor(variables: ArithmeticVariables) {
    this.#variables = variables;
  }

  evaluate(text: string, depth: number): Result<bigint> {
    const trimmed = text.trim();
    // Most values are plain numbers.
    if (/^[1-9]\d{0,17}$/.test(trimmed)) return good(BigInt(trimmed));
    if (depth > MAX_DEPTH)
      return bad(`${trimmed}: expression recursion level exceeded (error token is "${trimmed}")`);
    const parsed = parseArithmetic(text);
    if (!parsed.ok) return bad(`${text.trimStart()}: ${parsed.error}`);
    const value = this.#value(parsed.value, text, depth);
    return this.#error === undefined ? good(value) : bad(this.#error);
  }

  #value(node: Expression, text: string, depth: number): bigint {
    if (this.#error !== undefined) return 0n;
    switch (node.type) {
      case 'number':
        return node.value;
      case 'variable':
        return this.#read(node, depth);
      case 'unary':
        return unary(node.operator, this.#value(node.operand, text, depth));
      case 'step': {
        const before = this.#read(node.target, depth);
        const after = BigInt.asIntN(64, before + (node.operator === '++' ? 1n : -1n));
        this.#write(node.target, after, depth);
        return node.prefix ? after : before;
      }
      case 'choice':
        return this.#value(this.#value(node.test, text, depth) !== 0n ? node.yes : node.no, text, depth);
      case 'assign': {
        const right = this.#value(node.value, text, depth);
        const operator = node.operator.slice(0, -1);
        const value =
          operator === ''
            ? right
            : this.#combine(operator, this.#read(node.target, depth), right, text, node.rest);
        if (this.#error === undefined) this.#write(node.target, value, depth);
        return value;
      }
      case 'binary':
        return this.#binary(node, text, depth);
      default:
        return assertNever(node);
    }
  }

  #binary(node: Extract<Expression, { type: 'binary' }>, text: string, depth: number): bigint {
    const left = this.#value(node.left, text, depth);
    if (node.operator === '&&') return left !== 0n && this.#value(node.right, text, depth) !== 0n ? 1n : 0n;
    if (node.operator === '||') return left !== 0n || this.#value(node.right, text, depth) !== 0n ? 1n : 0n;
    return this.#combine(node.operator, left, this.#value(node.right, text, depth), text, node.rest);
  }

  #combine(operator: string, left: bigint, right: bigint, text: string, rest: string): bigint {
    if ((operator === '/' || operator === '%') && right === 0n) {
      this.#error ??= `${text.trimStart()}: division by 0 (error token is "${rest}")`;
      return 0n;
    }
    if (operator === '**' && right < 0n) {
      this.#error ??= `${text.trimStart()}: exponent less than 0 (error token is "${rest}")`;
      return 0n;
    }
    return BigInt.asIntN(64, binary(operator, left, right));
  }

  #read(node: Extract<Expression, { type: 'variable' }>, depth: number): bigint {
    const value = this.#variables.get(node.name, this.#index(node, depth));
    if (value === undefined && this.#variables.strict) this.#error ??= `${node.name}: unbound variable`;
    if (value === undefined || value === '') return 0n;
    const inner = this.evaluate(value, depth + 1);
    if (inner.ok) return inner.value;
    this.#error ??= inner.error;
    return 0n;
  }

  #write(node: Extract<Expression, { type: 'variable' }>, value: bigint, depth: number): void {
    this.#variables.set(node.name, this.#index(node, depth), String(value));
  }

  #index(node: Extract<Expression, { type: 'variable' }>, depth: number): string | undefined {
    if (node.index === undefined || this.#variables.isTable(node.name)) return node.index;
    const index = this.evaluate(node.index, depth + 1);
    if (index.ok) return String(index.value);
    this.#error ??= index.error;
    return '0';
  }
}

function unary(operator: string, value: bigint): bigint {
  if (operator === '!') return value === 0n ? 1n : 0n;
  if (operator === '~') return ~value;
  return operator === '-' ? BigInt.asIntN(64, -value) : value;
}

function binary(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return powerOf(a, b);
    case '<<':
      return a << (b & 63n);
    case '>>':
      return a >> (b & 63n);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case ',':
      return b;
    default:
      return compare(operator, a, b) ? 1n : 0n;
  }
}

/** Square and multiply, cut to 64 bits at each step so that large powers stay small. */
function powerOf(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function compare(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    default:
      return a !== b;
  }
}
