import type { Sys } from '../../../linux/process/program.ts';
import { evaluateArithmetic, type ArithmeticVariables } from '../arithmetic/evaluate.ts';
import { assignElement, elementOf } from '../assign.ts';
import type { Shell } from '../shell.ts';
import { parseQuoted, type WordPart } from '../syntax.ts';

/** Expands what stands in double quotes. */
export type ExpandQuoted = (sh: Shell, parts: readonly WordPart[]) => Sys<string>;

/** Computes arithmetic text: first expansions as in double quotes, then the expression. Undefined after an error. */
export function* expandArithmetic(
  sh: Shell,
  text: string,
  expand: ExpandQuoted,
  command = '',
): Sys<bigint | undefined> {
  let expression = text;
  if (/[$`\\"']/.test(text)) {
    const word = parseQuoted(text.replaceAll('"', ''));
    const [quoted] = word.parts ?? [];
    expression = quoted?.type === 'DoubleQuoted' ? yield* expand(sh, quoted.parts) : word.value;
    if (sh.unwind) return undefined;
  }
  return yield* computeArithmetic(sh, expression, command);
}

/** Computes an expression without expansions left in it; complains and gives the command up on errors. */
export function* computeArithmetic(sh: Shell, expression: string, command = ''): Sys<bigint | undefined> {
  const value = evaluateArithmetic(expression, arithmeticVariables(sh));
  if (value.ok) return value.value;
  const ash = sh.features.shell === 'ash';
  const plain = value.error.includes('division by 0') ? 'divide by zero' : 'arithmetic syntax error';
  yield* sh.fail(ash ? plain : `${command}${value.error}`, ash ? 2 : 1);
  return undefined;
}

/** The shell's variables as arithmetic sees them. */
export function arithmeticVariables(sh: Shell): ArithmeticVariables {
  return {
    get: (name, index) => elementOf(sh, name, index),
    set: (name, index, value) => assignElement(sh, name, index, value),
    isTable: (name) => sh.vars.find(name)?.table !== undefined,
    strict: sh.has('nounset'),
  };
}
