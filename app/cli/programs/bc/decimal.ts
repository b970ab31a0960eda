/** A decimal number of any length: `units` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** A whole number. */
export function whole(value: number): Decimal {
  return { units: BigInt(value), scale: 0 };
}

/** Reads digits with an optional point. */
export function parseDecimal(text: string): Decimal {
  const [left = '', right = ''] = text.split('.');
  return { units: BigInt(`${left}${right}` === '' ? '0' : left + right), scale: right.length };
}

function power10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** The same value with that many places; more are cut off. */
export function rescale({ units, scale }: Decimal, to: number): Decimal {
  if (to >= scale) return { units: units * power10(to - scale), scale: to };
  return { units: units / power10(scale - to), scale: to };
}

/** Adds, keeping the longer fraction. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: rescale(a, scale).units + rescale(b, scale).units, scale };
}

/** Turns the sign. */
export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

/** Multiplies; the fraction is as long as bc's rule says. */
export function multiply(a: Decimal, b: Decimal, scale: number): Decimal {
  const product = { units: a.units * b.units, scale: a.scale + b.scale };
  return rescale(product, Math.min(product.scale, Math.max(scale, a.scale, b.scale)));
}

/** Divides to `scale` places; undefined by zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
  if (b.units === 0n) return undefined;
  return { units: (a.units * power10(scale + b.scale)) / (b.units * power10(a.scale)), scale };
}

/** The remainder by bc's rule: what is left of a division to `scale` places. */
export function remainder(a: Decimal, b: Decimal, scale: number): Decimal | undefined {
  const quotient = divide(a, b, scale);
  if (!quotient) return undefined;
  const places = Math.max(scale + b.scale, a.scale);
  const product = { units: quotient.units * b.units, scale: quotient.scale + b.scale };
  return rescale(add(a, negate(product)), places);
}

/** A power with a whole exponent. */
export function power(base: Decimal, exponent: Decimal, scale: number): Decimal | undefined {
  const count = Number(rescale(exponent, 0).units);
  const raised = { units: base.units ** BigInt(Math.abs(count)), scale: base.scale * Math.abs(count) };
  if (count < 0) return divide(whole(1), raised, scale);
  return rescale(raised, Math.min(raised.scale, Math.max(scale, base.scale)));
}

/** The square root to as many places as the number or `scale` has; undefined of a negative one. */
export function squareRoot(value: Decimal, scale: number): Decimal | undefined {
  if (value.units < 0n) return undefined;
  const places = Math.max(scale, value.scale);
  const target = rescale(value, places * 2).units;
  if (target === 0n) return { units: 0n, scale: places };
  let guess = power10(Math.ceil(target.toString().length / 2));
  for (;;) {
    const next = (guess + target / guess) / 2n;
    if (next >= guess) return { units: guess, scale: places };
    guess = next;
  }
}

/** Negative, zero or positive. */
export function compare(a: Decimal, b: Decimal): number {
  const { units } = add(a, negate(b));
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

/** As bc prints it: no zero before the point, lines of 70 characters. */
export function decimalText({ units, scale }: Decimal): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const left = digits.slice(0, digits.length - scale).replace(/^0+(?=\d)/, '');
  const right = digits.slice(digits.length - scale);
  if (units === 0n) return '0';
  const text = `${negative ? '-' : ''}${scale > 0 && left === '0' ? '' : left}${scale > 0 ? `.${right}` : ''}`;
  return text.length <= 69 ? text : (text.match(/.{1,68}/g) ?? []).join('\\\n');
}
