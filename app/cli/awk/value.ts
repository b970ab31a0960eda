import { formatOne, parseFormat } from '../tool/printf.ts';

/** Whole numbers up to here are printed as they are, larger ones by the format. */
const LARGEST_WHOLE = 2_147_483_647;

/** A value: a number, a text, or a text from input that counts as a number where it looks like one. */
export type Value =
  | { readonly type: 'number'; readonly number: number }
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'input'; readonly text: string }
  | { readonly type: 'unset' };

/** A variable that was never set. */
export const UNSET: Value = { type: 'unset' };

/** A number as a value. */
export function numberValue(number: number): Value {
  return { type: 'number', number };
}

/** A text as a value. */
export function textValue(text: string): Value {
  return { type: 'string', text };
}

/** A text that came from outside. */
export function inputValue(text: string): Value {
  return { type: 'input', text };
}

const NUMERIC = /^[ \t\n]*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)[ \t\n]*$/;

/** Whether a value counts as a number in comparisons. */
export function isNumeric(value: Value): boolean {
  return (
    value.type === 'number' || value.type === 'unset' || (value.type === 'input' && NUMERIC.test(value.text))
  );
}

/** The number of a value: of a text, what stands at its start. */
export function toNumber(value: Value): number {
  if (value.type === 'number') return value.number;
  if (value.type === 'unset') return 0;
  const found =
    /^[ \t\n]*([-+]?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?))/.exec(
      value.text,
    )?.[1];
  if (found !== undefined)
    return Number(found.replace(/^\+/, '').replace(/^-(0[xX].*)$/, '$1')) * (/^-0[xX]/.test(found) ? -1 : 1);
  const special = /^[ \t\n]*([-+])(inf|nan)/i.exec(value.text);
  if (!special) return 0;
  return special[2]?.toLowerCase() === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
}

/** The text of a value; numbers that are no integers use `format` (CONVFMT or OFMT). */
export function toText(value: Value, format = '%.6g'): string {
  if (value.type === 'unset') return '';
  if (value.type !== 'number') return value.text;
  return numberText(value.number, format);
}

/** A number as awk prints it. */
export function numberText(number: number, format: string): string {
  if (Number.isNaN(number)) return '-nan';
  if (!Number.isFinite(number)) return number < 0 ? '-inf' : 'inf';
  if (Number.isInteger(number) && Math.abs(number) <= LARGEST_WHOLE) return String(number + 0);
  return parseFormat(format)
    .map((part) => (typeof part === 'string' ? part : formatOne(part, number)))
    .join('');
}

/** Whether a value is true. */
export function isTrue(value: Value): boolean {
  if (value.type === 'number') return value.number !== 0;
  if (value.type === 'unset') return false;
  if (value.type === 'input' && NUMERIC.test(value.text)) return toNumber(value) !== 0;
  return value.text !== '';
}
