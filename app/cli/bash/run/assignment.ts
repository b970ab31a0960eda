import type { Sys } from '../../../linux/process/program.ts';
import { attributed, elementOf, listOf, setElement } from '../assign.ts';
import { expandArithmetic } from '../expand/arithmetic.ts';
import { expandAssigned, expandQuoted, expandText, expandWords } from '../expand/words.ts';
import { quoteIfNeeded } from '../quote.ts';
import type { Shell } from '../shell.ts';
import { parseWord, type ArrayValue, type Assignment } from '../syntax.ts';
import type { Variable } from '../variables.ts';

/** Does `name=value`, `name[i]=value`, `name+=value` or `name=(…)`. */
export function* applyAssignment(sh: Shell, assignment: Assignment): Sys<void> {
  const { name, value, index, append } = assignment;
  if (sh.vars.find(name)?.readonly === true) {
    const ash = sh.features.shell === 'ash';
    yield* sh.fail(`${name}: ${ash ? 'is read only' : 'readonly variable'}`, ash ? 2 : 1);
    return;
  }
  if (value.type === 'ArrayValue') {
    yield* assignArray(sh, sh.vars.own(name), value, append === true);
    return;
  }
  const text = yield* expandAssigned(sh, value);
  if (sh.unwind) return;
  const at = index && (yield* indexOf(sh, name, index.text));
  if (sh.unwind) return;
  yield* assignText(sh, name, text, { index: at, append: append === true });
}

/** Writes a text under a variable's attributes. */
export function* assignText(
  sh: Shell,
  name: string,
  text: string,
  { index, append }: { readonly index?: string | undefined; readonly append: boolean },
): Sys<void> {
  const variable = sh.vars.own(name);
  const before = append ? (elementOf(sh, name, index) ?? (variable.integer === true ? '0' : '')) : '';
  const joined = append && variable.integer === true ? `${before}+(${text})` : before + text;
  const value = attributed(sh, variable, joined);
  if (sh.has('xtrace')) yield* sh.p.warn(`${sh.vars.get('PS4') ?? '+ '}${name}=${quoteIfNeeded(value)}\n`);
  if (index === undefined) sh.vars.set(name, value);
  else setElement(variable, index, value);
  if (sh.has('allexport')) {
    variable.exported = true;
    sh.vars.touched();
  }
}

/** An assignment before a builtin or function: only while it runs, and seen by its children. */
export function* environmentAssignment(sh: Shell, { name, value, append }: Assignment): Sys<void> {
  if (value.type === 'ArrayValue') return;
  if (sh.vars.find(name)?.readonly === true) {
    yield* sh.fail(`${name}: readonly variable`);
    return;
  }
  const text = yield* expandAssigned(sh, value);
  const before = append === true ? (sh.vars.get(name) ?? '') : '';
  const variable = sh.vars.local(name);
  variable.value = before + text;
  variable.exported = true;
  sh.vars.touched();
}

/** The elements of `(a b [5]=c)` into a list or table. */
export function* assignArray(sh: Shell, variable: Variable, array: ArrayValue, append: boolean): Sys<void> {
  if (!append) {
    if (variable.table) variable.table.clear();
    else {
      delete variable.value;
      variable.list = new Map();
    }
  }
  let next = variable.table ? 0 : Math.max(-1, ...listOf(variable).keys()) + 1;
  let key: string | undefined;
  for (const element of array.elements) {
    const indexed = /^\[((?:[^\]\\"']|\\.|"[^"]*"|'[^']*'|\[[^\]]*\])+)\](\+?)=([\s\S]*)$/.exec(element.text);
    if (indexed) {
      const [, index = '', plus, source = ''] = indexed;
      const at = variable.table ? yield* expandText(sh, parseWord(index)) : yield* numericIndex(sh, index);
      if (at === undefined || sh.unwind) return;
      const text = yield* expandAssigned(sh, parseWord(source === '' ? '""' : source));
      const before = plus
        ? ((variable.table ? variable.table.get(at) : variable.list?.get(Number(at))) ?? '')
        : '';
      setElement(variable, at, attributed(sh, variable, before + text));
      next = Number(at) + 1;
      continue;
    }
    for (const word of yield* expandWords(sh, [element])) {
      if (!variable.table) listOf(variable).set(next++, attributed(sh, variable, word));
      else if (key === undefined) key = word;
      else {
        variable.table.set(key, word);
        key = undefined;
      }
    }
    if (sh.unwind) return;
  }
  if (key !== undefined) variable.table?.set(key, '');
}

/** The index of an assignment: a key of a table, or a computed number. */
export function* indexOf(sh: Shell, name: string, text: string): Sys<string | undefined> {
  if (sh.vars.find(name)?.table) return yield* expandText(sh, parseWord(text));
  return yield* numericIndex(sh, text);
}

function* numericIndex(sh: Shell, text: string): Sys<string | undefined> {
  const number = yield* expandArithmetic(sh, text, expandQuoted);
  return number === undefined ? undefined : String(number);
}
