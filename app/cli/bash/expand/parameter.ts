import type { Sys } from '../../../linux/process/program.ts';
import { isSet } from '../assign.ts';
import type { Shell } from '../shell.ts';
import type { ParameterExpansionPart, Word, WordPart } from '../syntax.ts';
import { keysOf, scalarOf, valuesOf } from '../variables.ts';
import { computeArithmetic } from './arithmetic.ts';
import type { Fields } from './fields.ts';
import { applyOperation } from './operations.ts';
import { specialParameter } from './special.ts';

/** Expansions of words, handed in by the one that expands them. */
export interface WordExpansions {
  readonly text: (sh: Shell, word: Word) => Sys<string>;
  readonly pattern: (sh: Shell, word: Word) => Sys<string>;
  readonly quoted: (sh: Shell, parts: readonly WordPart[]) => Sys<string>;
  readonly into: (sh: Shell, word: Word, out: Fields, quoted: boolean) => Sys<void>;
}

/** What a parameter stands for before any operation. */
export interface Values {
  readonly values: readonly string[];
  /** `one`: a single text; `at`: a field each; `star`: joined by the first character of IFS when quoted. */
  readonly shape: 'one' | 'at' | 'star';
  readonly set: boolean;
  /** As error messages name it. */
  readonly label: string;
}

/** `$name` and `$?` and the like. */
export function* expandSimple(sh: Shell, name: string, out: Fields, quoted: boolean): Sys<void> {
  const found = valuesNamed(sh, name);
  if (!found.set && (yield* refuseUnset(sh, found))) return;
  emit(sh, found, out, quoted);
}

/** `${…}` with everything that may stand inside. */
export function* expandParameter(
  sh: Shell,
  part: ParameterExpansionPart,
  out: Fields,
  quoted: boolean,
  words: WordExpansions,
): Sys<void> {
  const { operation } = part;
  if (operation?.type === 'Unknown' || part.parameter === '') {
    yield* sh.fail(`${part.text}: bad substitution`);
    return;
  }
  if (part.prefix === '!' && operation?.type === 'Names') {
    const names = sh.vars.names(part.parameter).filter((name) => isSet(sh.vars.find(name)));
    emit(
      sh,
      { values: names, shape: operation.operator === '@' ? 'at' : 'star', set: true, label: '' },
      out,
      quoted,
    );
    return;
  }
  const found = yield* lookUp(sh, part, words);
  if (!found || sh.unwind) return;
  if (part.prefix === '#') {
    if (!found.set && (yield* refuseUnset(sh, found))) return;
    const length = found.shape === 'one' ? Array.from(found.values[0] ?? '').length : found.values.length;
    out.add(String(length), quoted);
    return;
  }
  if (!operation) {
    if (!found.set && (yield* refuseUnset(sh, found))) return;
    emit(sh, found, out, quoted);
    return;
  }
  if (operation.type === 'Default') {
    yield* expandDefault(sh, part, operation, found, out, quoted, words);
    return;
  }
  if (!found.set && (yield* refuseUnset(sh, found))) return;
  const changed = yield* applyOperation(sh, operation, found, words);
  if (changed) emit(sh, changed, out, quoted);
}

/** The values of a name without index. */
export function valuesNamed(sh: Shell, name: string): Values {
  if (name === '@' || name === '*') {
    return { values: sh.positional, shape: name === '@' ? 'at' : 'star', set: true, label: name };
  }
  const special = specialParameter(sh, name);
  if (special !== undefined) return { values: [special], shape: 'one', set: true, label: name };
  if (/^\d+$/.test(name)) {
    const value = name === '0' ? sh.name : sh.positional[Number(name) - 1];
    return {
      values: value === undefined ? [] : [value],
      shape: 'one',
      set: value !== undefined,
      label: name,
    };
  }
  const value = sh.vars.get(name);
  return { values: value === undefined ? [] : [value], shape: 'one', set: value !== undefined, label: name };
}

function* lookUp(sh: Shell, part: ParameterExpansionPart, words: WordExpansions): Sys<Values | undefined> {
  const { parameter: name, index, prefix } = part;
  if (prefix === '!') {
    if (index && (index.text === '@' || index.text === '*')) {
      return { values: keysOf(sh.vars.find(name)), shape: shapeOf(index.text), set: true, label: name };
    }
    return yield* lookUpIndirect(sh, name, index, words);
  }
  if (!index) return valuesNamed(sh, name);
  return yield* lookUpElement(sh, name, index, words);
}

function* lookUpElement(
  sh: Shell,
  name: string,
  index: Word,
  words: WordExpansions,
): Sys<Values | undefined> {
  const special = dynamicList(sh, name);
  const variable = special ? { list: new Map(special.map((v, i) => [i, v])) } : sh.vars.find(name);
  if (index.text === '@' || index.text === '*') {
    const values = valuesOf(variable);
    return { values, shape: shapeOf(index.text), set: true, label: `${name}[${index.text}]` };
  }
  const label = `${name}[${index.text}]`;
  if (variable?.table) {
    const value = variable.table.get(yield* words.text(sh, index));
    return { values: value === undefined ? [] : [value], shape: 'one', set: value !== undefined, label };
  }
  const number = yield* computeArithmetic(sh, yield* words.text(sh, index));
  if (number === undefined) return undefined;
  const list = variable?.list;
  const scalar = variable && scalarOf(variable);
  const size = list ? Math.max(-1, ...list.keys()) + 1 : scalar === undefined ? 0 : 1;
  const at = Number(number) < 0 ? size + Number(number) : Number(number);
  const value = list ? list.get(at) : at === 0 ? scalar : undefined;
  return { values: value === undefined ? [] : [value], shape: 'one', set: value !== undefined, label };
}

/** `${!name}`: the variable whose name is the value of this one. */
function* lookUpIndirect(
  sh: Shell,
  name: string,
  index: Word | undefined,
  words: WordExpansions,
): Sys<Values | undefined> {
  const pointer = index ? yield* lookUpElement(sh, name, index, words) : valuesNamed(sh, name);
  const target = pointer?.values[0];
  if (target === undefined) {
    yield* sh.fail(`${name}: invalid indirect expansion`);
    return undefined;
  }
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(target);
  if (!element) return valuesNamed(sh, target);
  const text = element[2] ?? '';
  const word: Word = { type: 'Word', text, value: text, pos: 0, end: text.length };
  return yield* lookUpElement(sh, element[1] ?? '', word, words);
}

/** Lists that the shell keeps elsewhere. */
function dynamicList(sh: Shell, name: string): readonly string[] | undefined {
  if (name === 'PIPESTATUS') return sh.pipeStatus.map(String);
  if (name === 'FUNCNAME') return sh.functionNames;
  if (name === 'DIRSTACK') return [sh.vars.get('PWD') ?? sh.p.cwd, ...sh.directories];
  return undefined;
}

function shapeOf(index: string): 'at' | 'star' {
  return index === '@' ? 'at' : 'star';
}

type DefaultOperation = Extract<NonNullable<ParameterExpansionPart['operation']>, { type: 'Default' }>;

function* expandDefault(
  sh: Shell,
  part: ParameterExpansionPart,
  { operator, operand }: DefaultOperation,
  found: Values,
  out: Fields,
  quoted: boolean,
  words: WordExpansions,
): Sys<void> {
  const colon = operator.startsWith(':');
  const joined = found.values.join(' ');
  const present = found.shape === 'one' ? found.set : found.values.length > 0;
  const usable = present && !(colon && joined === '');
  const action = operator.at(-1);
  if (action === '+') {
    if (usable) yield* words.into(sh, operand, out, quoted);
    return;
  }
  if (usable) {
    emit(sh, found, out, quoted);
    return;
  }
  if (action === '-') {
    yield* words.into(sh, operand, out, quoted);
    return;
  }
  const text = yield* words.text(sh, operand);
  if (sh.unwind) return;
  if (action === '?') {
    const reason = text === '' ? `parameter ${colon ? 'null or ' : ''}not set` : text;
    yield* sh.fail(`${found.label}: ${reason}`, sh.interactive ? 1 : sh.features.shell === 'ash' ? 2 : 127);
    return;
  }
  if (!/^[A-Za-z_]\w*$/.test(part.parameter)) {
    yield* sh.fail(`$${part.parameter}: cannot assign in this way`);
    return;
  }
  sh.vars.set(part.parameter, text);
  emit(sh, { ...found, values: [text] }, out, quoted);
}

/** With `set -u`, a parameter without value ends the command. */
function* refuseUnset(sh: Shell, found: Values): Sys<boolean> {
  if (!sh.has('nounset') || found.shape !== 'one') return false;
  const ash = sh.features.shell === 'ash';
  yield* sh.fail(
    `${found.label}: ${ash ? 'parameter not set' : 'unbound variable'}`,
    sh.interactive ? 1 : ash ? 2 : 127,
  );
  return true;
}

/** Gives the values to the fields being built. */
function emit(sh: Shell, { values, shape }: Values, out: Fields, quoted: boolean): void {
  if (shape === 'one') {
    const [value = ''] = values;
    if (quoted) out.add(value, true);
    else out.split(value);
    return;
  }
  const ifs = sh.vars.get('IFS');
  if ((quoted && shape === 'star') || !out.splits) {
    const separator = shape === 'at' ? ' ' : ifs === undefined ? ' ' : ifs.slice(0, 1);
    out.add(values.join(separator), quoted);
    return;
  }
  for (const [index, value] of values.entries()) {
    if (index > 0) out.next();
    if (quoted) out.add(value, true);
    else out.split(value);
  }
}
