import type { Sys } from '../../linux/process/program.ts';
import type { ArrayArguments } from './builtins/builtin.ts';
import { attributed, listOf, setElement } from './assign.ts';
import { applyAssignment, assignArray, indexOf } from './run/assignment.ts';
import { expandAssigned } from './expand/words.ts';
import { quoteDoubly } from './quote.ts';
import type { Shell } from './shell.ts';
import { sortedList, type Variable } from './variables.ts';

/** What one of declare, local, export and readonly was asked to do. */
export interface Declaration {
  readonly command: string;
  /** Letters of attributes to give, and to take (`+x`). */
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
  /** Makes variables of the running function. */
  readonly local: boolean;
}

/** Declares one argument: `name`, `name=value`, or a list that came as an assignment. */
export function* declareOne(
  sh: Shell,
  declaration: Declaration,
  argument: string,
  array: ReturnType<ArrayArguments['get']>,
): Sys<number> {
  const found = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(?:(\+?)=([\s\S]*))?$/.exec(argument);
  if (!found) {
    yield* sh.complain(`${declaration.command}: \`${argument}': not a valid identifier`);
    return 1;
  }
  const [, name = '', , plus, text] = found;
  const known = sh.vars.find(name);
  if (
    known?.readonly === true &&
    (text !== undefined || array || !declaration.on.has('r')) &&
    !declaration.on.has('p')
  ) {
    if (text !== undefined || array) {
      yield* sh.complain(`${declaration.command}: ${name}: readonly variable`);
      return 1;
    }
  }
  const variable = declaration.local ? sh.vars.local(name) : sh.vars.own(name);
  if (declaration.local && text === undefined && !array && sh.vars.find(name) === variable && !known)
    variable.value ??= undefined;
  giveAttributes(variable, declaration);
  sh.vars.touched();
  if (array) yield* assignFromArray(sh, variable, array);
  else if (text !== undefined) assignPlain(sh, variable, text, plus === '+');
  if (declaration.on.has('r')) variable.readonly = true;
  sh.vars.touched();
  return sh.unwind ? sh.status : 0;
}

function giveAttributes(variable: Variable, { on, off }: Declaration): void {
  if (on.has('a') && !variable.table) listOf(variable);
  if (on.has('A') && !variable.table) {
    delete variable.value;
    delete variable.list;
    variable.table = new Map();
  }
  if (on.has('i')) variable.integer = true;
  if (on.has('x')) variable.exported = true;
  if (on.has('n')) variable.nameref = true;
  if (on.has('l')) Object.assign(variable, { lower: true, upper: false });
  if (on.has('u')) Object.assign(variable, { upper: true, lower: false });
  if (off.has('i')) variable.integer = false;
  if (off.has('x')) variable.exported = false;
  if (off.has('n')) variable.nameref = false;
  if (off.has('l')) variable.lower = false;
  if (off.has('u')) variable.upper = false;
}

function* assignFromArray(
  sh: Shell,
  variable: Variable,
  array: NonNullable<ReturnType<ArrayArguments['get']>>,
): Sys<void> {
  if (array.value.type === 'ArrayValue') {
    yield* assignArray(sh, variable, array.value, array.append === true);
    return;
  }
  if (!array.index) {
    yield* applyAssignment(sh, array);
    return;
  }
  const index = yield* indexOf(sh, array.name, array.index.text);
  const text = yield* expandAssigned(sh, array.value);
  if (index !== undefined) setElement(variable, index, attributed(sh, variable, text));
}

function assignPlain(sh: Shell, variable: Variable, text: string, append: boolean): void {
  const before = variable.list?.get(0) ?? variable.value ?? '';
  const joined =
    append && variable.integer === true ? `${before || '0'}+(${text})` : (append ? before : '') + text;
  const value = variable.nameref === true ? text : attributed(sh, variable, joined);
  if (variable.list || variable.table) setElement(variable, '0', value);
  else variable.value = value;
}

/** The line of `declare -p`: `declare -x A="1"`. */
export function declarationOf(name: string, variable: Variable): string {
  const letters = [
    variable.list && 'a',
    variable.table && 'A',
    variable.integer === true && 'i',
    variable.lower === true && 'l',
    variable.nameref === true && 'n',
    variable.readonly === true && 'r',
    variable.upper === true && 'u',
    variable.exported === true && 'x',
  ].filter((letter) => typeof letter === 'string');
  const flags = letters.length === 0 ? '--' : `-${letters.join('')}`;
  return `declare ${flags} ${name}${valueText(variable)}`;
}

/** `=value` as declare and set print it. */
function valueText(variable: Variable): string {
  if (variable.list) {
    const items = sortedList(variable.list).map(([index, value]) => `[${index}]=${quoteDoubly(value)}`);
    return `=(${items.join(' ')})`;
  }
  if (variable.table) {
    const items = [...variable.table].map(
      ([key, value]) => `[${/^\w+$/.test(key) ? key : quoteDoubly(key)}]=${quoteDoubly(value)} `,
    );
    return `=(${items.join('')})`;
  }
  return variable.value === undefined ? '' : `=${quoteDoubly(variable.value)}`;
}
