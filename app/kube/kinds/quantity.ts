import { bad, good, type Result } from '../../base/result.ts';

/** A parsed resource quantity: its exact value in nanos, and how it is written. */
export interface Quantity {
  /** Value × 10^9, exact. */
  readonly nanos: bigint;
  /** The canonical text: `500m`, `1Gi`, `1e3`. */
  readonly text: string;
}

const NANO = 1_000_000_000n;
/** The greatest binary quantity: larger ones are cut to it. */
const GREATEST = ((1n << 63n) - 1n) * NANO;
const SYNTAX = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)$/;
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** What the decoder says of a text that is no quantity. */
export const QUANTITY_SYNTAX =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** Reads a quantity as the API server does. @upstream apimachinery/pkg/api/resource/quantity.go ParseQuantity */
export function parseQuantity(text: string): Result<Quantity> {
  if (text === '') return bad(QUANTITY_SYNTAX);
  const match = SYNTAX.exec(text);
  if (!match) return bad(QUANTITY_SYNTAX);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return bad(QUANTITY_SYNTAX);
  const digits = BigInt(`${whole}${fraction}` || '0');
  const nanos = scale(digits, fraction.length, suffix) * (sign === '-' ? -1n : 1n);
  const asGiven = isLeftAsGiven(whole.replace(/^0+/, '') || '0', fraction, suffix);
  return good({ nanos, text: asGiven ? text : canonical(nanos, formatOf(suffix)) });
}

/**
 * Whether the text is kept as it came: what fits the parser's fast way and looks canonical to it, which `2.333` does
 * and `1.5` does not.
 */
function isLeftAsGiven(whole: string, fraction: string, suffix: string): boolean {
  const shift = BINARY[suffix];
  if (shift !== undefined) {
    const precision = 15 - whole.length - Math.floor((shift * 3) / 10) - 1;
    return fraction === '' && precision >= 0 && Number(whole) % 8 !== 0;
  }
  const digits = `${whole}${fraction}`;
  const exponent = exponentOf(suffix) - fraction.length;
  if (digits.length > 18 || exponent < -9 || exponent % 3 !== 0) return false;
  return !digits.startsWith('0') && !digits.endsWith('000');
}

/** The value in nanos, 0 for what is no quantity: for sums of requests that validation has seen. */
export function quantityNanos(text: string | number | undefined): bigint {
  if (text === undefined) return 0n;
  const parsed = parseQuantity(String(text));
  return parsed.ok ? parsed.value.nanos : 0n;
}

/** The value rounded up to thousandths: CPU as the scheduler counts it. */
export function quantityMillis(text: string | number | undefined): number {
  return Number(ceilDivide(quantityNanos(text), 1_000_000n));
}

/** The value rounded up to whole units: bytes of memory, numbers of Pods. */
export function quantityValue(text: string | number | undefined): number {
  return Number(ceilDivide(quantityNanos(text), NANO));
}

/** Writes a value in nanos in the form of an example: `100m` for decimal, `1Gi` for binary forms. */
export function formatQuantity(nanos: bigint, like: string): string {
  const suffix = SYNTAX.exec(like)?.[4] ?? '';
  return canonical(nanos, formatOf(suffix));
}

function exponentOf(suffix: string): number {
  if (/^[eE][+-]?[0-9]/.test(suffix)) return Number(suffix.slice(1));
  return DECIMAL[suffix] ?? 0;
}

function formatOf(suffix: string): 'binary' | 'decimal' | 'exponent' {
  if (BINARY[suffix] !== undefined) return 'binary';
  return /^[eE][+-]?[0-9]/.test(suffix) ? 'exponent' : 'decimal';
}

function scale(digits: bigint, fraction: number, suffix: string): bigint {
  const shift = BINARY[suffix];
  if (shift === undefined) return shiftDecimal(digits, exponentOf(suffix) - fraction + 9);
  const nanos = shiftDecimal(digits << BigInt(shift), 9 - fraction);
  return nanos > GREATEST ? GREATEST : nanos;
}

function shiftDecimal(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(Math.min(power, 60));
  return ceilDivide(digits, 10n ** BigInt(-power));
}

function ceilDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by > 0n ? quotient + 1n : quotient;
}

function canonical(nanos: bigint, format: 'binary' | 'decimal' | 'exponent'): string {
  if (nanos === 0n) return '0';
  if (format === 'binary') return canonicalBinary(nanos) ?? canonicalDecimal(nanos, 'decimal');
  return canonicalDecimal(nanos, format);
}

function canonicalBinary(nanos: bigint): string | undefined {
  const magnitude = nanos < 0n ? -nanos : nanos;
  // Below 1024, and for what is no whole number, the decimal form is the canonical one.
  if (magnitude % NANO !== 0n || magnitude / NANO < 1024n) return undefined;
  let value = magnitude / NANO;
  let step = 0;
  while (value % 1024n === 0n && step < BINARY_SUFFIXES.length - 1) {
    value /= 1024n;
    step++;
  }
  return `${nanos < 0n ? '-' : ''}${value}${BINARY_SUFFIXES[step] ?? ''}`;
}

function canonicalDecimal(nanos: bigint, format: 'decimal' | 'exponent'): string {
  let value = nanos < 0n ? -nanos : nanos;
  let exponent = -9;
  while (value % 1000n === 0n) {
    value /= 1000n;
    exponent += 3;
  }
  const number = `${nanos < 0n ? '-' : ''}${value}`;
  if (format === 'exponent') return exponent === 0 ? number : `${number}e${exponent}`;
  // Beyond E there is no suffix, and none is written: 1000E is written 1.
  return `${number}${DECIMAL_SUFFIXES[exponent / 3 + 3] ?? ''}`;
}
