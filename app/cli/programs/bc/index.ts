import { bad, good, type Result } from '../../../base/result.ts';
import { STDIN } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { tool } from '../../tool/tool.ts';
import {
  add,
  compare,
  decimalText,
  divide,
  multiply,
  negate,
  parseDecimal,
  power,
  remainder,
  rescale,
  squareRoot,
  whole,
  type Decimal,
} from './decimal.ts';

/** Calculates with numbers of any length: expressions, variables, scale, sqrt, comparisons. */
export const bc = tool('bc', 'bc [-lq] [FILE]...', run);

function* run(p: Process): Sys<number> {
  const words = p.argv.slice(1);
  const calculator = new Calculator(words.some((word) => /^-\w*l/.test(word)) ? 20 : 0);
  for (const name of words.filter((word) => !word.startsWith('-'))) {
    const text = p.fs.readText(name);
    if (!text.ok) {
      yield* p.warn(`File ${name} is unavailable.\n`);
      return 1;
    }
    if (yield* calculate(p, calculator, text.value)) return 0;
  }
  for (let line = yield* p.readLine(STDIN); line; line = yield* p.readLine(STDIN)) {
    calculator.line++;
    if (yield* calculate(p, calculator, line.text)) break;
  }
  return 0;
}

/** True when the text says quit. */
function* calculate(p: Process, calculator: Calculator, text: string): Sys<boolean> {
  for (const statement of text.replace(/\/\*[\s\S]*?\*\/|#.*$/gm, '').split(/[;\n]/)) {
    const trimmed = statement.trim();
    if (trimmed === '') continue;
    if (trimmed === 'quit' || trimmed === 'halt') return true;
    const value = calculator.statement(trimmed);
    if (!value.ok) yield* p.warn(`${value.error}\n`);
    else if (value.value !== undefined) yield* p.print(`${value.value}\n`);
  }
  return false;
}

type Value = Result<Decimal>;

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'];

class Calculator {
  #scale: number;
  readonly #variables = new Map<string, Decimal>();
  #tokens: readonly string[] = [];
  #at = 0;
  /** Number of the input line, for errors. */
  line = 0;

  constructor(scale: number) {
    this.#scale = scale;
  }

  /** What a statement prints; undefined for assignments. */
  statement(text: string): Result<string | undefined> {
    const quoted = /^(?:print\s+)?"([^"]*)"$/.exec(text);
    if (quoted) return good(quoted[1]);
    if (/^(define|if|for|while|auto|return)\b/.test(text))
      return bad(`lintas: bc's ${text.split(/\W/)[0] ?? ''} is not simulated`);
    this.#tokens =
      text.match(/\d+\.?\d*|\.\d+|[a-z_][a-z0-9_]*|[-+*/%^<>=!]=|\+\+|--|&&|\|\||[-+*/%^()<>=!]/g) ?? [];
    this.#at = 0;
    const isAssignment = /^[a-z_]\w*\s*([-+*/%^]?)=(?!=)/.test(text);
    const value = this.#assignment();
    if (!value.ok) return value;
    if (this.#at < this.#tokens.length) return bad(`(standard_in) ${this.line}: syntax error`);
    return good(isAssignment ? undefined : decimalText(value.value));
  }

  #syntaxError(): Value {
    return bad(`(standard_in) ${this.line}: syntax error`);
  }

  get #token(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #assignment(): Value {
    const [name = '', operator = ''] = this.#tokens.slice(this.#at, this.#at + 2);
    if (!/^[a-z_]/.test(name) || !/^[-+*/%^]?=$/.test(operator)) return this.#comparison();
    this.#at += 2;
    const right = this.#assignment();
    if (!right.ok) return right;
    const value =
      operator === '=' ? right : this.#applied(operator.charAt(0), this.#variable(name), right.value);
    if (!value.ok) return value;
    if (name === 'scale') this.#scale = Number(rescale(value.value, 0).units);
    else this.#variables.set(name, value.value);
    return value;
  }

  #variable(name: string): Decimal {
    return name === 'scale' ? whole(this.#scale) : (this.#variables.get(name) ?? whole(0));
  }

  #comparison(): Value {
    let left = this.#sum();
    while (left.ok && COMPARISONS.includes(this.#token)) {
      const operator = this.#tokens[this.#at++] ?? '';
      const right = this.#sum();
      if (!right.ok) return right;
      const order = compare(left.value, right.value);
      const holds = {
        '==': order === 0,
        '!=': order !== 0,
        '<=': order <= 0,
        '>=': order >= 0,
        '<': order < 0,
        '>': order > 0,
      }[operator];
      left = good(whole(holds === true ? 1 : 0));
    }
    return left;
  }

  #sum(): Value {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): Value {
    return this.#chain(['*', '/', '%'], () => this.#negative());
  }

  #chain(operators: readonly string[], operand: () => Value): Value {
    let left = operand();
    while (left.ok && operators.includes(this.#token)) {
      const operator = this.#tokens[this.#at++] ?? '';
      const right = operand();
      if (!right.ok) return right;
      left = this.#applied(operator, left.value, right.value);
    }
    return left;
  }

  #negative(): Value {
    if (this.#token !== '-') return this.#power();
    this.#at++;
    const value = this.#negative();
    return value.ok ? good(negate(value.value)) : value;
  }

  #power(): Value {
    const base = this.#primary();
    if (!base.ok || this.#token !== '^') return base;
    this.#at++;
    const exponent = this.#negative();
    return exponent.ok ? this.#applied('^', base.value, exponent.value) : exponent;
  }

  #primary(): Value {
    const token = this.#tokens[this.#at++] ?? '';
    if (/^[\d.]/.test(token)) return good(parseDecimal(token));
    if (token === '(') {
      const inner = this.#assignment();
      if (inner.ok && this.#tokens[this.#at++] !== ')') return this.#syntaxError();
      return inner;
    }
    if (!/^[a-z_]/.test(token)) return this.#syntaxError();
    if (this.#token !== '(') return good(this.#variable(token));
    this.#at++;
    const argument = this.#assignment();
    if (!argument.ok) return argument;
    if (this.#tokens[this.#at++] !== ')') return this.#syntaxError();
    return this.#function(token, argument.value);
  }

  #function(name: string, value: Decimal): Value {
    if (name === 'sqrt') {
      const root = squareRoot(value, this.#scale);
      return root ? good(root) : bad('Runtime error (func=(main), adr=3): Square root of a negative number');
    }
    if (name === 'length') return good(whole(value.units.toString().replace('-', '').length));
    if (name === 'scale') return good(whole(value.scale));
    return bad(`lintas: bc's function ${name} is not simulated`);
  }

  #applied(operator: string, left: Decimal, right: Decimal): Value {
    if (operator === '+') return good(add(left, right));
    if (operator === '-') return good(add(left, negate(right)));
    if (operator === '*') return good(multiply(left, right, this.#scale));
    const result =
      operator === '/'
        ? divide(left, right, this.#scale)
        : operator === '%'
          ? remainder(left, right, this.#scale)
          : power(left, right, this.#scale);
    return result
      ? good(result)
      : bad(`Runtime error (func=(main), adr=3): ${operator === '%' ? 'Modulo' : 'Divide'} by zero`);
  }
}
