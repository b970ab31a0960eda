import { bad, good, type Result } from '../../base/result.ts';
import { labelKeyProblems, labelValueProblems } from './names.ts';
import type { LabelSelector } from './types.data.ts';

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** How one label must be. `lt` and `gt` compare whole numbers. */
export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** One condition of a label selector. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** A parsed label selector: all requirements must hold; an empty one takes everything. */
export interface Selector {
  readonly requirements: readonly LabelRequirement[];
  /** Takes nothing at all, whatever the requirements. */
  readonly nothing?: boolean;
}

/** Takes every object. */
export const EVERYTHING: Selector = { requirements: [] };
/** Takes no object. */
export const NOTHING: Selector = { requirements: [], nothing: true };

/** Whether an object with these labels is taken. */
export function matches(selector: Selector, labels: Labels | undefined): boolean {
  if (selector.nothing === true) return false;
  return selector.requirements.every((requirement) => holds(requirement, labels ?? {}));
}

function holds({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const has = Object.hasOwn(labels, key);
  const value = labels[key] ?? '';
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return has && values.includes(value);
    case 'notin':
    case '!=':
      return !has || !values.includes(value);
    case 'exists':
      return has;
    case '!':
      return !has;
    case 'gt':
    case 'lt': {
      const [left, right] = [wholeNumber(value), wholeNumber(values[0] ?? '')];
      if (!has || left === undefined || right === undefined) return false;
      return operator === 'gt' ? left > right : left < right;
    }
  }
}

function wholeNumber(text: string): bigint | undefined {
  return /^[+-]?[0-9]+$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
}

const OPERATORS: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

/** The selector of a metav1.LabelSelector: undefined takes nothing, an empty one everything. */
export function fromLabelSelector(selector: LabelSelector | undefined): Selector {
  if (selector === undefined) return NOTHING;
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'in' as const,
    values: [value],
  }));
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }) => ({
    key,
    operator: OPERATORS[operator] ?? 'in',
    values: values ?? [],
  }));
  return { requirements: [...equal, ...expressions] };
}

/** The selector of a plain map, as in Services and ReplicationControllers; an empty or missing map takes everything. */
export function fromMap(labels: Labels | undefined): Selector {
  return {
    requirements: Object.entries(labels ?? {}).map(([key, value]) => ({
      key,
      operator: 'in',
      values: [value],
    })),
  };
}

/** Writes a selector in the form of `?labelSelector=`: `app=web,tier in (back,front)`; keys in order. */
export function formatSelector(selector: Selector): string {
  return selector.requirements
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((requirement) => formatRequirement(requirement))
    .join(',');
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const sorted = values.toSorted();
  switch (operator) {
    case 'in':
    case 'notin':
      return `${key} ${operator} (${sorted.join(',')})`;
    case '=':
    case '==':
    case '!=':
      return `${key}${operator}${sorted[0] ?? ''}`;
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'gt':
    case 'lt':
      return `${key}${operator === 'gt' ? '>' : '<'}${sorted[0] ?? ''}`;
  }
}

/** metav1.FormatLabelSelector: `<none>` for an empty selector; In with one value prints as in a map. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  const parsed = fromLabelSelector(selector);
  if (parsed.nothing === true) return '<none>';
  const equal = parsed.requirements.slice(0, Object.keys(selector?.matchLabels ?? {}).length);
  const rest = parsed.requirements.slice(equal.length);
  const text = formatSelector({
    requirements: [...equal.map((one): LabelRequirement => ({ ...one, operator: '=' })), ...rest],
  });
  return text === '' ? '<none>' : text;
}

/** Reads `?labelSelector=` in all its forms; errors in the server's words. @upstream apimachinery/pkg/labels/selector.go */
export function parseSelector(text: string): Result<Selector> {
  const parser = new SelectorParser(tokensOf(text));
  const parsed = parser.requirements();
  if (!parsed.ok) return parsed;
  const sorted = parsed.value.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return good({ requirements: sorted });
}

interface Token {
  readonly is: 'identifier' | '!' | '=' | '==' | '!=' | '>' | '<' | '(' | ')' | ',' | 'in' | 'notin' | 'end';
  readonly text: string;
}

const SPECIAL = '=!(),><';

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (/[ \t\r\n]/.test(char)) at++;
    else if (SPECIAL.includes(char)) {
      const two = text.slice(at, at + 2);
      const symbol = two === '==' || two === '!=' ? two : char;
      tokens.push(symbolToken(symbol));
      at += symbol.length;
    } else {
      let end = at;
      while (end < text.length && !SPECIAL.includes(text[end] ?? '') && !/[ \t\r\n]/.test(text[end] ?? ''))
        end++;
      const word = text.slice(at, end);
      tokens.push({ is: word === 'in' || word === 'notin' ? word : 'identifier', text: word });
      at = end;
    }
  }
  return tokens;
}

function symbolToken(symbol: string): Token {
  switch (symbol) {
    case '!':
    case '=':
    case '==':
    case '!=':
    case '>':
    case '<':
    case '(':
    case ')':
    case ',':
      return { is: symbol, text: symbol };
    default:
      return { is: 'identifier', text: symbol };
  }
}

const END: Token = { is: 'end', text: '' };

class SelectorParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** `in` and `notin` are words like any other where values are read. */
  #peek(values = false): Token {
    const token = this.#tokens[this.#at] ?? END;
    return values && (token.is === 'in' || token.is === 'notin')
      ? { is: 'identifier', text: token.text }
      : token;
  }

  #next(values = false): Token {
    const token = this.#peek(values);
    this.#at++;
    return token;
  }

  requirements(): Result<readonly LabelRequirement[]> {
    const found: LabelRequirement[] = [];
    for (;;) {
      const token = this.#peek();
      if (token.is === 'identifier' || token.is === '!') {
        const one = this.#requirement();
        if (!one.ok) return bad(`unable to parse requirement: ${one.error}`);
        found.push(one.value);
        const separator = this.#next();
        if (separator.is === 'end') return good(found);
        if (separator.is !== ',') return bad(`found '${separator.text}', expected: ',' or 'end of string'`);
        const after = this.#peek();
        if (after.is !== 'identifier' && after.is !== '!')
          return bad(`found '${after.text}', expected: identifier after ','`);
      } else if (token.is === 'end') return good(found);
      else return bad(`found '${token.text}', expected: !, identifier, or 'end of string'`);
    }
  }

  #requirement(): Result<LabelRequirement> {
    const negated = this.#peek().is === '!';
    if (negated) this.#at++;
    const key = this.#next(true);
    if (key.is !== 'identifier') return bad(`found '${key.text}', expected: identifier`);
    const problem = labelKeyProblems(key.text)[0];
    if (problem !== undefined) return bad(`<nil>: Invalid value: "${key.text}": ${problem}`);
    const next = this.#peek();
    if (next.is === 'end' || next.is === ',')
      return good({ key: key.text, operator: negated ? '!' : 'exists', values: [] });
    if (negated) return good({ key: key.text, operator: '!', values: [] });
    return this.#comparison(key.text);
  }

  #comparison(key: string): Result<LabelRequirement> {
    const token = this.#next();
    const operator = comparisonOf(token);
    if (operator === undefined) return bad(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    const values = operator === 'in' || operator === 'notin' ? this.#list() : this.#exact();
    if (!values.ok) return values;
    return checkedRequirement({ key, operator, values: values.value });
  }

  #list(): Result<readonly string[]> {
    const open = this.#next(true);
    if (open.is !== '(') return bad(`found '${open.text}' expected: '('`);
    const values = new Set<string>();
    let last: Token = open;
    for (;;) {
      const token = this.#next(true);
      if (token.is === 'identifier') {
        if (last.is === 'identifier') return bad(`found '${token.text}', expected: ',' or ')'`);
        values.add(token.text);
      } else if (token.is === ',') {
        if (last.is !== 'identifier') values.add('');
      } else if (token.is === ')') {
        if (last.is !== 'identifier') values.add('');
        return good([...values].toSorted());
      } else if (last.is === 'identifier') return bad(`found '${token.text}', expected: ',' or ')'`);
      else return bad(`found '${token.text}', expected: ',', ')' or identifier`);
      last = token;
    }
  }

  #exact(): Result<readonly string[]> {
    const token = this.#peek(true);
    if (token.is === 'end' || token.is === ',') return good(['']);
    this.#at++;
    return token.is === 'identifier'
      ? good([token.text])
      : bad(`found '${token.text}', expected: identifier`);
  }
}

function comparisonOf(token: Token): LabelOperator | undefined {
  switch (token.is) {
    case 'in':
    case 'notin':
    case '=':
    case '==':
    case '!=':
      return token.is;
    case '>':
      return 'gt';
    case '<':
      return 'lt';
    default:
      return undefined;
  }
}

function checkedRequirement(requirement: LabelRequirement): Result<LabelRequirement> {
  const { key, operator, values } = requirement;
  if ((operator === 'gt' || operator === 'lt') && wholeNumber(values[0] ?? '') === undefined)
    return bad(
      `values[0]: Invalid value: "${values[0] ?? ''}": for 'Gt', 'Lt' operators, the value must be an integer`,
    );
  for (const [index, value] of values.entries()) {
    const problem = labelValueProblems(value)[0];
    if (problem !== undefined) return bad(`values[${index}][${key}]: Invalid value: "${value}": ${problem}`);
  }
  return good(requirement);
}
