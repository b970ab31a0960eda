import { compareBytes } from '../../tool/input.ts';
import type { Ordering } from './key.ts';

/** Compares two key texts by an ordering; negative, zero or positive. Reversal is not applied here. */
export function compareBy(ordering: Ordering, a: string, b: string): number {
  switch (ordering.kind) {
    case 'numeric':
      return compareNumbers(decimal(a), decimal(b));
    case 'general':
      return compareGeneral(general(a), general(b));
    case 'human':
      return human(a) - human(b) || compareNumbers(decimal(a), decimal(b));
    case 'version':
      return compareVersions(a, b);
    case 'month':
      return month(a) - month(b);
    case 'random':
    case 'text':
      return compareBytes(folded(ordering, a), folded(ordering, b));
  }
}

function folded(ordering: Ordering, text: string): string {
  let folding = text;
  if (ordering.dictionary) folding = folding.replace(/[^A-Za-z0-9 \t]/g, '');
  if (ordering.ignoreNonprinting) folding = folding.replace(/[^ -~]/g, '');
  return ordering.ignoreCase ? folding.toUpperCase() : folding;
}

interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/** -n reads a number of any length at the start: no exponents, no plus sign. */
function decimal(text: string): Decimal {
  const found = /^\s*(-?)(\d*)(?:\.(\d*))?/.exec(text);
  const whole = (found?.[2] ?? '').replace(/^0+/, '');
  const fraction = (found?.[3] ?? '').replace(/0+$/, '');
  return { negative: found?.[1] === '-' && (whole !== '' || fraction !== ''), whole, fraction };
}

function compareNumbers(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size =
    a.whole.length - b.whole.length || compareBytes(a.whole, b.whole) || compareBytes(a.fraction, b.fraction);
  return a.negative ? -size : size;
}

/** -g: what strtod reads; texts that are no number come first. */
function general(text: string): number | undefined {
  const found =
    /^\s*[-+]?(?:inf(?:inity)?|nan|0x[0-9a-f]+|\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)/i.exec(text)?.[0];
  if (found === undefined) return undefined;
  const cleaned = found.trim().toLowerCase();
  if (/inf/.test(cleaned)) return cleaned.startsWith('-') ? -Infinity : Infinity;
  return Number(cleaned);
}

function compareGeneral(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (Number.isNaN(a) || Number.isNaN(b))
    return Number.isNaN(a) === Number.isNaN(b) ? 0 : Number.isNaN(a) ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** -h: the suffix decides first, then the number; the sign turns both. */
function human(text: string): number {
  const found = /^\s*(-?)(\d*)(?:\.\d*)?([kKMGTPEZY]?)/.exec(text);
  const order = ' KMGTPEZY'.indexOf((found?.[3] ?? '').toUpperCase() || ' ');
  const zero = !/[1-9]/.test(found?.[0] ?? '');
  return zero ? 0 : found?.[1] === '-' ? -order : order;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function month(text: string): number {
  return MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase()) + 1;
}

/**
 * Version order: runs of digits by value, the rest by character, `~` before everything, letters before others.
 * @upstream gnulib filevercmp
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  const hidden = Number(b.startsWith('.')) - Number(a.startsWith('.'));
  if (hidden !== 0) return hidden;
  const suffix = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;
  const [stemA, stemB] = [a.replace(suffix, ''), b.replace(suffix, '')];
  return (stemA === stemB ? 0 : compareStems(stemA, stemB)) || compareStems(a, b);
}

function compareStems(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const difference = rank(a[i]) - rank(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [one, other] = [digits(a, i), digits(b, j)];
    i += one.length;
    j += other.length;
    const [x, y] = [one.replace(/^0+/, ''), other.replace(/^0+/, '')];
    const difference = x.length - y.length || compareBytes(x, y);
    if (difference !== 0) return difference;
  }
  return 0;
}

function digits(text: string, from: number): string {
  return /^\d*/.exec(text.slice(from))?.[0] ?? '';
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function rank(char: string | undefined): number {
  if (char === undefined || isDigit(char)) return 0;
  if (char === '~') return -1;
  const code = char.charCodeAt(0);
  return /[A-Za-z]/.test(char) ? code : code + 256;
}
