import { bad, good, type Result } from '../../base/result.ts';
import { compileRegex } from '../regex/regex.ts';
import { compareBytes } from '../tool/input.ts';
import { tool, tryHelp } from '../tool/tool.ts';

/** Works out an expression given as separate words. */
export const expr = tool('expr', 'expr EXPRESSION...', function* (p) {
  const words = p.argv.slice(1);
  if (words.length === 0) {
    yield* p.warn(`expr: missing operand\n${tryHelp('expr')}`);
    return 2;
  }
  const parser = new Expression(words[0] === '--' ? words.slice(1) : words);
  const value = parser.whole();
  if (!value.ok) {
    yield* p.warn(`expr: ${value.error}\n`);
    return 2;
  }
  yield* p.print(`${value.value}\n`);
  return value.value === '' || /^-?0+$/.test(value.value) ? 1 : 0;
});

type Value = Result<string>;

const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

class Expression {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  whole(): Value {
    const value = this.#level(0);
    if (!value.ok || this.#at >= this.#words.length) return value;
    return bad(`syntax error: unexpected argument ‘${this.#words[this.#at] ?? ''}’`);
  }

  #level(level: number): Value {
    const operators = LEVELS[level];
    if (!operators) return this.#primary();
    let left = this.#level(level + 1);
    while (left.ok && operators.includes(this.#words[this.#at] ?? '')) {
      const operator = this.#words[this.#at++] ?? '';
      const right = this.#level(level + 1);
      if (!right.ok) return right;
      left = applied(operator, left.value, right.value);
    }
    return left;
  }

  #primary(): Value {
    const word = this.#words[this.#at++];
    if (word === undefined) return bad(`syntax error: missing argument after ‘${this.#words.at(-1) ?? ''}’`);
    if (word === '(') {
      const inner = this.#level(0);
      if (!inner.ok) return inner;
      if (this.#words[this.#at++] !== ')')
        return bad(`syntax error: expecting ')' after ‘${this.#words[this.#at - 2] ?? ''}’`);
      return inner;
    }
    if (word === ')') return bad("syntax error: unexpected ')'");
    if (this.#at < this.#words.length) return this.#function(word);
    return good(word);
  }

  #function(word: string): Value {
    const operand = (): Value => this.#primary();
    if (word === 'length') {
      const text = operand();
      return text.ok ? good(String(Array.from(text.value).length)) : text;
    }
    if (word === 'match' || word === 'index') {
      const [text, other] = [operand(), operand()];
      if (!text.ok || !other.ok) return text.ok ? other : text;
      if (word === 'match') return applied(':', text.value, other.value);
      return good(String(Array.from(text.value).findIndex((char) => other.value.includes(char)) + 1));
    }
    if (word !== 'substr') return good(word);
    const [text, from, length] = [operand(), operand(), operand()];
    if (!text.ok || !from.ok || !length.ok) return bad('syntax error');
    const start = Number(from.value);
    if (!(start > 0) || !(Number(length.value) > 0)) return good('');
    return good(
      Array.from(text.value)
        .slice(start - 1, start - 1 + Number(length.value))
        .join(''),
    );
  }
}

const INTEGER = /^-?\d+$/;

function applied(operator: string, left: string, right: string): Value {
  const isNull = (text: string): boolean => text === '' || /^-?0+$/.test(text);
  if (operator === '|') return good(isNull(left) ? (isNull(right) ? '0' : right) : left);
  if (operator === '&') return good(isNull(left) || isNull(right) ? '0' : left);
  if (operator === ':') return matched(left, right);
  const numbers = INTEGER.test(left) && INTEGER.test(right);
  if (LEVELS[2]?.includes(operator)) {
    const order = numbers
      ? Number(BigInt(left) > BigInt(right)) - Number(BigInt(left) < BigInt(right))
      : compareBytes(left, right);
    return good(compared(operator, order) ? '1' : '0');
  }
  if (!numbers) return bad('non-integer argument');
  const [a, b] = [BigInt(left), BigInt(right)];
  if ((operator === '/' || operator === '%') && b === 0n) return bad('division by zero');
  const result =
    operator === '+'
      ? a + b
      : operator === '-'
        ? a - b
        : operator === '*'
          ? a * b
          : operator === '/'
            ? a / b
            : a % b;
  return good(String(result));
}

function compared(operator: string, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}

function matched(text: string, pattern: string): Value {
  const regex = compileRegex(`^${pattern.replace(/^\^/, '')}`, { syntax: 'basic' });
  if (!regex.ok) return bad(regex.error);
  const match = regex.value.find(text);
  if (regex.value.groups > 0) {
    const bounds = match?.groups[1];
    return good(bounds ? text.slice(bounds[0], bounds[1]) : '');
  }
  return good(match ? String(Array.from(text.slice(0, match.end)).length) : '0');
}
