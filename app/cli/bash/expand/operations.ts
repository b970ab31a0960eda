import { assertNever } from '../../../base/assert.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import { quoteForReuse } from '../quote.ts';
import type { ParameterExpansionPart, Word } from '../syntax.ts';
import { expandArithmetic } from './arithmetic.ts';
import type { Values, WordExpansions } from './parameter.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { expandPrompt } from '../prompt.ts';
import { unescape } from '../escapes.ts';

type Operation = NonNullable<ParameterExpansionPart['operation']>;

/** Applies `#`, `%`, `/`, `:`, `^`, `,` and `@` to each value. Undefined after an error. */
export function* applyOperation(
  sh: Shell,
  operation: Operation,
  found: Values,
  words: WordExpansions,
): Sys<Values | undefined> {
  switch (operation.type) {
    case 'Remove': {
      const matcher = compile(sh, yield* words.pattern(sh, operation.operand));
      return mapped(found, (value) => removed(value, operation.operator, matcher));
    }
    case 'Replace': {
      const pattern = yield* words.pattern(sh, operation.pattern);
      const replacement = yield* replacementText(sh, operation.replacement, words);
      return mapped(found, (value) =>
        replaced(value, operation.operator, pattern, compile(sh, pattern), replacement),
      );
    }
    case 'Slice':
      return yield* sliced(sh, operation, found, words);
    case 'CaseModification': {
      const matcher = compile(sh, operation.operand ? yield* words.pattern(sh, operation.operand) : '?');
      return mapped(found, (value) => recased(value, operation.operator, matcher));
    }
    case 'Transform':
      return yield* transformed(sh, operation.operand.text, found);
    case 'Default':
    case 'Names':
    case 'Unknown':
      return found;
    default:
      return assertNever(operation);
  }
}

function compile(sh: Shell, pattern: string): Matcher {
  return compilePattern(pattern, { extended: sh.shopts.has('extglob') });
}

function mapped(found: Values, change: (value: string) => string): Values {
  return { ...found, values: found.values.map(change) };
}

function removed(value: string, operator: '#' | '##' | '%' | '%%', matcher: Matcher): string {
  const longest = operator.length === 2;
  if (operator.startsWith('#')) return value.slice(matcher.prefix(value, longest) ?? 0);
  return value.slice(0, matcher.suffix(value, longest) ?? value.length);
}

/** A replacement, in which an unquoted `&` stands for what matched; marked by U+0000, which no text holds. */
function* replacementText(sh: Shell, word: Word, words: WordExpansions): Sys<string> {
  const text = yield* words.pattern(sh, word);
  let out = '';
  for (const [all, escaped] of text.matchAll(/\\([\s\S])|[\s\S]/g)) {
    if (escaped !== undefined) out += escaped;
    else out += all === '&' && sh.shopts.has('patsub_replacement') ? '\0' : all;
  }
  return out;
}

function replaced(
  value: string,
  operator: '/' | '//' | '/#' | '/%',
  pattern: string,
  matcher: Matcher,
  replacement: string,
): string {
  const put = (match: string): string => replacement.replaceAll('\0', match);
  if (operator === '/#') {
    const end = matcher.prefix(value, true);
    return end === undefined ? value : put(value.slice(0, end)) + value.slice(end);
  }
  if (operator === '/%') {
    const start = matcher.suffix(value, true);
    return start === undefined ? value : value.slice(0, start) + put(value.slice(start));
  }
  if (pattern === '') return value;
  let out = '';
  let at = 0;
  while (at <= value.length) {
    const match = matcher.search(value, at);
    if (!match || (match.end === match.start && match.start === value.length)) break;
    const end = Math.max(match.end, match.start + 1);
    out +=
      value.slice(at, match.start) + put(value.slice(match.start, match.end)) + value.slice(match.end, end);
    at = end;
    if (operator === '/') break;
  }
  return out + value.slice(at);
}

function recased(value: string, operator: '^' | '^^' | ',' | ',,', matcher: Matcher): string {
  const change = (char: string): string =>
    matcher.matches(char) ? (operator.startsWith('^') ? char.toUpperCase() : char.toLowerCase()) : char;
  const chars = Array.from(value);
  return operator.length === 2
    ? chars.map(change).join('')
    : chars.map((c, i) => (i === 0 ? change(c) : c)).join('');
}

function* sliced(
  sh: Shell,
  operation: Extract<Operation, { type: 'Slice' }>,
  found: Values,
  words: WordExpansions,
): Sys<Values | undefined> {
  const offset = yield* expandArithmetic(sh, operation.offset.text, words.quoted);
  if (offset === undefined) return undefined;
  const length = operation.length && (yield* expandArithmetic(sh, operation.length.text, words.quoted));
  if (operation.length && length === undefined) return undefined;
  const positional = found.label === '@' || found.label === '*';
  const whole: readonly string[] =
    found.shape === 'one'
      ? Array.from(found.values[0] ?? '')
      : positional
        ? [sh.name, ...found.values]
        : found.values;
  const from = Number(offset) < 0 ? whole.length + Number(offset) : Number(offset);
  // Out of reach: no element, not even of a negative length.
  if (from < 0 || from > whole.length) return { ...found, values: found.shape === 'one' ? [''] : [] };
  const to = length === undefined ? whole.length : endOf(from, Number(length), whole.length);
  if (to < from || (Number(length ?? 0) < 0 && found.shape !== 'one')) {
    yield* sh.fail(`${operation.length?.text ?? ''}: substring expression < 0`);
    return undefined;
  }
  const part = whole.slice(positional && from === 0 && Number(offset) > 0 ? 1 : from, to);
  return { ...found, values: found.shape === 'one' ? [part.join('')] : part };
}

function endOf(from: number, length: number, size: number): number {
  return length < 0 ? size + length : Math.min(size, from + length);
}

function* transformed(sh: Shell, letter: string, found: Values): Sys<Values | undefined> {
  switch (letter) {
    case 'Q':
      return mapped(found, quoteForReuse);
    case 'U':
      return mapped(found, (value) => value.toUpperCase());
    case 'u':
      return mapped(found, (value) => value.slice(0, 1).toUpperCase() + value.slice(1));
    case 'L':
      return mapped(found, (value) => value.toLowerCase());
    case 'E':
      return mapped(found, unescape);
    case 'P':
      return mapped(found, (value) => expandPrompt(sh, value));
    case 'A':
      return mapped(found, (value) => `${found.label}=${quoteForReuse(value)}`);
    case 'a':
      return mapped(found, () => attributeLetters(sh, found.label));
    default:
      yield* sh.fail(`\${${found.label}@${letter}}: bad substitution`);
      return undefined;
  }
}

function attributeLetters(sh: Shell, label: string): string {
  const variable = sh.vars.find(label.replace(/\[.*$/, ''));
  if (!variable) return '';
  const letters = [
    variable.list && 'a',
    variable.table && 'A',
    variable.integer === true && 'i',
    variable.lower === true && 'l',
    variable.readonly === true && 'r',
    variable.upper === true && 'u',
    variable.exported === true && 'x',
  ];
  return letters.filter((letter) => typeof letter === 'string').join('');
}
