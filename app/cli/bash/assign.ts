import { evaluateArithmetic } from './arithmetic/evaluate.ts';
import type { Shell } from './shell.ts';
import { keysOf, scalarOf, type Variable } from './variables.ts';

/** The text of `name` or `name[index]`; the index of a list is a number already. */
export function elementOf(sh: Shell, name: string, index: string | undefined): string | undefined {
  if (index === undefined) return sh.vars.get(name);
  const variable = sh.vars.find(name);
  if (!variable) return undefined;
  if (variable.table) return variable.table.get(index);
  const number = numberIndex(variable, Number(index));
  if (variable.list) return variable.list.get(number);
  return number === 0 ? variable.value : undefined;
}

/** Writes `name` or `name[index]` without looking at attributes. */
export function assignElement(sh: Shell, name: string, index: string | undefined, value: string): void {
  if (index === undefined) sh.vars.set(name, value);
  else setElement(sh.vars.own(name), index, value);
}

/** Writes one element; a plain variable becomes a list. */
export function setElement(variable: Variable, index: string, value: string): void {
  if (variable.table) {
    variable.table.set(index, value);
    return;
  }
  listOf(variable).set(numberIndex(variable, Number(index)), value);
}

/** The elements of a variable as a list, made from its text where it was none. */
export function listOf(variable: Variable): Map<number, string> {
  if (variable.list) return variable.list;
  const list = new Map<number, string>();
  if (variable.value !== undefined) list.set(0, variable.value);
  delete variable.value;
  variable.list = list;
  return list;
}

/** Negative numbers count from the end. */
function numberIndex(variable: Variable, index: number): number {
  if (index >= 0 || !variable.list) return index;
  return Math.max(-1, ...variable.list.keys()) + 1 + index;
}

/** What a variable's attributes make of a text: a number, small or capital letters. */
export function attributed(sh: Shell, variable: Variable, value: string): string {
  if (variable.integer === true) {
    const number = evaluateArithmetic(value, {
      get: (name, index) => elementOf(sh, name, index),
      set: (name, index, text) => assignElement(sh, name, index, text),
      isTable: (name) => sh.vars.find(name)?.table !== undefined,
      strict: false,
    });
    return number.ok ? String(number.value) : '0';
  }
  if (variable.lower === true) return value.toLowerCase();
  return variable.upper === true ? value.toUpperCase() : value;
}

/** Whether a variable has a value at all, for `${x-…}` and `-v`. */
export function isSet(variable: Variable | undefined): boolean {
  if (!variable) return false;
  return scalarOf(variable) !== undefined || keysOf(variable).length > 0;
}
