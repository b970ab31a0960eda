import type { Sys } from '../../linux/process/program.ts';
import { bad, good, type Result } from '../../base/result.ts';
import { compareNumbers, NUMERIC, testFiles, testUnary, UNARY } from './conditions.ts';
import type { Shell } from './shell.ts';

/** `test` and `[`: 0 when true, 1 when false, 2 when the expression is wrong. */
export function* runTest(sh: Shell, name: string, args: readonly string[]): Sys<number> {
  const answer = new TestReader(sh, args).read();
  if (answer.ok) return answer.value ? 0 : 1;
  const number = /^(.*): integer expression expected$/.exec(answer.error)?.[1];
  const ash = sh.features.shell === 'ash';
  yield* sh.complain(ash && number !== undefined ? `${number}: bad number` : `${name}: ${answer.error}`);
  return 2;
}

const BINARY = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef', ...NUMERIC]);

/** Reads an expression by the number of its words, as POSIX says, and by precedence beyond four. */
class TestReader {
  readonly #sh: Shell;
  readonly #words: readonly string[];
  #at = 0;
  #error: string | undefined;

  constructor(sh: Shell, words: readonly string[]) {
    this.#sh = sh;
    this.#words = words;
  }

  read(): Result<boolean> {
    const value = this.#byCount(this.#words);
    if (this.#error !== undefined) return bad(this.#error);
    return good(value);
  }

  #byCount(words: readonly string[]): boolean {
    const [a = '', b = '', c = '', d = ''] = words;
    switch (words.length) {
      case 0:
        return false;
      case 1:
        return a !== '';
      case 2:
        if (a === '!') return b === '';
        if (UNARY.has(a)) return testUnary(this.#sh, a, b);
        return this.#fail(`${a}: unary operator expected`);
      case 3:
        if (BINARY.has(b)) return this.#binary(a, b, c);
        if (b === '-a') return a !== '' && c !== '';
        if (b === '-o') return a !== '' || c !== '';
        if (a === '!') return !this.#byCount([b, c]);
        if (a === '(' && c === ')') return b !== '';
        return this.#fail(`${b}: binary operator expected`);
      case 4:
        if (a === '!') return !this.#byCount([b, c, d]);
        if (a === '(' && d === ')') return this.#byCount([b, c]);
        return this.#whole();
      default:
        return this.#whole();
    }
  }

  #whole(): boolean {
    const value = this.#or();
    if (this.#at < this.#words.length) return this.#fail('too many arguments');
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#takes('-o')) {
      const right = this.#and();
      value = value || right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#takes('-a')) {
      const right = this.#not();
      value = value && right;
    }
    return value;
  }

  #not(): boolean {
    return this.#takes('!') ? !this.#not() : this.#primary();
  }

  #primary(): boolean {
    const word = this.#words[this.#at];
    const next = this.#words[this.#at + 1];
    if (word === undefined) return this.#fail('argument expected');
    if (next !== undefined && BINARY.has(next)) {
      const right = this.#words[this.#at + 2];
      if (right === undefined) return this.#fail('argument expected');
      this.#at += 3;
      return this.#binary(word, next, right);
    }
    if (word === '(') {
      this.#at += 1;
      const value = this.#or();
      return this.#takes(')') ? value : this.#fail("`)' expected");
    }
    if (UNARY.has(word) && next !== undefined) {
      this.#at += 2;
      return testUnary(this.#sh, word, next);
    }
    this.#at += 1;
    return word !== '';
  }

  #takes(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #binary(left: string, operator: string, right: string): boolean {
    if (operator === '=' || operator === '==') return left === right;
    if (operator === '!=') return left !== right;
    if (operator === '<') return left < right;
    if (operator === '>') return left > right;
    if (!NUMERIC.has(operator)) return testFiles(this.#sh, operator, left, right);
    for (const text of [left, right]) {
      if (!/^\s*[-+]?\d+\s*$/.test(text)) return this.#fail(`${text}: integer expression expected`);
    }
    return compareNumbers(
      operator,
      BigInt(left.trim().replace('+', '')),
      BigInt(right.trim().replace('+', '')),
    );
  }

  #fail(error: string): boolean {
    this.#error ??= error;
    return false;
  }
}
