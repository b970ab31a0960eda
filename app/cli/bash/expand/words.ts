import { parseWord, type Word, type WordPart } from '../syntax.ts';
import type { Sys } from '../../../linux/process/program.ts';
import type { Shell } from '../shell.ts';
import { expandArithmetic } from './arithmetic.ts';
import { expandBraces } from './brace.ts';
import { Fields, patternOf, textOf, type Field } from './fields.ts';
import { expandFileNames, mustMatch } from './file-names.ts';
import { expandParameter, expandSimple } from './parameter.ts';
import { tildeOf, tildePrefix } from './tilde.ts';

/** Words of a command after every expansion: braces, tilde, parameters, commands, arithmetic, splitting, file names. */
export function* expandWords(sh: Shell, words: readonly Word[]): Sys<string[]> {
  const out: string[] = [];
  for (const word of words) {
    if (isPlain(word)) out.push(word.text);
    else yield* expandInto(sh, word, out);
    if (sh.unwind) break;
  }
  return out;
}

/** One text without splitting and file names: assignments, redirections, `case` words. */
export function* expandText(sh: Shell, word: Word): Sys<string> {
  if (isPlain(word)) return word.text;
  return textOf(yield* expandField(sh, word));
}

/** The right side of an assignment: as text, with tildes after colons too. */
export function* expandAssigned(sh: Shell, word: Word): Sys<string> {
  if (isPlain(word)) return word.text;
  return textOf(yield* expandField(sh, word, true));
}

/** A pattern: what was quoted means itself. */
export function* expandPattern(sh: Shell, word: Word): Sys<string> {
  return patternOf(yield* expandField(sh, word));
}

/** One field of quoted and unquoted runs, nothing split. */
export function* expandField(sh: Shell, word: Word, assigned = false): Sys<Field> {
  const fields = new Fields(undefined);
  yield* expandWordInto(sh, word, fields, assigned);
  return fields.finish()[0] ?? [];
}

/** The text of here-documents and of other parts between invisible double quotes. */
export function* expandQuoted(sh: Shell, parts: readonly WordPart[]): Sys<string> {
  const fields = new Fields(undefined);
  yield* expandParts(sh, parts, fields, true);
  return textOf(fields.finish()[0] ?? []);
}

/** Whether a word means just its text. */
function isPlain(word: Word): boolean {
  return word.parts === undefined && !/[\\~*?[{]/.test(word.text);
}

function* expandInto(sh: Shell, word: Word, out: string[]): Sys<void> {
  if (word.text.includes('{') && sh.features.braces && sh.has('braceexpand')) {
    const words = expandBraces(word.text);
    if (words.length > 1 || words[0] !== word.text) {
      for (const text of words) {
        if (/^[\w./:@%+,-]+$/.test(text)) out.push(text);
        else yield* expandFields(sh, parseWord(text), out);
      }
      return;
    }
  }
  yield* expandFields(sh, word, out);
}

function* expandFields(sh: Shell, word: Word, out: string[]): Sys<void> {
  const fields = new Fields(sh.vars.get('IFS') ?? ' \t\n');
  yield* expandWordInto(sh, word, fields, false);
  if (sh.unwind) return;
  for (const field of fields.finish()) {
    const paths = expandFileNames(sh, field);
    if (paths) out.push(...paths);
    else if (mustMatch(sh, field)) {
      yield* sh.fail(`no match: ${textOf(field)}`);
      return;
    } else out.push(textOf(field));
  }
}

function* expandWordInto(sh: Shell, word: Word, out: Fields, assigned: boolean): Sys<void> {
  const { parts } = word;
  if (!parts) {
    addLiteral(out, addTilde(sh, word.text, out, assigned));
    return;
  }
  const [first] = parts;
  if (first?.type === 'Literal' && first.text.startsWith('~')) {
    addLiteral(out, addTilde(sh, first.text, out, assigned));
    yield* expandParts(sh, parts.slice(1), out, false);
  } else yield* expandParts(sh, parts, out, false);
}

/** Adds what a leading tilde stands for and returns the rest of the text. */
function addTilde(sh: Shell, text: string, out: Fields, assigned: boolean): string {
  const prefix = tildePrefix(text);
  const directory =
    prefix !== undefined && (assigned || !prefix.includes(':')) ? tildeOf(sh, prefix) : undefined;
  if (prefix === undefined || directory === undefined) return assigned ? laterTildes(sh, text) : text;
  out.add(directory, true);
  const rest = text.slice(prefix.length);
  if (!assigned && rest.startsWith(':')) return rest;
  return assigned ? laterTildes(sh, rest) : rest;
}

function laterTildes(sh: Shell, text: string): string {
  if (!text.includes(':~')) return text;
  return text.replace(/:(~[\w+.-]*)(?=[/:]|$)/g, (all, prefix: string) => {
    const directory = tildeOf(sh, prefix);
    return directory === undefined ? all : `:${directory}`;
  });
}

/** Unquoted source text: a backslash quotes the next character, and joins lines. */
function addLiteral(out: Fields, text: string): void {
  if (!text.includes('\\')) {
    if (text !== '') out.add(text, false);
    return;
  }
  for (const found of text.matchAll(/\\([\s\S])|[^\\]+|\\$/g)) {
    const [all, escaped] = found;
    if (escaped === undefined) out.add(all, false);
    else if (escaped !== '\n') out.add(escaped, true);
  }
}

function* expandParts(sh: Shell, parts: readonly WordPart[], out: Fields, quoted: boolean): Sys<void> {
  for (const part of parts) {
    yield* expandPart(sh, part, out, quoted);
    if (sh.unwind) return;
  }
}

function* expandPart(sh: Shell, part: WordPart, out: Fields, quoted: boolean): Sys<void> {
  switch (part.type) {
    case 'Literal':
      if (quoted) out.add(part.value, true);
      else addLiteral(out, part.text);
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      out.add(part.value, true);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      yield* expandDoubleQuoted(sh, part.parts, out);
      return;
    case 'SimpleExpansion':
      yield* expandSimple(sh, part.text.slice(1), out, quoted);
      return;
    case 'ParameterExpansion':
      yield* expandParameter(sh, part, out, quoted, EXPANSIONS);
      return;
    case 'CommandExpansion': {
      const text = part.script ? yield* sh.execution.capture(sh, part.script) : '';
      if (quoted) out.add(text, true);
      else out.split(text);
      return;
    }
    case 'ArithmeticExpansion': {
      const value = yield* expandArithmetic(
        sh,
        part.text.slice(part.text.startsWith('$((') ? 3 : 2, part.text.startsWith('$((') ? -2 : -1),
        expandQuoted,
      );
      if (value !== undefined) out.add(String(value), quoted);
      return;
    }
    case 'ProcessSubstitution':
      if (part.script) out.add(sh.execution.substitute(sh, part.script, part.operator), true);
      return;
    case 'Glob':
      if (part.kind === 'bracket' && !quoted) yield* expandBracket(sh, part.text, part.parts, out);
      else out.add(part.text, quoted);
      return;
    case 'ExtendedGlob':
      yield* expandGroup(sh, part, out);
      return;
    case 'BraceExpansion':
      if (part.parts && !quoted) yield* expandBracket(sh, part.text, part.parts, out);
      else addLiteral(out, part.text);
  }
}

function* expandDoubleQuoted(sh: Shell, parts: readonly WordPart[], out: Fields): Sys<void> {
  // "$@" without arguments is no word at all; any other quotes make one, even if empty.
  if (!parts.every(isAllArguments) || parts.length === 0) out.add('', true);
  yield* expandParts(sh, parts, out, true);
}

function isAllArguments(part: WordPart): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  return (
    part.type === 'ParameterExpansion' &&
    (part.parameter === '@' || part.index?.text === '@') &&
    part.prefix !== '#'
  );
}

/** `[…]` and `{…}` kept as they are, with what stands inside expanded. */
function* expandBracket(sh: Shell, text: string, parts: readonly WordPart[], out: Fields): Sys<void> {
  if (parts.every((part) => part.type === 'Literal')) {
    addLiteral(out, text);
    return;
  }
  out.add(text.slice(0, 1), false);
  yield* expandParts(sh, parts, out, false);
  out.add(text.slice(-1), false);
}

function* expandGroup(sh: Shell, part: Extract<WordPart, { type: 'ExtendedGlob' }>, out: Fields): Sys<void> {
  out.add(`${part.operator}(`, false);
  if (part.parts) yield* expandParts(sh, part.parts, out, false);
  else addLiteral(out, part.pattern);
  out.add(')', false);
}

/** The word of `${x:-word}`: unlike other words, its own text is split too. */
function* expandOperand(sh: Shell, word: Word, out: Fields): Sys<void> {
  if (!word.parts) {
    splitLiteral(out, addTilde(sh, word.text, out, false));
    return;
  }
  for (const [index, part] of word.parts.entries()) {
    if (part.type === 'Literal')
      splitLiteral(out, index === 0 ? addTilde(sh, part.text, out, false) : part.text);
    else yield* expandPart(sh, part, out, false);
    if (sh.unwind) return;
  }
}

function splitLiteral(out: Fields, text: string): void {
  for (const [all, escaped] of text.matchAll(/\\([\s\S])|[^\\]+|\\$/g)) {
    if (escaped === undefined) out.split(all);
    else if (escaped !== '\n') out.add(escaped, true);
  }
}

/** What expansions of parameters need of the expansion of words; handed over because each needs the other. */
const EXPANSIONS = {
  text: expandText,
  pattern: expandPattern,
  quoted: expandQuoted,
  *into(sh: Shell, word: Word, out: Fields, quoted: boolean): Sys<void> {
    if (!quoted) yield* expandOperand(sh, word, out);
    else if (word.parts) yield* expandParts(sh, word.parts, out, true);
    else out.add(word.value, true);
  },
};
